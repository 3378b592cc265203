"""An uploaded file on its way: received with its job, read by a worker, committed after a dry run, returned if bad.

Receiving writes the batch, its file and its job in one transaction, so a job never lacks its file.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from marketplace.accounts.errors import OrganisationNotFound
from marketplace.accounts.models import User
from marketplace.accounts.queries import get_actor
from marketplace.db import db
from marketplace.gateways import queue, sheets
from marketplace.imports.errors import FileGone, OperatorsBatch, OwnBatch, ScopeNeeded
from marketplace.imports.models import ImportBatch
from marketplace.imports.rules import BatchState, FileRole
from marketplace.imports.rules.headers import title_of
from marketplace.imports.rules.states import next_actions
from marketplace.imports.service import batches as verbs
from marketplace.imports.service import files
from marketplace.kernel.actor import Actor, Via, system
from marketplace.kernel.permissions import Permission
from marketplace.regions.errors import RegionOutside
from marketplace.regions.rules import canonical_code, code_of
from marketplace.workflows.imports import batches
from marketplace.workflows.imports.engine import Findings, get_kind
from marketplace.workflows.imports.returned import write_bad_rows
from marketplace.workflows.imports.watching import get_batch

TASK = "read_import"


def receive(
    path: Path,
    *,
    kind: str,
    file_name: str,
    is_dry_run: bool,
    skips_bad_rows: bool,
    organisation_id: int | None,
    region_code: str | None,
    actor: Actor,
    now: datetime,
) -> ImportBatch:
    """Keep an upload and let a worker read it; one of a kind that needs a second person is only checked.

    :raises KindUnknown: if there is no such kind.
    :raises Forbidden: if the actor may not bring it.
    :raises ScopeNeeded: if the actor may bring it for several places and names none.
    """
    known = get_kind(kind)
    actor.require(known.permission)
    organisation_id, region_code = _scope(
        known.permission, actor=actor, organisation_id=organisation_id, region_code=region_code
    )
    batch = batches.open_batch(
        path,
        kind=kind,
        file_name=file_name,
        is_dry_run=is_dry_run or (known.needs_second_person and not actor.is_unrestricted),
        skips_bad_rows=skips_bad_rows,
        organisation_id=organisation_id,
        region_code=region_code,
        actor=actor,
        now=now,
    )
    files.keep(batch.id, FileRole.SENT, path)
    _defer(batch)
    return batch


def read(batch_id: int, *, staff_need_totp: bool = False, now: datetime) -> None:
    """Bring an uploaded batch to its end, in the name of who sent it; for a batch at its end nothing is done."""
    batch = verbs.get(batch_id)
    if batch.state in {BatchState.COMMITTED, BatchState.REFUSED, BatchState.CHECKED, BatchState.UNDONE}:
        return
    actor = _sender(batch, staff_need_totp=staff_need_totp)

    def keep_bad_rows(path: Path, findings: Findings) -> None:
        files.forget(batch_id, FileRole.RETURNED)
        if findings.bad:
            target = path.with_name("returned.xlsx")
            write_bad_rows(path, target, findings, language=actor.language)
            batch.error_sha256 = files.keep(batch_id, FileRole.RETURNED, target)
        if batch.state is not BatchState.CHECKED:
            files.forget(batch_id, FileRole.SENT)

    try:
        with files.fetched(batch_id, FileRole.SENT) as path:
            batches.bring(
                batch_id, path, actor=actor, now=now, progress=lambda _done, _most: None, at_end=keep_bad_rows
            )
    except Exception:
        batches.give_up(batch_id)
        raise


def commit(batch_id: int, *, actor: Actor, now: datetime) -> ImportBatch:
    """Let a worker write what a dry run found good.

    :raises OperatorsBatch: if the operator brought it.
    :raises MoveRefused: if the batch is not a checked one.
    :raises FileGone: if nobody came for it in time.
    :raises OwnBatch: if the caller sent it and its kind needs a second person.
    """
    batch = _get_to_decide(batch_id, actor=actor)
    if not may_commit(batch, actor=actor):
        raise OwnBatch
    verbs.lock(batch_id)
    verbs.commit_checked(batch, actor=actor, now=now)
    files.check_kept(batch_id, FileRole.SENT)
    _defer(batch)
    return batch


def may_commit(batch: ImportBatch, *, actor: Actor) -> bool:
    """Tell whether a checked batch may be committed by this person: of some kinds not by who sent it."""
    return not (get_kind(batch.kind).needs_second_person and batch.user_id == actor.user_id)


def retry(batch_id: int, *, actor: Actor, now: datetime) -> ImportBatch:
    """Let a worker read a batch again on which the program failed.

    :raises OperatorsBatch: if the operator brought it.
    :raises MoveRefused: if the program did not fail on it.
    :raises FileGone: if its file is not kept any more.
    """
    batch = _get_to_decide(batch_id, actor=actor)
    verbs.lock(batch_id)
    verbs.try_again(batch, actor=actor, now=now)
    files.check_kept(batch_id, FileRole.SENT)
    _defer(batch)
    return batch


def undo(batch_id: int, *, actor: Actor, now: datetime) -> ImportBatch:
    """Take a batch in the actor's scope back as a whole; see `batches.undo`.

    :raises OperatorsBatch: if the operator brought it.
    """
    return batches.undo(_get_to_decide(batch_id, actor=actor).id, actor=actor, now=now)


def list_actions(batch: ImportBatch, *, actor: Actor) -> list[str]:
    """Tell what this person may ask of a batch that they see."""
    actions = [] if _is_operators(batch, actor) else next_actions(batch.state)
    return [action for action in actions if action != "commit" or may_commit(batch, actor=actor)]


@contextmanager
def returned(batch_id: int, *, actor: Actor) -> Iterator[Path]:
    """Give the file of bad rows to who sent the file; it shows what they sent, unmasked, and so nobody else.

    :raises BatchUnknown: if the batch is not the actor's.
    :raises FileGone: if no row was bad, or the file is forgotten.
    """
    batch = get_batch(batch_id, actor=actor)
    if batch.user_id != actor.user_id:
        raise FileGone
    with files.fetched(batch_id, FileRole.RETURNED) as path:
        yield path


@contextmanager
def template(kind: str, *, ending: str) -> Iterator[Path]:
    """Give a file with both names of every column of a kind and an example row.

    :raises KindUnknown: if there is no such kind.
    """
    known = get_kind(kind)
    with tempfile.TemporaryDirectory(prefix="bangfu-template-") as folder:
        path = Path(folder, f"{kind}.{ending}")
        header = [title_of(column) for column in known.columns]
        sheets.write(path, [header, [column.example or None for column in known.columns]], sheet_name=known.zh)
        yield path


def _get_to_decide(batch_id: int, *, actor: Actor) -> ImportBatch:
    batch = get_batch(batch_id, actor=actor)
    actor.require(get_kind(batch.kind).permission)
    if _is_operators(batch, actor):
        raise OperatorsBatch
    return batch


def _is_operators(batch: ImportBatch, actor: Actor) -> bool:
    """Tell whether a batch was brought on the command line and the actor is not who sits there.

    Its `region_code` bounds the rows of the file; it does not hand the batch to the staff of the region.
    """
    return batch.user_id is None and not actor.is_unrestricted


def _defer(batch: ImportBatch) -> None:
    connection = db.session.connection()
    batch.job_id = queue.defer(connection, TASK, lock=f"import:{batch.kind}", batch_id=batch.id)


def _sender(batch: ImportBatch, *, staff_need_totp: bool) -> Actor:
    user = db.session.get(User, batch.user_id) if batch.user_id else None
    return get_actor(user, via=Via.JOB, staff_need_totp=staff_need_totp) if user else system(Via.JOB)


def _scope(
    permission: Permission, *, actor: Actor, organisation_id: int | None, region_code: str | None
) -> tuple[int | None, str | None]:
    """Tell for which organisation or region the actor brings a file: the one named, or the only one there is."""
    if organisation_id is not None:
        actor.require_over(permission, OrganisationNotFound(), organisation_ids=[organisation_id])
        return organisation_id, None
    if region_code is not None:
        code = canonical_code(region_code)
        actor.require_over(permission, RegionOutside(region_code=code), region_codes=[code])
        return None, code
    if actor.is_unrestricted:
        return None, None
    organisations, prefixes = actor.organisation_ids(permission), actor.region_prefixes(permission)
    if len(organisations) + len(prefixes) != 1:
        raise ScopeNeeded
    if organisations:
        return organisations[0], None
    return None, code_of(prefixes[0])
