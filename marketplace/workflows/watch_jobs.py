"""Look after background jobs: list them with their progress, try a failed one again."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.db import db
from marketplace.gateways import queue
from marketplace.imports.models import ImportBatch
from marketplace.kernel.actor import Actor
from marketplace.kernel.errors import Conflict, NotFound
from marketplace.kernel.permissions import Permission as P


class JobUnknown(NotFound):
    """There is no such job."""

    code = "job.not_found"
    zh = "没有这个后台任务"
    en = "There is no such job"


class JobNotFailed(Conflict):
    """Only a failed job is tried again by hand."""

    code = "job.not_failed"
    zh = "该任务状态为 {status}，只有失败的任务可以重试"
    en = "The job is {status}; only a failed one is tried again"


def list_jobs(
    *, actor: Actor, limit: int, before: int | None = None, status: str | None = None
) -> Sequence[dict[str, Any]]:
    """List jobs with their progress, the newest first, one more than `limit`."""
    actor.require(P.JOBS_READ)
    return _with_progress(queue.list_jobs(db.session.connection(), limit=limit + 1, before=before, status=status))


def get_job(job_id: int, *, actor: Actor) -> dict[str, Any]:
    """Get a job with its progress.

    :raises JobUnknown: if there is none.
    """
    actor.require(P.JOBS_READ)
    job = queue.find_job(db.session.connection(), job_id)
    if job is None:
        raise JobUnknown
    return _with_progress([job])[0]


def retry(job_id: int, *, actor: Actor, now: datetime) -> dict[str, Any]:
    """Let a failed job wait for a worker again.

    :raises JobUnknown: if there is none.
    :raises JobNotFailed: if it has not failed.
    """
    job = get_job(job_id, actor=actor)
    if not queue.retry(db.session.connection(), job_id):
        raise JobNotFailed(status=job["status"])
    audit.record("job.retried", subject="job", subject_id=job_id, actor=actor, now=now)
    return get_job(job_id, actor=actor)


def _with_progress(jobs: Sequence[queue.JobRow]) -> list[dict[str, Any]]:
    """Add the rows done of imports, in one statement."""
    ids = [job.id for job in jobs]
    found = db.session.execute(
        select(ImportBatch.job_id, ImportBatch.rows_done, ImportBatch.rows_total).where(ImportBatch.job_id.in_(ids))
    )
    progress = {job_id: (done, total) for job_id, done, total in found}
    shown = []
    for job in jobs:
        done, total = progress.get(job.id, (None, None))
        shown.append({**asdict(job), "rows_done": done, "rows_total": total})
    return shown
