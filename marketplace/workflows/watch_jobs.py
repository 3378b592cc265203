"""Look after background jobs: list them with their progress, try a failed one again.

A job is seen where its work lies: an import's by who sent it and in its region, an allocation's in its region; letters
and whatever runs by itself belong to the nation.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.db import db
from marketplace.gateways import queue
from marketplace.imports.models import ImportBatch
from marketplace.imports.rules.states import rows_of
from marketplace.kernel.actor import Actor, PermissionMissing
from marketplace.kernel.errors import Conflict, NotFound
from marketplace.kernel.permissions import Permission as P


class JobState(StrEnum):
    """Where a job stands, in plain words."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


_STATE_OF_STATUS: Final[Mapping[str, JobState]] = {
    "todo": JobState.WAITING,
    "doing": JobState.RUNNING,
    "succeeded": JobState.DONE,
    "failed": JobState.FAILED,
    "cancelled": JobState.CANCELLED,
    "aborted": JobState.CANCELLED,
}
"""By the queue's own words."""


_SEEN: Final = """
    :is_everywhere OR job.args ->> 'region_code' LIKE ANY(:below) OR EXISTS (
        SELECT FROM import_batch LEFT JOIN organisation ON organisation.id = import_batch.organisation_id
        WHERE import_batch.job_id = job.id AND (import_batch.user_id = :user_id
            OR import_batch.region_code LIKE ANY(:below) OR organisation.region_code LIKE ANY(:below)))
"""


class JobUnknown(NotFound):
    """There is no such job, or its work lies outside the caller's regions."""

    code = "job.not_found"
    zh = "没有这个后台任务"
    en = "There is no such job"


class JobNotFailed(Conflict):
    """Only a failed job is tried again by hand."""

    code = "job.not_failed"
    zh = "该任务状态为 {state}，只有失败的任务可以重试"
    en = "The job is {state}; only a failed one is tried again"


def list_jobs(
    *, actor: Actor, limit: int, before: int | None = None, state: JobState | None = None
) -> Sequence[dict[str, Any]]:
    """List jobs with their progress, the newest first, one more than `limit`."""
    actor.require(P.JOBS_READ)
    statuses = [status for status, told in _STATE_OF_STATUS.items() if told is state] if state else None
    jobs = queue.list_jobs(
        db.session.connection(),
        limit=limit + 1,
        before=before,
        statuses=statuses,
        seen=_SEEN,
        **_scope(actor, P.JOBS_READ),
    )
    return _with_progress(jobs)


def get_job(job_id: int, *, actor: Actor) -> dict[str, Any]:
    """Get a job with its progress; whoever sent a file sees its job, whatever else they may see.

    :raises JobUnknown: if there is none, or its work is not the caller's and lies outside their regions.
    """
    job = queue.find_job(db.session.connection(), job_id, seen=_SEEN, **_scope(actor, P.JOBS_READ))
    if job is None:
        raise JobUnknown
    return _with_progress([job])[0]


def retry(job_id: int, *, actor: Actor, now: datetime) -> dict[str, Any]:
    """Let a failed job wait for a worker again.

    :raises JobUnknown: if there is none.
    :raises PermissionMissing: if it is not of the caller's own import and they may try no jobs again there.
    :raises JobNotFailed: if it has not failed.
    """
    job = get_job(job_id, actor=actor)
    if queue.find_job(db.session.connection(), job_id, seen=_SEEN, **_scope(actor, P.JOBS_RETRY)) is None:
        raise PermissionMissing(permission=P.JOBS_RETRY.value)
    if not queue.retry(db.session.connection(), job_id):
        raise JobNotFailed(state=job["state"].value)
    batch = db.session.scalar(select(ImportBatch).where(ImportBatch.job_id == job_id))
    audit.record(
        "job.retried",
        subject="job",
        subject_id=job_id,
        actor=actor,
        now=now,
        organisation_ids=[batch.organisation_id] if batch and batch.organisation_id else [],
        region_code=batch.region_code if batch else job["arguments"].get("region_code"),
    )
    return get_job(job_id, actor=actor)


def note_failure(job_id: int, *, error: str, code: str | None) -> None:
    """Keep the class of the error that a job failed with, and the code of a refusal; its facts may be personal."""
    queue.note_failure(db.session.connection(), job_id, error=error, code=code)


def _scope(actor: Actor, permission: P) -> dict[str, Any]:
    prefixes = actor.region_prefixes(permission)
    return {
        "is_everywhere": "" in prefixes,
        "below": [f"{prefix}%" for prefix in prefixes],
        "user_id": actor.user_id,
    }


def _with_progress(jobs: Sequence[queue.JobRow]) -> list[dict[str, Any]]:
    """Add the rows done of imports, in one statement."""
    ids = [job.id for job in jobs]
    found = db.session.execute(
        select(ImportBatch.job_id, ImportBatch.state, ImportBatch.rows_done, ImportBatch.rows_total).where(
            ImportBatch.job_id.in_(ids)
        )
    )
    progress = {job_id: {"rows_done": done, **rows_of(state, rows)} for job_id, state, done, rows in found}
    unknown = dict.fromkeys(("rows_done", "rows_total", "rows_at_most"))
    shown = []
    for job in jobs:
        told = asdict(job)
        state = _STATE_OF_STATUS[told.pop("status")]
        shown.append({**told, "state": state, **progress.get(job.id, unknown)})
    return shown
