"""Take facts back: a correction negates a row in full on its own day, so that it can be stated anew.

Live returns of a corrected sale are either corrected with it or stand in the way. A row stated anew is the next
generation of its source key.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy import text

from marketplace.audit import service as audit
from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.regions.rules import smallest_region
from marketplace.sales.errors import SaleHasReturns
from marketplace.sales.service.attribution import CERTIFIED, IN_FORCE, lock_suppliers, pool_of
from marketplace.sales.service.resolving import LIVE

Subject = tuple[str, int | str]
"""What an audit line is about: its kind, and the id or key under which it is found."""

_KEPT: Final = (
    "sold_on, channel, tags, supplier_id, origin_code, product_id, lot_id, buyer_name, "
    "buyer_organisation_id, buyer_kind, buyer_code, source, source_number, line, invoice_number"
)
_STAMPS: Final = "reason, recorded_at, recorded_by_id"

_CORRECT: Final = f"""
WITH corrected AS (
    INSERT INTO sale (
        kind, {_KEPT}, generation, quantity, amount_fen, pool_fen, product_certification_id, roster_version_id,
        is_benefiting, reverses_id, {_STAMPS}
    )
    SELECT 'correction', {_KEPT}, generation, -quantity, -amount_fen, -pool_fen, product_certification_id,
           roster_version_id, is_benefiting, id, :reason, :now, :user_id
    FROM sale s
    WHERE s.kind <> 'correction' AND {LIVE} AND {{which}}
    ORDER BY s.id
    RETURNING supplier_id, origin_code, amount_fen
)
SELECT count(*) AS corrected, COALESCE(sum(amount_fen), 0) AS amount_fen,
       array_agg(DISTINCT organisation_id) AS organisation_ids,
       min(origin_code) AS least_code, max(origin_code) AS greatest_code
FROM corrected JOIN supplier ON supplier.id = corrected.supplier_id
"""  # noqa: S608  the columns are named above

_STANDING_RETURNS: Final = f"""
SELECT count(*)
FROM sale s JOIN sale r ON r.reverses_id = s.id AND r.kind = 'return'
WHERE s.kind = 'sale' AND {LIVE} AND {{which}}
  AND NOT EXISTS (SELECT FROM sale c WHERE c.reverses_id = r.id AND c.kind = 'correction')
  AND r.id NOT IN (SELECT s.id FROM sale s WHERE {{which}})
"""  # noqa: S608  a constant

_OF_KEYS: Final = "s.source = :source AND s.source_number = ANY(CAST(:numbers AS text[]))"
_OF_BATCH: Final = "s.import_batch_id = :batch_id"
_MOVING: Final = "s.id IN (SELECT old_id FROM moved_sale)"

_CREATE_MOVED: Final = """
CREATE TEMPORARY TABLE IF NOT EXISTS moved_sale (
    new_id bigint, old_id bigint, roster_version_id bigint, product_certification_id bigint, new_reverses_id bigint
) ON COMMIT DELETE ROWS
"""

_MOVED: Final = f"""
INSERT INTO moved_sale (new_id, old_id, roster_version_id, product_certification_id)
WITH placed AS (
    SELECT s.id AS key, s.supplier_id, s.product_id, s.lot_id, s.sold_on
    FROM sale s
    WHERE s.supplier_id = ANY(CAST(:supplier_ids AS bigint[])) AND s.sold_on >= :from_on AND s.kind = 'sale' AND {LIVE}
), {IN_FORCE}, {CERTIFIED}
SELECT nextval(pg_get_serial_sequence('sale', 'id')), s.id, f.roster_version_id, c.product_certification_id
FROM in_force f JOIN sale s ON s.id = f.key LEFT JOIN certified c ON c.key = f.key
WHERE (s.roster_version_id, s.product_certification_id)
    IS DISTINCT FROM (f.roster_version_id, c.product_certification_id)
"""  # noqa: S608  a constant

_MOVED_RETURNS: Final = f"""
INSERT INTO moved_sale (new_id, old_id, roster_version_id, product_certification_id, new_reverses_id)
SELECT nextval(pg_get_serial_sequence('sale', 'id')), s.id, m.roster_version_id, m.product_certification_id, m.new_id
FROM moved_sale m JOIN sale s ON s.reverses_id = m.old_id AND s.kind = 'return' AND {LIVE}
"""  # noqa: S608  a constant

_RESTATE: Final = f"""
INSERT INTO sale (
    id, kind, {_KEPT}, generation, quantity, amount_fen, pool_fen, roster_version_id, product_certification_id,
    is_benefiting, reverses_id, import_batch_id, {_STAMPS}
)
SELECT m.new_id, s.kind, {", ".join(f"s.{column}" for column in _KEPT.split(", "))}, s.generation + 1, s.quantity,
       s.amount_fen, CASE WHEN v.id IS NULL THEN 0 ELSE {pool_of("s.amount_fen", "v")} END, v.id,
       m.product_certification_id, COALESCE(v.members_count > 0, false), m.new_reverses_id, s.import_batch_id,
       :reason, :now, :user_id
FROM moved_sale m
JOIN sale s ON s.id = m.old_id
LEFT JOIN roster_version v ON v.id = m.roster_version_id
ORDER BY m.new_id
"""  # noqa: S608  a constant


def take_back(*, source: str, source_numbers: Sequence[str], reason: str, actor: Actor, now: datetime) -> int:
    """Correct all live rows of these source keys, drop what of them waits, and tell how many were corrected.

    They may be recorded again. The verb that takes them back (a reversed report, a corrected order) has asked for the
    permission.

    :raises SaleHasReturns: if live returns from other keys stand against them.
    """
    facts = {"source": source, "numbers": list(source_numbers)}
    db.session.execute(
        text("DELETE FROM look_alike s WHERE s.state = 'waiting' AND " + _OF_KEYS),  # noqa: S608  a constant
        facts,
    )
    subject = ("sale", f"{source} {min(source_numbers, default='')}")
    return _take_back(_OF_KEYS, facts, subject=subject, reason=reason, actor=actor, now=now)


def take_back_batch(*, import_batch_id: int, reason: str, actor: Actor, now: datetime) -> int:
    """Correct all live rows of an import batch, drop what of it waits as a look-alike; tell how many were corrected.

    :raises SaleHasReturns: if live returns from elsewhere stand against them.
    """
    facts = {"batch_id": import_batch_id}
    db.session.execute(text("DELETE FROM look_alike WHERE import_batch_id = :batch_id AND state = 'waiting'"), facts)
    subject = ("import", import_batch_id)
    return _take_back(_OF_BATCH, facts, subject=subject, reason=reason, actor=actor, now=now)


def reattribute(
    *, supplier_ids: Sequence[int], from_on: date, because_of: Subject, reason: str, actor: Actor, now: datetime
) -> int:
    """Correct and restate, with their returns, live sales from a day on whose version or certification is now another.

    The verb that changed rosters or certifications has asked for the permission and says because of what it did (a
    roster version, a household, a certification, an import). Channel and buyer stay as recorded.
    """
    facts = {"supplier_ids": sorted(set(supplier_ids)), "from_on": from_on}
    locked = lock_suppliers("named.id", "unnest(CAST(:supplier_ids AS bigint[])) AS named (id)")
    db.session.execute(text(locked), facts)
    db.session.execute(text(_CREATE_MOVED))
    db.session.execute(text("TRUNCATE moved_sale"))
    db.session.execute(text(_MOVED), facts)
    db.session.execute(text(_MOVED_RETURNS))
    moved = _correct(_MOVING, {}, action="sales.reattributed", subject=because_of, reason=reason, actor=actor, now=now)
    db.session.execute(text(_RESTATE), {"reason": reason, "now": now, "user_id": actor.user_id})
    return moved


def _take_back(
    which: str, facts: Mapping[str, object], *, subject: Subject, reason: str, actor: Actor, now: datetime
) -> int:
    db.session.execute(text(lock_suppliers("s.supplier_id", f"sale s WHERE {which}")), facts)
    standing: int = db.session.execute(text(_STANDING_RETURNS.format(which=which)), facts).scalar_one()
    if standing:
        raise SaleHasReturns(returns=standing)
    return _correct(which, facts, action="sales.corrected", subject=subject, reason=reason, actor=actor, now=now)


def _correct(
    which: str, facts: Mapping[str, object], *, action: str, subject: Subject, reason: str, actor: Actor, now: datetime
) -> int:
    """Negate the live rows that `which` selects and write one audit line for them."""
    stamps = {"reason": reason, "now": now, "user_id": actor.user_id}
    row = db.session.execute(text(_CORRECT.format(which=which)), {**facts, **stamps}).one()
    corrected: int = row.corrected
    if corrected:
        audit.record(
            action,
            subject=subject[0],
            subject_id=subject[1],
            actor=actor,
            now=now,
            after={"corrected": corrected, "amount_fen": int(row.amount_fen)},
            reason=reason,
            organisation_ids=row.organisation_ids,
            region_code=smallest_region([row.least_code, row.greatest_code]),
        )
    return corrected
