"""Bank lines as cashiers see them, and which charge each could pay."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.kernel.sorting import KeyType, Sorting, SortKey
from marketplace.kernel.states import check_move
from marketplace.payments.errors import BankLineUnknown
from marketplace.payments.queries.accounts import mask_account
from marketplace.payments.rules import BANK_LINE_ACTIONS, BANK_LINE_MOVES, BankLineState


@dataclass(frozen=True, slots=True)
class LockedLine:
    """A bank line as it stands, held for this transaction."""

    id: int
    state: BankLineState
    amount_fen: int
    region_code: str
    charge_id: int | None
    """Of its live match."""


_LOCK: Final = """
SELECT bank_line.id, state, amount_fen, region_code, (
    SELECT charge_id FROM bank_match WHERE bank_line_id = bank_line.id AND undone_at IS NULL
) AS charge_id
FROM bank_line WHERE id = :id
FOR UPDATE
"""

_PAID: Final = """
SELECT line.state, line.region_code, live.charge_id
FROM bank_line line LEFT JOIN bank_match live ON live.bank_line_id = line.id AND live.undone_at IS NULL
WHERE line.id = :id
"""

_COLUMNS: Final = """
    line.id, line.bank_reference, line.booked_on, line.payer_name, line.payer_account, line.amount_fen, line.remark,
    line.region_code, line.state, line.reason, charge.remittance_code, live.matched_at, live.is_automatic
"""

_FROM: Final = """
FROM bank_line line
LEFT JOIN bank_match live ON live.bank_line_id = line.id AND live.undone_at IS NULL
LEFT JOIN charge ON charge.id = live.charge_id
"""

_LIST: Final = f"""
SELECT {_COLUMNS} {_FROM}
WHERE (CAST(:state AS text) IS NULL OR line.state = :state)
  AND line.region_code LIKE ANY(CAST(:regions AS text[]))
"""

_GET: Final = f"SELECT {_COLUMNS} {_FROM} WHERE line.id = :id"

_SUGGEST: Final = """
SELECT line_id, remittance_code, amount_fen, payer_name, due_on, has_code, is_payer, place
FROM (
    SELECT *, row_number() OVER (PARTITION BY line_id ORDER BY has_code DESC, is_payer DESC, charge_id) AS place
    FROM (
        SELECT line.id AS line_id, charge.id AS charge_id, charge.remittance_code, charge.amount_fen,
               payer.name AS payer_name, charge.due_on,
               charge.remittance_code = ANY(line.codes) AS has_code, payer.name = line.payer_name AS is_payer
        FROM bank_line line
        JOIN charge ON charge.amount_fen = line.amount_fen AND charge.state = 'open'
        JOIN organisation payer ON payer.id = charge.payer_id
        WHERE line.id = ANY(CAST(:ids AS bigint[])) AND line.state = 'queued'
          AND payer.region_code LIKE ANY(CAST(:regions AS text[]))
    ) found
) placed
WHERE place <= :most
ORDER BY line_id, place
"""

_HISTORY: Final = """
SELECT charge.remittance_code, matched_at, is_automatic, undone_at, undone_reason
FROM bank_match JOIN charge ON charge.id = bank_match.charge_id
WHERE bank_line_id = :id ORDER BY bank_match.id
"""


SORT_KEYS: Final[Mapping[str, SortKey]] = {
    "booked": SortKey("listed.booked_on", KeyType.DAY),
    "amount": SortKey("listed.amount_fen", KeyType.NUMBER),
}
"""What these rows may be sorted by."""

LATEST_BOOKED: Final = Sorting(SORT_KEYS["booked"])


def lock_line(line_id: int) -> LockedLine:
    """Hold a bank line for this transaction; its charge, if one is needed, is held before.

    :raises BankLineUnknown: if there is none.
    """
    row = db.session.execute(text(_LOCK), {"id": line_id}).mappings().one_or_none()
    if row is None:
        raise BankLineUnknown
    return LockedLine(**{**row, "state": BankLineState(row["state"])})


def get_matched_charge_id(line_id: int, *, actor: Actor) -> int:
    """Get the charge that a bank line paid, before either is held.

    :raises BankLineUnknown: outside the caller's regions.
    :raises MoveRefused: if it pays none.
    """
    actor.require(P.PAYMENTS_MATCH)
    row = db.session.execute(text(_PAID), {"id": line_id}).one_or_none()
    if row is None:
        raise BankLineUnknown
    actor.require_over(P.PAYMENTS_MATCH, BankLineUnknown(), region_codes=[row.region_code])
    if row.charge_id is None:
        moves = {**BANK_LINE_MOVES, BankLineState.SET_ASIDE: frozenset[BankLineState]()}
        check_move(moves, thing="bank_line", state=BankLineState(row.state), wanted=BankLineState.QUEUED)
    return int(row.charge_id)


def list_bank_lines(
    *,
    actor: Actor,
    state: BankLineState | None,
    before: tuple[Any, int] | None = None,
    sorting: Sorting | None = None,
    limit: int,
) -> list[dict[str, Any]]:
    """List bank lines of the caller's regions, in an order or the latest booked first."""
    actor.require(P.PAYMENTS_MATCH)
    sorting = sorting or replace(LATEST_BOOKED, after=before)
    rows = db.session.execute(
        text(sorting.over(_LIST)),
        {
            "state": state and state.value,
            "regions": _regions(actor),
            **sorting.facts,
            "limit": limit,
        },
    )
    return [_told(row) for row in rows.mappings()]


def get_bank_line(line_id: int, *, actor: Actor) -> dict[str, Any]:
    """Get a bank line with the charges it could pay and the matches it had.

    :raises BankLineUnknown: outside the caller's regions.
    """
    actor.require(P.PAYMENTS_MATCH)
    row = db.session.execute(text(_GET), {"id": line_id}).mappings().one_or_none()
    if row is None:
        raise BankLineUnknown
    actor.require_over(P.PAYMENTS_MATCH, BankLineUnknown(), region_codes=[row["region_code"]])
    return {
        **_told(row),
        "suggestions": list_suggestions([line_id], actor=actor).get(line_id, []),
        "matches": db.session.execute(text(_HISTORY), {"id": line_id}).mappings().all(),
    }


def list_suggestions(
    line_ids: Collection[int], *, actor: Actor, most: int = 10
) -> Mapping[int, Sequence[Mapping[Any, Any]]]:
    """List the open charges that each of these queued lines could pay: by code first, then by payer; one statement."""
    actor.require(P.PAYMENTS_MATCH)
    facts = {"ids": list(line_ids), "regions": _regions(actor), "most": most}
    found: dict[int, list[Mapping[Any, Any]]] = {}
    for row in db.session.execute(text(_SUGGEST), facts).mappings():
        found.setdefault(row["line_id"], []).append(row)
    return found


def _told(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Make a row as it is shown: the account masked, and what a cashier may do next."""
    actions = BANK_LINE_ACTIONS[BankLineState(row["state"])]
    return {**row, "payer_account": mask_account(row["bank_reference"], row["payer_account"]), "next_actions": actions}


def _regions(actor: Actor) -> list[str]:
    return [prefix + "%" for prefix in actor.region_prefixes(P.PAYMENTS_MATCH)]
