"""Who may do what next about an application or a certified supplier."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from marketplace.kernel.permissions import Permission as P
from marketplace.suppliers.rules.checklist import (
    READY_TO_CERTIFY,
    READY_TO_SUBMIT,
    ChecklistItem,
    ItemState,
    list_lacking,
)
from marketplace.suppliers.rules.states import Office, QualificationState


class Action(StrEnum):
    """What someone may do next about an application or a certified supplier."""

    APPLY = "apply"
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
    Action.APPLY: frozenset({P.SUPPLIERS_APPLY}),
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

ON_SUPPLIER: Final = frozenset({Action.SUSPEND, Action.LIFT, Action.WITHDRAW})
"""Done to the supplier's standing certification; all others to one application."""
_BY_ANOTHER: Final = frozenset(
    {
        Action.DECIDE_ANSWER,
        Action.RECOMMEND_OPERATION,
        Action.RECOMMEND_LINKAGE,
        Action.CERTIFY,
        Action.REFUSE,
    }
)
"""Law 11: never by who entered or handed in."""
_BY_A_THIRD: Final = frozenset({Action.CERTIFY, Action.REFUSE})
"""Law 11: nor by who spoke for a county office on this round."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standpoint:
    """How a person stands to an application."""

    permissions: frozenset[P]
    """Held over its supplier."""
    has_entered: bool = False
    """Opened it, or handed in to it."""
    has_recommended: bool = False
    """Spoke on this round."""
    offices_heard: frozenset[Office] = frozenset()
    """Those that spoke on this round."""


def list_actions(state: QualificationState, items: Sequence[ChecklistItem], seen: Standpoint) -> list[Action]:
    """List what a person may do next about an application in a state, with its checklist."""
    return [
        action
        for action in ACTIONS_OF_STATE[state]
        if action not in ON_SUPPLIER
        and not PERMISSIONS_OF_ACTION[action].isdisjoint(seen.permissions)
        and not (action in _BY_ANOTHER and seen.has_entered)
        and not (action in _BY_A_THIRD and seen.has_recommended)
        and _is_due(action, items, seen)
    ]


def list_actions_on_supplier(
    state: QualificationState | None, permissions: frozenset[P], *, has_open_application: bool
) -> list[Action]:
    """List what may be done about a supplier whose certification stands so; of applications one is open at a time."""
    due = [action for action in (ACTIONS_OF_STATE[state] if state else ()) if action in ON_SUPPLIER]
    if not has_open_application:
        due.append(Action.APPLY)
    return [action for action in due if not PERMISSIONS_OF_ACTION[action].isdisjoint(permissions)]


def _is_due(action: Action, items: Sequence[ChecklistItem], seen: Standpoint) -> bool:
    if action is Action.SUBMIT:
        return not list_lacking(items, READY_TO_SUBMIT)
    if action is Action.CERTIFY:
        return not list_lacking(items, READY_TO_CERTIFY)
    if action is Action.DECIDE_ANSWER:
        return any(item.state is ItemState.GIVEN for item in items)
    office = next((office for office, own in OFFICE_ACTION.items() if own is action), None)
    return office is None or (office not in seen.offices_heard and not seen.has_recommended)
