"""Verbs of import batches: open, start, show progress, end, try again, take back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from marketplace.audit import service as audit
from marketplace.db import db
from marketplace.imports.errors import BatchUnknown
from marketplace.imports.models import ImportBatch
from marketplace.imports.rules import BATCH_MOVES, BatchState
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.kernel.states import check_move
from marketplace.kernel.text import plain_file_name

LONGEST_NAME: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a run of a batch ended."""

    state: BatchState
    rows_total: int
    rows_bad: int
    rows_written: int = 0
    rows_unchanged: int = 0
    ignored_columns: Sequence[str] = ()
    problems: Sequence[Mapping[str, Any]] = ()


def open_batch(
    *,
    kind: str,
    file_name: str,
    sha256: str,
    is_dry_run: bool,
    skips_bad_rows: bool,
    organisation_id: int | None,
    region_code: str | None,
    actor: Actor,
    now: datetime,
) -> ImportBatch:
    """Open a batch for a stored file, waiting to be read."""
    actor.require(P.IMPORTS_RUN)
    batch = ImportBatch(
        kind=kind,
        state=BatchState.WAITING,
        file_name=_shown_name(file_name, kind),
        sha256=sha256,
        is_dry_run=is_dry_run,
        skips_bad_rows=skips_bad_rows,
        organisation_id=organisation_id,
        region_code=region_code,
        user_id=actor.user_id,
        created_at=now,
    )
    db.session.add(batch)
    db.session.flush()  # the audit line and the job name the row
    _record("import.opened", batch, actor=actor, now=now)
    return batch


def start(batch_id: int) -> ImportBatch | None:
    """Begin to read a batch, or go on after a worker died; `None` if it has come to its end already."""
    batch = lock(batch_id)
    if BatchState.READING not in BATCH_MOVES[batch.state]:
        return None
    batch.state = BatchState.READING
    return batch


def show_progress(aside: Session, batch_id: int, *, rows_done: int, rows_total: int) -> None:
    """Say how far the reading is, in a transaction aside of the one that reads."""
    aside.execute(
        update(ImportBatch)
        .where(ImportBatch.id == batch_id, ImportBatch.state == BatchState.READING)
        .values(rows_done=min(rows_done, rows_total), rows_total=rows_total)
    )


def end(batch: ImportBatch, ending: Ending, *, actor: Actor, now: datetime) -> None:
    """Bring a batch to its end with what was found and written."""
    check_move(BATCH_MOVES, thing="import", state=batch.state, wanted=ending.state)
    batch.state = ending.state
    batch.rows_total = batch.rows_done = ending.rows_total
    batch.rows_bad = ending.rows_bad
    batch.rows_written = ending.rows_written
    batch.rows_unchanged = ending.rows_unchanged
    batch.ignored_columns = list(ending.ignored_columns)
    batch.problems = [dict(problem) for problem in ending.problems]
    if ending.state is BatchState.COMMITTED:
        batch.committed_at = now
    db.session.flush()
    counts = {
        "state": ending.state.value,
        "rows": ending.rows_total,
        "bad": ending.rows_bad,
        "written": ending.rows_written,
        "unchanged": ending.rows_unchanged,
    }
    _record(f"import.{ending.state.value}", batch, actor=actor, now=now, after=counts)


def fail(batch_id: int) -> None:
    """Note that the program failed on a batch; the next try begins anew."""
    batch = lock(batch_id)
    if BatchState.FAILED in BATCH_MOVES[batch.state]:
        batch.state = BatchState.FAILED


def try_again(batch: ImportBatch, *, actor: Actor, now: datetime) -> None:
    """Send a batch on which the program failed to be read again.

    :raises MoveRefused: if the program did not fail on it.
    """
    actor.require(P.IMPORTS_RUN)
    moves = {**BATCH_MOVES, BatchState.CHECKED: BATCH_MOVES[BatchState.CHECKED] - {BatchState.WAITING}}
    check_move(moves, thing="import", state=batch.state, wanted=BatchState.WAITING)
    batch.state = BatchState.WAITING
    _record("import.retried", batch, actor=actor, now=now)


def commit_checked(batch: ImportBatch, *, actor: Actor, now: datetime) -> None:
    """Send a batch that a dry run found good to be written.

    :raises MoveRefused: if it is not one.
    """
    actor.require(P.IMPORTS_RUN)
    check_move(BATCH_MOVES, thing="import", state=batch.state, wanted=BatchState.WAITING)
    batch.state, batch.is_dry_run = BatchState.WAITING, False
    _record("import.commit_asked", batch, actor=actor, now=now)


def mark_undone(batch: ImportBatch, *, actor: Actor, now: datetime) -> None:
    """Mark a batch as taken back.

    :raises MoveRefused: if it is not committed.
    """
    actor.require(P.IMPORTS_RUN)
    check_move(BATCH_MOVES, thing="import", state=batch.state, wanted=BatchState.UNDONE)
    batch.state, batch.undone_at = BatchState.UNDONE, now
    _record("import.undone", batch, actor=actor, now=now)


def claim(batch_id: int, *, kind: str) -> ImportBatch | None:
    """Hold a batch, and all writing of its kind, for this transaction; `None` if its end was reached meanwhile.

    A lock that dies with its connection, not a mark in a row: what a killed worker held is free at once.
    """
    db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"import:{kind}"))))
    batch = lock(batch_id)
    return batch if batch.state is BatchState.READING else None


def get(batch_id: int) -> ImportBatch:
    """Get a batch as it stands now.

    :raises BatchUnknown: if there is none.
    """
    batch = db.session.get(ImportBatch, batch_id, populate_existing=True)
    if batch is None:
        raise BatchUnknown
    return batch


def lock(batch_id: int) -> ImportBatch:
    """Get a batch as it stands now and hold it for this transaction.

    :raises BatchUnknown: if there is none.
    """
    batch = db.session.get(ImportBatch, batch_id, with_for_update=True, populate_existing=True)
    if batch is None:
        raise BatchUnknown
    return batch


def _shown_name(name: str, kind: str) -> str:
    """Tell the name a batch is shown under: bare, cut in its middle where it is long, the kind's where none is left."""
    bare = plain_file_name(name).strip(" .")
    return (bare if len(bare) <= LONGEST_NAME else f"{bare[: LONGEST_NAME - 21]}…{bare[-20:]}") or kind


def _record(
    action: str, batch: ImportBatch, *, actor: Actor, now: datetime, after: Mapping[str, Any] | None = None
) -> None:
    audit.record(
        action,
        subject="import",
        subject_id=batch.id,
        actor=actor,
        now=now,
        # the name is left out: people put names of persons into it
        after={"kind": batch.kind, "sha256": batch.sha256, **(after or {})},
        organisation_ids=[batch.organisation_id] if batch.organisation_id else [],
        region_code=batch.region_code,
    )
