"""The states of a qualification and the moves between them."""

from collections.abc import Mapping
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


class Basis(StrEnum):
    """How a requirement is met."""

    COMPUTED = "computed"
    """The program sees it in the data."""
    ATTESTED = "attested"
    """The supplier commits to it by a signed letter."""
    VERIFIED = "verified"
    """Staff check a document, which may have its own expiry."""


class AnswerState(StrEnum):
    """What became of one answer to a requirement."""

    GIVEN = "given"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
