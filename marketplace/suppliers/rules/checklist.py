"""What an application must show, and where each requirement stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


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
