"""The states of an import batch, and what files it may have."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class BatchState(StrEnum):
    """Where a file is on its way."""

    WAITING = "waiting"
    """Stored; its job has not begun."""
    READING = "reading"
    """Rows are being validated; a dry run ends in `checked`."""
    CHECKED = "checked"
    """Validated, nothing written; may be committed."""
    REFUSED = "refused"
    """The file has errors and nothing was written."""
    COMMITTED = "committed"
    UNDONE = "undone"
    """Taken back as a whole."""
    FAILED = "failed"
    """The program failed, not the file; nothing was written and it may be tried again."""


BATCH_MOVES: Final[Mapping[BatchState, frozenset[BatchState]]] = {
    BatchState.WAITING: frozenset({BatchState.READING, BatchState.FAILED}),
    BatchState.READING: frozenset(
        {BatchState.READING, BatchState.CHECKED, BatchState.REFUSED, BatchState.COMMITTED, BatchState.FAILED}
    ),
    BatchState.CHECKED: frozenset({BatchState.WAITING, BatchState.READING}),
    BatchState.REFUSED: frozenset(),
    BatchState.COMMITTED: frozenset({BatchState.UNDONE}),
    BatchState.UNDONE: frozenset(),
    BatchState.FAILED: frozenset({BatchState.WAITING, BatchState.READING}),
}


class FileRole(StrEnum):
    """Which file of a batch."""

    SENT = "sent"
    """As it was uploaded; kept until the batch is written or refused."""
    RETURNED = "returned"
    """The bad rows with what is wrong with each."""


_READ: Final = frozenset({BatchState.CHECKED, BatchState.REFUSED, BatchState.COMMITTED, BatchState.UNDONE})


def rows_of(state: BatchState, rows: int) -> Mapping[str, int | None]:
    """Tell how many rows a file has: while it is read only how many at most, by its lines or its used area."""
    if state in _READ:
        return {"rows_total": rows, "rows_at_most": None}
    return {"rows_total": None, "rows_at_most": rows or None}


def next_actions(state: BatchState) -> list[str]:
    """Tell what may be asked of a batch in this state."""
    actions = {BatchState.CHECKED: ["commit"], BatchState.COMMITTED: ["undo"], BatchState.FAILED: ["retry"]}
    return actions.get(state, [])
