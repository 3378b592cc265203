"""What suppliers are called, by credit code or by id."""

from collections.abc import Collection

from sqlalchemy import select

from marketplace.accounts.models import Organisation
from marketplace.db import db
from marketplace.suppliers.models import Supplier


def names_of_suppliers(usccs: Collection[str]) -> dict[str, str]:
    """Tell the names of many suppliers in one statement; a code that is no supplier's is left out."""
    rows = db.session.execute(
        select(Organisation.uscc, Organisation.name)
        .join(Supplier, Supplier.organisation_id == Organisation.id)
        .where(Organisation.uscc.in_(set(usccs)))
    )
    return {uscc: name for uscc, name in rows}  # noqa: C416  rows are not pairs to dict()


def names_by_id(supplier_ids: Collection[int]) -> dict[int, str]:
    """Tell the names of many suppliers in one statement."""
    rows = db.session.execute(
        select(Supplier.id, Organisation.name)
        .join(Organisation, Organisation.id == Supplier.organisation_id)
        .where(Supplier.id.in_(set(supplier_ids)))
        .order_by(Supplier.id)
    )
    return {supplier_id: name for supplier_id, name in rows}  # noqa: C416  rows are not pairs to dict()
