"""A batch from the file to its end, for every way in: opened, brought, committed after a dry run, undone.

Bringing one is three transactions, because others must see that it is being read, how far it is, and, if the program
fails, that it failed; the writing and the batch's end are one of them.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import IntegrityError

from marketplace.db import db
from marketplace.imports.errors import BatchDependedOn, BatchFinal
from marketplace.imports.models import ImportBatch
from marketplace.imports.service import batches as service
from marketplace.kernel.actor import Actor
from marketplace.transaction import aside, transaction
from marketplace.workflows.imports import engine
from marketplace.workflows.imports.engine import Findings, Progress, get_kind, require_place
from marketplace.workflows.imports.kind import Context


def open_batch(
    path: Path,
    *,
    kind: str,
    file_name: str,
    is_dry_run: bool = False,
    skips_bad_rows: bool = False,
    organisation_id: int | None = None,
    region_code: str | None = None,
    actor: Actor,
    now: datetime,
) -> ImportBatch:
    """Open a batch for a file.

    :raises KindUnknown: if there is no such kind.
    :raises Forbidden: if the actor may not bring it.
    """
    known = get_kind(kind)
    actor.require(known.permission)
    return service.open_batch(
        kind=known.name,
        file_name=file_name,
        sha256=_sha256(path),
        is_dry_run=is_dry_run,
        skips_bad_rows=skips_bad_rows,
        organisation_id=organisation_id,
        region_code=region_code,
        actor=actor,
        now=now,
    )


def bring_file(
    path: Path,
    *,
    kind: str,
    is_dry_run: bool = False,
    skips_bad_rows: bool = False,
    organisation_id: int | None = None,
    region_code: str | None = None,
    actor: Actor,
    now: datetime,
    progress: Progress,
) -> tuple[ImportBatch, Findings | None]:
    """Open a batch for a file and bring it at once.

    :raises KindUnknown: if there is no such kind.
    :raises Forbidden: if the actor may not bring it.
    """
    with transaction():
        batch_id = open_batch(
            path,
            kind=kind,
            file_name=path.name,
            is_dry_run=is_dry_run,
            skips_bad_rows=skips_bad_rows,
            organisation_id=organisation_id,
            region_code=region_code,
            actor=actor,
            now=now,
        ).id
    findings = bring(batch_id, path, actor=actor, now=now, progress=progress)
    return service.get(batch_id), findings


def bring(
    batch_id: int,
    path: Path,
    *,
    actor: Actor,
    now: datetime,
    progress: Progress,
    at_end: Callable[[Path, Findings], None] | None = None,
) -> Findings | None:
    """Read a batch's file to its end; `None` if that was reached before.

    What it is killed in the middle of is as if it had never begun, and may be brought again. `at_end` is called in the
    transaction that writes.
    """

    def show(rows_done: int, rows_at_most: int) -> None:
        progress(rows_done, rows_at_most)
        with aside() as session:
            service.show_progress(session, batch_id, rows_done=rows_done, rows_total=rows_at_most)

    with transaction():
        if service.start(batch_id) is None:
            return None
    try:
        with transaction():
            findings = engine.run(batch_id, path, actor=actor, now=now, progress=show)
            if findings and at_end:
                at_end(path, findings)
            return findings
    except Exception:
        with transaction():
            service.fail(batch_id)
        raise


def give_up(batch_id: int) -> None:
    """Note that the program failed on a batch: before its file was opened, or by dying in it again and again."""
    db.session.rollback()
    with transaction():
        service.fail(batch_id)


def undo(batch_id: int, *, actor: Actor, now: datetime) -> ImportBatch:
    """Take a batch back as a whole.

    :raises BatchUnknown: if it belongs to a place that is not the actor's.
    :raises BatchFinal: if batches of its kind cannot be taken back.
    :raises BatchDependedOn: if something written later depends on it.
    :raises MoveRefused: if it is not committed.
    """
    batch = service.lock(batch_id)
    kind = get_kind(batch.kind)
    require_place(batch, actor=actor)
    if kind.undo is None:
        raise BatchFinal
    service.mark_undone(batch, actor=actor, now=now)
    context = Context(batch_id, actor, now, region_code=batch.region_code, organisation_id=batch.organisation_id)
    try:
        with db.session.begin_nested():
            kind.undo(batch_id, context)
    except IntegrityError:
        raise BatchDependedOn from None
    return batch


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
