"""The states of a qualification and the moves between them; what an application still lacks."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from marketplace.kernel.permissions import Permission as P


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


class ItemState(StrEnum):
    """Where one requirement of an application stands."""

    MISSING = "missing"
    """Nothing was handed in."""
    UNMET = "unmet"
    """The program sees in the data that it is not met."""
    GIVEN = "given"
    """Handed in, to be checked."""
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    """To be handed in anew; the reason says why."""
    EXPIRED = "expired"
    """The document no longer holds."""


READY_TO_SUBMIT: Final = frozenset({ItemState.GIVEN, ItemState.ACCEPTED})
READY_TO_CERTIFY: Final = frozenset({ItemState.ACCEPTED})


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One requirement beside the latest answer to it."""

    requirement: str
    name_zh: str
    name_en: str
    basis: Basis
    is_required: bool
    has_expiry: bool
    state: ItemState
    answer_id: int | None = None
    attempt: int = 0
    stored_file_id: int | None = None
    expires_on: date | None = None
    """The last day the document holds."""
    reason: str | None = None

    def is_expiring(self, today: date) -> bool:
        """Tell whether the document ends within the days of the first reminder."""
        return self.expires_on is not None and today <= self.expires_on <= today + timedelta(days=max(REMINDER_DAYS))


def state_of_answer(state: AnswerState | None, expires_on: date | None, today: date) -> ItemState:
    """Tell where a requirement stands by the latest answer to it."""
    if state is None:
        return ItemState.MISSING
    if state is not AnswerState.REJECTED and expires_on is not None and expires_on < today:
        return ItemState.EXPIRED
    return ItemState(state.value)


def list_lacking(items: Sequence[ChecklistItem], ready: frozenset[ItemState]) -> list[ChecklistItem]:
    """List the required items that are not yet in one of these states."""
    return [item for item in items if item.is_required and item.state not in ready]


def find_reminder(days_left: int, sent: Collection[int]) -> int | None:
    """Find the reminder due with so many days left: the nearest threshold reached, unless it was sent."""
    reached = [days for days in REMINDER_DAYS if days_left <= days]
    return min(reached) if reached and min(reached) not in sent and days_left > 0 else None


class Action(StrEnum):
    """What someone may do next about an application or a certified supplier."""

    ANSWER = "answer"
    SUBMIT = "submit"
    DECIDE_ANSWER = "decide_answer"
    RECOMMEND_OPERATION = "recommend_operation"
    RECOMMEND_LINKAGE = "recommend_linkage"
    CERTIFY = "certify"
    SEND_BACK = "send_back"
    REFUSE = "refuse"
    SUSPEND = "suspend"
    LIFT = "lift"
    WITHDRAW = "withdraw"


_CHECKERS: Final = frozenset({P.SUPPLIERS_RECOMMEND_OPERATION, P.SUPPLIERS_RECOMMEND_LINKAGE, P.SUPPLIERS_REVIEW})

PERMISSIONS_OF_ACTION: Final[Mapping[Action, frozenset[P]]] = {
    Action.ANSWER: frozenset({P.SUPPLIERS_APPLY}),
    Action.SUBMIT: frozenset({P.SUPPLIERS_APPLY}),
    Action.DECIDE_ANSWER: _CHECKERS,
    Action.RECOMMEND_OPERATION: frozenset({P.SUPPLIERS_RECOMMEND_OPERATION}),
    Action.RECOMMEND_LINKAGE: frozenset({P.SUPPLIERS_RECOMMEND_LINKAGE}),
    Action.CERTIFY: frozenset({P.SUPPLIERS_REVIEW}),
    Action.SEND_BACK: frozenset({P.SUPPLIERS_REVIEW}),
    Action.REFUSE: frozenset({P.SUPPLIERS_REVIEW}),
    Action.SUSPEND: frozenset({P.SUPPLIERS_REVIEW}),
    Action.LIFT: frozenset({P.SUPPLIERS_REVIEW}),
    Action.WITHDRAW: frozenset({P.SUPPLIERS_REVIEW}),
}
"""One of these is needed."""

ACTIONS_OF_STATE: Final[Mapping[QualificationState, tuple[Action, ...]]] = {
    QualificationState.DRAFT: (Action.ANSWER, Action.SUBMIT),
    QualificationState.SENT_BACK: (Action.ANSWER, Action.SUBMIT),
    QualificationState.SUBMITTED: (
        Action.DECIDE_ANSWER,
        Action.RECOMMEND_OPERATION,
        Action.RECOMMEND_LINKAGE,
        Action.SEND_BACK,
    ),
    QualificationState.RECOMMENDED: (Action.DECIDE_ANSWER, Action.CERTIFY, Action.SEND_BACK, Action.REFUSE),
    QualificationState.CERTIFIED: (Action.SUSPEND, Action.WITHDRAW),
    QualificationState.SUSPENDED: (Action.LIFT, Action.WITHDRAW),
    QualificationState.EXPIRED: (),
    QualificationState.WITHDRAWN: (),
    QualificationState.REFUSED: (),
}

OFFICE_ACTION: Final[Mapping[Office, Action]] = {
    Office.AGRICULTURE: Action.RECOMMEND_OPERATION,
    Office.REVITALISATION: Action.RECOMMEND_LINKAGE,
}
