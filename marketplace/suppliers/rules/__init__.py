"""Rules of suppliers: states and moves, what an application lacks, who may do what next."""

from marketplace.suppliers.rules.actions import (
    ACTIONS_OF_STATE,
    OFFICE_ACTION,
    ON_SUPPLIER,
    PERMISSIONS_OF_ACTION,
    Action,
    Standpoint,
    list_actions,
    list_actions_on_supplier,
)
from marketplace.suppliers.rules.checklist import (
    READY_TO_CERTIFY,
    READY_TO_SUBMIT,
    AnswerState,
    Basis,
    ChecklistItem,
    ItemState,
    list_lacking,
    state_of_answer,
)
from marketplace.suppliers.rules.states import (
    ANSWERABLE_STATES,
    OPEN_STATES,
    QUALIFICATION_MOVES,
    REMINDER_DAYS,
    Office,
    QualificationState,
    SupplierKind,
    find_reminder,
)

__all__ = [
    "ACTIONS_OF_STATE",
    "ANSWERABLE_STATES",
    "OFFICE_ACTION",
    "ON_SUPPLIER",
    "OPEN_STATES",
    "PERMISSIONS_OF_ACTION",
    "QUALIFICATION_MOVES",
    "READY_TO_CERTIFY",
    "READY_TO_SUBMIT",
    "REMINDER_DAYS",
    "Action",
    "AnswerState",
    "Basis",
    "ChecklistItem",
    "ItemState",
    "Office",
    "QualificationState",
    "Standpoint",
    "SupplierKind",
    "find_reminder",
    "list_actions",
    "list_actions_on_supplier",
    "list_lacking",
    "state_of_answer",
]
