"""Show a product to the public: what the catalogue tells of it, and how many households share its sales today."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import text

from marketplace.catalogue.queries.products import get_product_on_sale
from marketplace.db import db
from marketplace.kernel.days import day_of
from marketplace.sales.service.attribution import IN_FORCE
from marketplace.statistics.rules.publication import LEAST_HOUSEHOLDS

_LINKED: Final = f"""
WITH placed AS (
    SELECT 1 AS key, CAST(:supplier_id AS bigint) AS supplier_id, CAST(:product_id AS bigint) AS product_id,
           CAST(:lot_id AS bigint) AS lot_id, CAST(:day AS date) AS sold_on
), {IN_FORCE}
SELECT version.members_count FROM in_force JOIN roster_version version ON version.id = in_force.roster_version_id
"""  # noqa: S608  constants of other areas


def show_product(product_number: str, *, now: datetime) -> dict[str, Any]:
    """Get the public page of a product: two statements.

    `households` is `None` and `is_suppressed` where fewer than five would be told.

    :raises ProductUnknown: if it is not on sale.
    """
    today = day_of(now)
    page = get_product_on_sale(product_number, today=today)
    linked = linked_households(supplier_id=page["supplier_id"], product_id=page["product_id"], today=today)
    return {**page, "linked_households": linked}


def linked_households(
    *, supplier_id: int, product_id: int, lot_id: int | None = None, today: date
) -> Mapping[str, Any]:
    """Count the members of the roster version that a sale of a product, or of a lot of it, would name today.

    `households` is `None` and `is_suppressed` where fewer than five would be told.
    """
    facts = {"supplier_id": supplier_id, "product_id": product_id, "lot_id": lot_id, "day": today}
    linked: int = db.session.scalar(text(_LINKED), facts) or 0
    is_suppressed = 0 < linked < LEAST_HOUSEHOLDS
    return {"households": None if is_suppressed else linked, "is_suppressed": is_suppressed}
