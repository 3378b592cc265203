"""The states of a sales report; kinds of outlet."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


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
