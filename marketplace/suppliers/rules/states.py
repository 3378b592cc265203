"""The states of a qualification and the moves between them."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Final


class SupplierKind(StrEnum):
    """What a supplier is."""

    ENTERPRISE = "enterprise"
    COOPERATIVE = "cooperative"
    FAMILY_FARM = "family_farm"
    AGENT = "agent"


class QualificationState(StrEnum):
    """Where an application stands."""

    DRAFT = "draft"
    """The supplier gathers what is required."""
    SUBMITTED = "submitted"
    """The county's two offices check it."""
    RECOMMENDED = "recommended"
    """Both offices recommend it; the platform reviews."""
    SENT_BACK = "sent_back"
    """Something is missing or wrong; the supplier mends it and submits again."""
    CERTIFIED = "certified"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


QUALIFICATION_MOVES: Final[Mapping[QualificationState, frozenset[QualificationState]]] = {
    QualificationState.DRAFT: frozenset({QualificationState.SUBMITTED}),
    QualificationState.SUBMITTED: frozenset({QualificationState.RECOMMENDED, QualificationState.SENT_BACK}),
    QualificationState.RECOMMENDED: frozenset(
        {QualificationState.CERTIFIED, QualificationState.SENT_BACK, QualificationState.REFUSED}
    ),
    QualificationState.SENT_BACK: frozenset({QualificationState.SUBMITTED}),
    QualificationState.CERTIFIED: frozenset(
        {QualificationState.SUSPENDED, QualificationState.EXPIRED, QualificationState.WITHDRAWN}
    ),
    QualificationState.SUSPENDED: frozenset(
        {QualificationState.CERTIFIED, QualificationState.EXPIRED, QualificationState.WITHDRAWN}
    ),
    QualificationState.EXPIRED: frozenset(),
    QualificationState.WITHDRAWN: frozenset(),
    QualificationState.REFUSED: frozenset(),
}


class Office(StrEnum):
    """The county office that recommends."""

    AGRICULTURE = "agriculture"
    """Checks operation, capacity and quality."""
    REVITALISATION = "revitalisation"
    """Checks linkage with households."""


OPEN_STATES: Final = frozenset(
    {
        QualificationState.DRAFT,
        QualificationState.SUBMITTED,
        QualificationState.RECOMMENDED,
        QualificationState.SENT_BACK,
    }
)
"""An application under way; a supplier has at most one."""
ANSWERABLE_STATES: Final = frozenset({QualificationState.DRAFT, QualificationState.SENT_BACK})
"""The supplier may hand in."""
REMINDER_DAYS: Final = (60, 30, 7)
"""So many days before a certification ends its supplier is reminded, once each."""


def find_reminder(days_left: int, sent: Collection[int]) -> int | None:
    """Find the reminder due with so many days left: the nearest threshold reached, unless it was sent."""
    reached = [days for days in REMINDER_DAYS if days_left <= days]
    return min(reached) if reached and min(reached) not in sent and days_left > 0 else None
