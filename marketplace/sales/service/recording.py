"""Record told sales as facts: what follows from their day is found set by set, whatever the number of rows.

Exactly once by live source key; the seller's invoice line is unique among live sales; a sale that looks like another
source's waits for a person; a return stands where its sale stood and takes back no more than is left of it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import text

from marketplace.audit import service as audit
from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.regions.rules import smallest_region
from marketplace.sales.errors import SalesRefused
from marketplace.sales.rules import NewSale, Recorded
from marketplace.sales.service import resolving, staging

_INSERT_SALES: Final = """
INSERT INTO sale (
    id, kind, sold_on, channel, tags, supplier_id, origin_code, product_id, product_certification_id, lot_id,
    quantity, amount_fen, buyer_name, buyer_organisation_id, buyer_kind, buyer_code, source, source_number, line,
    generation, invoice_number, reverses_id, roster_version_id, pool_fen, is_benefiting,
    recorded_at, recorded_by_id, import_batch_id
)
SELECT id, kind, sold_on, channel, tags, supplier_id, origin_code, product_id, product_certification_id, lot_id,
       quantity, amount_fen, buyer_name, buyer_organisation_id, buyer_kind, buyer_code, source, source_number, line,
       generation, invoice_number, original_id, roster_version_id, pool_fen, is_benefiting,
       :now, :user_id, :batch_id
FROM new_sale
WHERE outcome = 'new' AND problems = '{}'
ORDER BY row_number
"""

_INSERT_LOOK_ALIKES: Final = f"""
INSERT INTO look_alike (
    state, resembles_id, source, source_number, line, origin_code, row, entered_at, entered_by_ids, import_batch_id
)
SELECT 'waiting', n.resembles_id, n.source, n.source_number, n.line, n.origin_code, to_jsonb(told), :now,
       CAST(:entered_by_ids AS bigint[]), :batch_id
FROM new_sale n
CROSS JOIN LATERAL (SELECT {", ".join(f"n.{column}" for column in staging.TOLD.split(", "))}) AS told
WHERE n.outcome = 'waiting' AND n.problems = '{{}}'
"""  # noqa: S608  the columns are named by staging

_SUMMARY: Final = """
SELECT count(*) FILTER (WHERE outcome = 'new') AS written,
       count(*) FILTER (WHERE outcome = 'unchanged') AS unchanged,
       count(*) FILTER (WHERE outcome = 'waiting') AS waiting,
       min(source || ' ' || source_number) AS first_key,
       COALESCE(sum(amount_fen) FILTER (WHERE outcome = 'new'), 0) AS amount_fen,
       min(origin_code) AS least_code, max(origin_code) AS greatest_code,
       array_agg(DISTINCT organisation_id) AS organisation_ids
FROM new_sale JOIN supplier ON supplier.id = new_sale.supplier_id
WHERE problems = '{}'
"""


def record(
    rows: Sequence[NewSale],
    *,
    actor: Actor,
    now: datetime,
    import_batch_id: int | None = None,
    entered_by_ids: Sequence[int] | None = None,
) -> Recorded:
    """Record sales and returns, in a constant number of statements; the same rows again change nothing.

    What brings sales forth (an order that is accepted and paid, a report that is approved, a file that is imported)
    has asked for the permission; a sale itself is entered by nobody. What waits is decided on by none of those who
    entered it: the caller, unless others are named.

    :raises SalesRefused: naming every row that cannot be recorded and why; nothing is written.
    """
    if not rows:
        return Recorded(0, 0, 0)
    staging.fill(rows)
    resolving.resolve()
    wrong = staging.list_problems()
    if wrong:
        raise SalesRefused(fields=wrong)
    return write(actor=actor, now=now, import_batch_id=import_batch_id, entered_by_ids=entered_by_ids)


def write(
    *, actor: Actor, now: datetime, import_batch_id: int | None = None, entered_by_ids: Sequence[int] | None = None
) -> Recorded:
    """Write the resolved rows of `new_sale` that have no problem, and one audit line for them."""
    facts = {"now": now, "user_id": actor.user_id, "batch_id": import_batch_id}
    db.session.execute(text(_INSERT_SALES), facts)
    own = [actor.user_id] if actor.user_id is not None else []
    db.session.execute(
        text(_INSERT_LOOK_ALIKES), {**facts, "entered_by_ids": own if entered_by_ids is None else entered_by_ids}
    )
    row = db.session.execute(text(_SUMMARY)).one()
    recorded = Recorded(row.written, row.unchanged, row.waiting)
    if recorded.written or recorded.waiting:
        audit.record(
            "sales.recorded",
            subject="sale" if import_batch_id is None else "import",
            subject_id=row.first_key if import_batch_id is None else import_batch_id,
            actor=actor,
            now=now,
            after={"written": row.written, "waiting": row.waiting, "amount_fen": int(row.amount_fen)},
            organisation_ids=row.organisation_ids or (),
            region_code=smallest_region([row.least_code, row.greatest_code]),
        )
    return recorded
