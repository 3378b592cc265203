"""Bank lines and what they pay: matched by code and exact amount set by set, or by a person one by one.

Whoever changes a match holds the charge's order, the charge, then the line, in this order: of two who match one line,
the second finds it matched.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import text

from marketplace.audit import service as audit
from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.kernel.states import check_move
from marketplace.payments.errors import AmountDiffers, BankLineUnknown, ChargeUnknown, ReasonMissing
from marketplace.payments.queries.bank_lines import LockedLine, lock_line
from marketplace.payments.queries.charges import LockedCharge, lock_charges
from marketplace.payments.rules import BANK_LINE_MOVES, CHARGE_MOVES, BankLineState, ChargeState
from marketplace.regions.rules import smallest_region

_PAIRS: Final = """
SELECT line_id, booked_on, charge_id
FROM (
    SELECT line.id AS line_id, line.booked_on, line.amount_fen AS paid_fen, charge.id AS charge_id, charge.state,
           charge.amount_fen, charge.payer_id, count(*) OVER (PARTITION BY line.id) AS charges_named
    FROM bank_line line JOIN charge ON charge.remittance_code = ANY(line.codes)
    WHERE line.state = 'queued' AND line.region_code LIKE ANY(CAST(:regions AS text[]))
) named
JOIN organisation payer ON payer.id = payer_id AND payer.region_code LIKE ANY(CAST(:regions AS text[]))
WHERE charges_named = 1 AND state = 'open' AND amount_fen = paid_fen
  AND NOT EXISTS (SELECT FROM bank_match WHERE bank_line_id = line_id AND bank_match.charge_id = named.charge_id)
"""
"""Queued lines that name one charge alone, with its exact amount; a match that a person undid is not made again."""

_CANDIDATES: Final = f"SELECT DISTINCT charge_id FROM ({_PAIRS}) pair"  # noqa: S608  a constant

_LOCK_LINES: Final = f"""
SELECT id FROM bank_line WHERE id IN (SELECT line_id FROM ({_PAIRS}) pair) ORDER BY id FOR UPDATE
"""  # noqa: S608  a constant

_MATCH: Final = f"""
WITH pair AS ({_PAIRS}), chosen AS (
    SELECT DISTINCT ON (charge_id) line_id, charge_id, booked_on
    FROM pair WHERE charge_id = ANY(CAST(:charge_ids AS bigint[]))
    ORDER BY charge_id, booked_on, line_id
), line AS (
    UPDATE bank_line SET state = 'matched' FROM chosen WHERE bank_line.id = chosen.line_id
), paid AS (
    UPDATE charge SET state = 'paid', paid_on = chosen.booked_on FROM chosen WHERE charge.id = chosen.charge_id
)
INSERT INTO bank_match (bank_line_id, charge_id, matched_at, matched_by_id, is_automatic)
SELECT line_id, charge_id, :now, :user_id, true FROM chosen ORDER BY charge_id
RETURNING charge_id
"""  # noqa: S608  a constant

_MATCH_ONE: Final = """
WITH line AS (
    UPDATE bank_line SET state = 'matched' WHERE id = :line_id RETURNING id, booked_on
), paid AS (
    UPDATE charge SET state = 'paid', paid_on = line.booked_on FROM line WHERE charge.id = :charge_id
)
INSERT INTO bank_match (bank_line_id, charge_id, matched_at, matched_by_id, is_automatic)
SELECT id, :charge_id, :now, :user_id, false FROM line
"""

_UNDO: Final = """
WITH line AS (
    UPDATE bank_line SET state = 'queued' WHERE id = :line_id
), unpaid AS (
    UPDATE charge SET state = 'open', paid_on = NULL WHERE id = :charge_id
)
UPDATE bank_match SET undone_at = :now, undone_by_id = :user_id, undone_reason = :reason
WHERE bank_line_id = :line_id AND undone_at IS NULL
"""


def find_payable(*, actor: Actor) -> list[int]:
    """Find the open charges that a queued line of the caller's regions names with the exact amount."""
    actor.require(P.PAYMENTS_MATCH)
    return list(db.session.scalars(text(_CANDIDATES), {"regions": _regions(actor)}))


def match_queue(charge_ids: Collection[int], *, actor: Actor, now: datetime) -> list[int]:
    """Match every queued line that names one of these charges with the exact amount; tell which charges are paid now.

    A line with the codes of two charges waits for a person; of two lines for one charge the earlier pays.
    """
    actor.require(P.PAYMENTS_MATCH)
    lock_charges(charge_ids)
    facts = {"regions": _regions(actor), "charge_ids": list(charge_ids), "now": now, "user_id": actor.user_id}
    db.session.execute(text(_LOCK_LINES), facts)
    paid = list(db.session.scalars(text(_MATCH), facts))
    if paid:
        charges = lock_charges(paid)
        audit.record(
            "payments.matched",
            subject="charge",
            subject_id=paid[0],
            actor=actor,
            now=now,
            after={"matched": len(paid), "charge_ids": paid},
            organisation_ids=[organisation for charge in charges for organisation in _parties(charge)],
            region_code=smallest_region(charge.payer_region for charge in charges),
        )
    return paid


def match(line_id: int, charge_id: int, *, actor: Actor, now: datetime) -> None:
    """Say that a queued bank line pays a charge.

    :raises BankLineUnknown: outside the caller's regions.
    :raises ChargeUnknown: outside the caller's regions.
    :raises MoveRefused: if the line is not queued or the charge is not open.
    :raises AmountDiffers: if the amounts are not the same.
    """
    actor.require(P.PAYMENTS_MATCH)
    [charge] = lock_charges([charge_id])
    actor.require_over(P.PAYMENTS_MATCH, ChargeUnknown(), region_codes=[charge.payer_region])
    line = _lock_in_scope(line_id, actor)
    check_move(BANK_LINE_MOVES, thing="bank_line", state=line.state, wanted=BankLineState.MATCHED)
    check_payable(charge)
    if line.amount_fen != charge.amount_fen:
        raise AmountDiffers(line_fen=line.amount_fen, charge_fen=charge.amount_fen)
    facts = {"line_id": line_id, "charge_id": charge_id, "now": now, "user_id": actor.user_id}
    db.session.execute(text(_MATCH_ONE), facts)
    _record("bank_line.matched", line, charge, actor=actor, now=now)


def undo(line_id: int, charge_id: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """Take a wrong match back: the line is queued and the charge open again.

    :raises BankLineUnknown: outside the caller's regions.
    :raises MoveRefused: if the line is not matched, or no longer to this charge.
    """
    actor.require(P.PAYMENTS_MATCH)
    [charge] = lock_charges([charge_id])
    line = _lock_in_scope(line_id, actor)
    check_move(BANK_LINE_MOVES, thing="bank_line", state=_state_towards(line, charge), wanted=BankLineState.QUEUED)
    facts = {"line_id": line_id, "charge_id": charge_id, "now": now, "user_id": actor.user_id}
    db.session.execute(text(_UNDO), {**facts, "reason": _reason(reason)})
    _record("bank_line.unmatched", line, charge, actor=actor, now=now, reason=reason)


def set_aside(line_id: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """Say that a queued bank line has nothing to do with an order.

    :raises BankLineUnknown: outside the caller's regions.
    :raises MoveRefused: if it is not queued.
    :raises ReasonMissing: without a reason.
    """
    _move(line_id, BankLineState.SET_ASIDE, reason=_reason(reason), actor=actor, now=now)


def requeue(line_id: int, *, actor: Actor, now: datetime) -> None:
    """Put a bank line that was set aside back into the queue.

    :raises BankLineUnknown: outside the caller's regions.
    :raises MoveRefused: if it was not set aside.
    """
    _move(line_id, BankLineState.QUEUED, reason=None, actor=actor, now=now)


def check_payable(charge: LockedCharge) -> None:
    """Refuse to pay a charge that is not open.

    :raises MoveRefused: saying in which state it is.
    """
    if charge.state is not ChargeState.OPEN:
        allowed = {state: moves - {ChargeState.PAID} for state, moves in CHARGE_MOVES.items()}
        check_move(allowed, thing="charge", state=charge.state, wanted=ChargeState.PAID)


def _move(line_id: int, wanted: BankLineState, *, reason: str | None, actor: Actor, now: datetime) -> None:
    actor.require(P.PAYMENTS_MATCH)
    line = _lock_in_scope(line_id, actor)
    moves = {**BANK_LINE_MOVES, BankLineState.MATCHED: frozenset[BankLineState]()}
    check_move(moves, thing="bank_line", state=line.state, wanted=wanted)
    db.session.execute(
        text("UPDATE bank_line SET state = :state, reason = :reason WHERE id = :id"),
        {"state": wanted.value, "reason": reason, "id": line_id},
    )
    _record(f"bank_line.{wanted.value}", line, None, actor=actor, now=now, reason=reason)


def _lock_in_scope(line_id: int, actor: Actor) -> LockedLine:
    line = lock_line(line_id)
    actor.require_over(P.PAYMENTS_MATCH, BankLineUnknown(), region_codes=[line.region_code])
    return line


def _state_towards(line: LockedLine, charge: LockedCharge) -> BankLineState:
    """Tell the line's state as this charge sees it: matched to another meanwhile, it is not ours to undo."""
    return line.state if line.charge_id == charge.id else BankLineState.QUEUED


def _reason(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing(fields={"reason": [ReasonMissing()]})
    return reason


def _regions(actor: Actor) -> list[str]:
    return [prefix + "%" for prefix in actor.region_prefixes(P.PAYMENTS_MATCH)]


def _parties(charge: LockedCharge) -> tuple[int, int]:
    return charge.payer_id, charge.seller_id


def _record(
    action: str,
    line: LockedLine,
    charge: LockedCharge | None,
    *,
    actor: Actor,
    now: datetime,
    reason: str | None = None,
) -> None:
    audit.record(
        action,
        subject="bank_line",
        subject_id=line.id,
        actor=actor,
        now=now,
        before={"state": line.state.value},
        after=None if charge is None else {"remittance_code": charge.remittance_code, "amount_fen": charge.amount_fen},
        reason=reason,
        organisation_ids=() if charge is None else _parties(charge),
        region_code=line.region_code,
    )
