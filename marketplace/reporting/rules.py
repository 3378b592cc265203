"""The states of a sales report and its lines as they are entered; kinds of event and outlet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from marketplace.accounts.rules import BuyerKind
from marketplace.sales.rules import Channel


class ReportState(StrEnum):
    """Where a sales report stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    SENT_BACK = "sent_back"
    COUNTED = "counted"
    """Approved; its lines are sales."""
    REVERSED = "reversed"
    """Counted, then taken back; its sales are corrected away."""


REPORT_MOVES: Final[Mapping[ReportState, frozenset[ReportState]]] = {
    ReportState.DRAFT: frozenset({ReportState.SUBMITTED}),
    ReportState.SUBMITTED: frozenset({ReportState.COUNTED, ReportState.SENT_BACK, ReportState.DRAFT}),
    ReportState.SENT_BACK: frozenset({ReportState.SUBMITTED}),
    ReportState.COUNTED: frozenset({ReportState.REVERSED}),
    ReportState.REVERSED: frozenset(),
}


class ReportAction(StrEnum):
    """A verb on a report."""

    EDIT = "edit"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    REVERSE = "reverse"
    DISCARD = "discard"
    """Delete what was never counted."""


WRITER_ACTIONS: Final[Mapping[ReportState, Sequence[ReportAction]]] = {
    ReportState.DRAFT: (ReportAction.EDIT, ReportAction.SUBMIT, ReportAction.DISCARD),
    ReportState.SUBMITTED: (ReportAction.WITHDRAW,),
    ReportState.SENT_BACK: (ReportAction.EDIT, ReportAction.SUBMIT, ReportAction.DISCARD),
}
"""What whoever enters reports may do with one of their regions."""

APPROVER_ACTIONS: Final[Mapping[ReportState, Sequence[ReportAction]]] = {
    ReportState.SUBMITTED: (ReportAction.APPROVE, ReportAction.SEND_BACK),
    ReportState.COUNTED: (ReportAction.REVERSE,),
}
"""What whoever approves reports may do; nobody approves what they wrote in."""


MOST_LINES: Final = 2_000
"""So many lines one report takes."""
EDITABLE: Final = frozenset({ReportState.DRAFT, ReportState.SENT_BACK})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """One offline sale as it is entered: supplier and product by the codes people know."""

    sold_on: date
    channel: Channel
    tags: Sequence[str] = ()
    supplier: str
    """Credit code."""
    product_number: str | None = None
    quantity: Decimal | None = None
    amount_fen: int
    buyer_name: str | None = None
    buyer_kind: BuyerKind | None = None
    buyer_code: str | None = None
    invoice_number: str | None = None
    evidence_file_id: int | None = None


class OutletKind(StrEnum):
    """What an outlet is."""

    HALL = "hall"
    COUNTER = "counter"
    ZONE = "zone"
    EXPERIENCE_HALL = "experience_hall"
    WINDOW = "window"


class EventKind(StrEnum):
    """What a sales event is."""

    FAIR = "fair"
    MATCHMAKING = "matchmaking"
    LIVESTREAM = "livestream"
    CAMPAIGN = "campaign"
    OTHER = "other"
