"""Lots: what a supplier harvested or made, with its quality certificate."""

from datetime import date, datetime

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.catalogue.errors import LotDaysWrong, LotKnown, ProductUnknown, QuantityWrong
from marketplace.catalogue.models import Lot, Product
from marketplace.db import db
from marketplace.evidence.errors import FileUnknown
from marketplace.evidence.queries import get_file
from marketplace.kernel.actor import Actor
from marketplace.kernel.days import day_of
from marketplace.kernel.errors import Invalid
from marketplace.kernel.permissions import Permission as P
from marketplace.suppliers.models import Supplier


def add(
    *,
    product_number: str,
    lot_number: str,
    quantity: int,
    actor: Actor,
    now: datetime,
    produced_on: date | None = None,
    expires_on: date | None = None,
    certificate_file_id: int | None = None,
) -> Lot:
    """Add a lot of one's product, in packs of its smallest SKU; one that a roster was the first to name is completed.

    :raises ProductUnknown: if the product is not the caller's.
    :raises LotKnown: if it has a lot with this number.
    :raises LotDaysWrong: if it was produced in the future, or expires before.
    :raises QuantityWrong: for a quantity that is not positive.
    :raises Invalid: if the file is not the supplier's.
    """
    actor.require(P.STOCK_MANAGE)
    row = db.session.execute(
        select(Product.id, Supplier.organisation_id, Supplier.county_code)
        .join(Supplier, Supplier.id == Product.supplier_id)
        .where(Product.product_number == product_number)
        .with_for_update(of=Product, key_share=True)
    ).one_or_none()
    if row is None or not actor.covers(P.STOCK_MANAGE, organisation_ids=[row.organisation_id]):
        raise ProductUnknown(value=product_number)
    if quantity < 1:
        raise QuantityWrong(fields={"quantity": [QuantityWrong()]})
    _check_days(produced_on, expires_on, today=day_of(now))
    _check_file(certificate_file_id, organisation_id=row.organisation_id, actor=actor)
    lot = db.session.scalar(select(Lot).where(Lot.product_id == row.id, Lot.lot_number == lot_number))
    if lot is not None and lot.quantity is not None:
        raise LotKnown(value=lot_number)
    if lot is None:
        lot = Lot(product_id=row.id, lot_number=lot_number, created_at=now)
        db.session.add(lot)
    lot.quantity, lot.produced_on, lot.expires_on = quantity, produced_on, expires_on
    lot.certificate_file_id = certificate_file_id
    db.session.flush()
    audit.record(
        "lot.added",
        subject="lot",
        subject_id=lot.id,
        actor=actor,
        now=now,
        after={"product_number": product_number, "lot_number": lot_number, "quantity": quantity},
        organisation_ids=[row.organisation_id],
        region_code=row.county_code,
    )
    return lot


def _check_days(produced_on: date | None, expires_on: date | None, *, today: date) -> None:
    if produced_on is not None and (produced_on > today or (expires_on is not None and expires_on < produced_on)):
        raise LotDaysWrong(fields={"produced_on": [LotDaysWrong()]})


def _check_file(file_id: int | None, *, organisation_id: int, actor: Actor) -> None:
    if file_id is None:
        return
    try:
        is_own = get_file(file_id, actor=actor).organisation_id == organisation_id
    except FileUnknown:
        is_own = False
    if not is_own:
        raise Invalid(fields={"certificate_file_id": [FileUnknown()]})
