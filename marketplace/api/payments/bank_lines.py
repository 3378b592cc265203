"""Routes of bank lines: the cashier's queue."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from marketplace.api.access import current_actor, needs, now
from marketplace.api.fields import ReasonSchema
from marketplace.api.pages import CursorWrong, page_of, read_cursor
from marketplace.api.parsing import Blueprint
from marketplace.api.payments import schemas
from marketplace.kernel.permissions import Permission as P
from marketplace.payments.queries.bank_lines import get_bank_line, list_bank_lines
from marketplace.payments.rules import BankLineState
from marketplace.payments.service import matching
from marketplace.transaction import transaction
from marketplace.workflows import match_payment

blueprint = Blueprint("bank_lines", __name__, description="Lines of bank statements and what they paid")
Answer = Mapping[str, Any]


@blueprint.get("/bank-lines")
@needs(P.PAYMENTS_MATCH)
@blueprint.arguments(schemas.BankLineQuerySchema, location="query", as_kwargs=True)
@blueprint.response(200, schemas.BankLinePageSchema)
def list_queue(*, state: BankLineState, limit: int, after: str | None) -> Answer:
    """List bank lines of one's regions, the latest booked first."""
    rows = list_bank_lines(actor=current_actor(), state=state, before=_position(after), limit=limit + 1)
    return page_of(rows, limit=limit, key=lambda row: (row["booked_on"].isoformat(), row["id"]))


@blueprint.get("/bank-lines/<int:line_id>")
@needs(P.PAYMENTS_MATCH)
@blueprint.response(200, schemas.BankLineWithMatchesSchema)
def get_line(line_id: int) -> Answer:
    """Get a bank line with the charges it could pay and the matches it had."""
    return get_bank_line(line_id, actor=current_actor())


@blueprint.post("/bank-lines/<int:line_id>/match")
@needs(P.PAYMENTS_MATCH)
@blueprint.arguments(schemas.BankLineMatchSchema, as_kwargs=True)
@blueprint.response(200, schemas.BankLineWithMatchesSchema)
def match(line_id: int, *, remittance_code: str) -> Answer:
    """Say which charge a queued line pays."""
    with transaction():
        match_payment.match(line_id, remittance_code, actor=current_actor(), now=now())
        return get_bank_line(line_id, actor=current_actor())


@blueprint.post("/bank-lines/<int:line_id>/undoing")
@needs(P.PAYMENTS_MATCH)
@blueprint.arguments(ReasonSchema, as_kwargs=True)
@blueprint.response(200, schemas.BankLineWithMatchesSchema)
def undo(line_id: int, *, reason: str) -> Answer:
    """Take a wrong match back: the charge is open again and what was sold by it is not."""
    with transaction():
        match_payment.undo(line_id, reason=reason, actor=current_actor(), now=now())
        return get_bank_line(line_id, actor=current_actor())


@blueprint.post("/bank-lines/<int:line_id>/setting-aside")
@needs(P.PAYMENTS_MATCH)
@blueprint.arguments(ReasonSchema, as_kwargs=True)
@blueprint.response(200, schemas.BankLineWithMatchesSchema)
def set_aside(line_id: int, *, reason: str) -> Answer:
    """Say that a queued line has nothing to do with an order."""
    with transaction():
        matching.set_aside(line_id, reason=reason, actor=current_actor(), now=now())
        return get_bank_line(line_id, actor=current_actor())


@blueprint.post("/bank-lines/<int:line_id>/queueing")
@needs(P.PAYMENTS_MATCH)
@blueprint.response(200, schemas.BankLineWithMatchesSchema)
def requeue(line_id: int) -> Answer:
    """Put a line that was set aside back into the queue."""
    with transaction():
        matching.requeue(line_id, actor=current_actor(), now=now())
        return get_bank_line(line_id, actor=current_actor())


def _position(after: str | None) -> tuple[date, int] | None:
    key = read_cursor(after, str, int)
    try:
        return key and (date.fromisoformat(key[0]), key[1])
    except ValueError:
        raise CursorWrong from None
