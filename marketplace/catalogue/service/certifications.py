"""Certifications: a batch is announced, products are certified in it set by set, one is withdrawn from a day on."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import insert, select

from marketplace.audit import service as audit
from marketplace.catalogue.errors import (
    BatchNumberTaken,
    CertificationKnown,
    CertificationPeriodWrong,
    CertificationUnknown,
    OwnListing,
    PriceNotPositive,
    ProductUnknown,
    QuantityWrong,
    ReasonMissing,
    WithdrawalDayWrong,
)
from marketplace.catalogue.models import CertificationBatch, Product, ProductCertification
from marketplace.catalogue.queries.certifications import Certifiable, find_certifiable, get_batch
from marketplace.catalogue.rules import Certificate
from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.days import day_of
from marketplace.kernel.errors import DomainError, Invalid
from marketplace.kernel.intervals import Days
from marketplace.kernel.permissions import Permission as P
from marketplace.regions.rules import NATION, smallest_region
from marketplace.suppliers.models import Supplier


def announce(*, number: str, announced_on: date, actor: Actor, now: datetime) -> CertificationBatch:
    """Announce a batch, in which products are then certified.

    :raises BatchNumberTaken: if there is a batch with this number.
    """
    actor.require(P.CATALOGUE_CERTIFY)
    if db.session.scalar(select(CertificationBatch.id).where(CertificationBatch.number == number)) is not None:
        raise BatchNumberTaken(value=number)
    batch = CertificationBatch(number=number, announced_on=announced_on, created_at=now)
    db.session.add(batch)
    db.session.flush()
    audit.record(
        "certification_batch.announced",
        subject="certification_batch",
        subject_id=batch.id,
        actor=actor,
        now=now,
        after={"number": number, "announced_on": announced_on.isoformat()},
        region_code=NATION,
    )
    return batch


def certify(*, batch_id: int, certificates: Sequence[Certificate], actor: Actor, now: datetime) -> frozenset[int]:
    """Certify products of one's regions in a batch, all or none; tells their suppliers: four statements for any number.

    Sales recorded before are left to the workflow.

    :raises BatchUnknown: if there is no such batch.
    :raises OwnListing: law 11, if the caller submitted a version of one of the products.
    :raises Invalid: naming the products that are unknown, certified in the batch already, or told wrongly.
    """
    actor.require(P.CATALOGUE_CERTIFY)
    batch = get_batch(batch_id)
    found = find_certifiable(batch_id, [told.product_number for told in certificates], actor=actor)
    within = {
        i: product
        for i, product in found.items()
        if actor.covers(P.CATALOGUE_CERTIFY, region_codes=[product.county_code])
    }
    if problems := _find_problems(certificates, within):
        raise Invalid(fields=problems)
    if any(product.is_own for product in within.values()):
        raise OwnListing
    rows = [_row(told, within[i], batch_id, actor=actor, now=now) for i, told in enumerate(certificates)]
    if rows:
        db.session.execute(insert(ProductCertification), rows)
    audit.record(
        "products.certified",
        subject="certification_batch",
        subject_id=batch_id,
        actor=actor,
        now=now,
        after={"batch": batch.number, "product_numbers": [told.product_number for told in certificates]},
        organisation_ids=[product.organisation_id for product in within.values()],
        region_code=smallest_region(product.county_code for product in within.values()),
    )
    return frozenset(product.supplier_id for product in within.values())


def withdraw(
    *, certification_id: int, from_on: date, reason: str, actor: Actor, now: datetime
) -> tuple[ProductCertification, int]:
    """Let a certification hold no more from a day on, today at the earliest; tells it and the supplier.

    Sales recorded before are left to the workflow.

    :raises CertificationUnknown: outside the caller's regions.
    :raises ReasonMissing: without a reason.
    :raises WithdrawalDayWrong: for a day in the past, or when it would have ended anyway.
    """
    actor.require(P.CATALOGUE_CERTIFY)
    row = db.session.execute(
        select(
            ProductCertification,
            Product.product_number,
            Product.supplier_id,
            Supplier.organisation_id,
            Supplier.county_code,
        )
        .join(Product, Product.id == ProductCertification.product_id)
        .join(Supplier, Supplier.id == Product.supplier_id)
        .where(ProductCertification.id == certification_id)
        .with_for_update(of=ProductCertification, key_share=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None or not actor.covers(P.CATALOGUE_CERTIFY, region_codes=[row.county_code]):
        raise CertificationUnknown
    if not reason.strip():
        raise ReasonMissing(fields={"reason": [ReasonMissing()]})
    certification: ProductCertification = row[0]
    before = certification.until_on
    if from_on < day_of(now) or (before is not None and from_on >= before):
        raise WithdrawalDayWrong(fields={"from_on": [WithdrawalDayWrong()]})
    # withdrawn before its first day it is empty: it never held
    certification.until_on = max(from_on, certification.from_on)
    audit.record(
        "certification.withdrawn",
        subject="product_certification",
        subject_id=certification_id,
        actor=actor,
        now=now,
        before={"until_on": before.isoformat() if before else None},
        after={"until_on": certification.until_on.isoformat(), "product_number": row.product_number},
        reason=reason.strip(),
        organisation_ids=[row.organisation_id],
        region_code=row.county_code,
    )
    return certification, row.supplier_id


def _find_problems(told: Sequence[Certificate], found: Mapping[int, Certifiable]) -> dict[str, list[DomainError]]:
    problems: dict[str, list[DomainError]] = {}
    seen: set[int] = set()
    for i, certificate in enumerate(told):
        number, product = certificate.product_number, found.get(i)
        if product is None:
            problems[f"products.{i}.product_number"] = [ProductUnknown(value=number)]
        elif product.is_certified or product.product_id in seen:
            problems[f"products.{i}.product_number"] = [CertificationKnown(value=number)]
        else:
            seen.add(product.product_id)
        if Days.through(certificate.from_on, certificate.last_on).is_empty():
            problems[f"products.{i}.last_on"] = [CertificationPeriodWrong()]
        if certificate.ceiling_fen is not None and certificate.ceiling_fen <= 0:
            problems[f"products.{i}.ceiling"] = [PriceNotPositive()]
        if certificate.certified_quantity is not None and certificate.certified_quantity < 0:
            problems[f"products.{i}.certified_quantity"] = [QuantityWrong()]
    return problems


def _row(told: Certificate, product: Certifiable, batch_id: int, *, actor: Actor, now: datetime) -> dict[str, object]:
    days = Days.through(told.from_on, told.last_on)
    return {
        "product_id": product.product_id,
        "batch_id": batch_id,
        "from_on": days.from_on,
        "until_on": days.until_on,
        "ceiling_fen": told.ceiling_fen,
        "certified_quantity": told.certified_quantity,
        "benefit_terms": told.benefit_terms,
        "created_at": now,
        "created_by_id": actor.user_id,
    }
