"""The job queue in the same database: a job exists only if the transaction that asked for it commits.

The queue's library writes through connections of its own; here its SQL function is called on the caller's, so that what
a job is to work on and the job itself are one write. Arguments are ids, never personal data.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, RowMapping, text
from sqlalchemy.exc import IntegrityError

_DEFER: Final = text("""
    SELECT (procrastinate_defer_jobs_v1(ARRAY[
        ROW('default', :task, 0, :lock, :queueing_lock, :arguments, :not_before)::procrastinate_job_to_defer_v1]))[1]
""")
_DEFER_EACH: Final = text("""
    SELECT procrastinate_defer_jobs_v1(array_agg(
        ROW('default', :task, 0, NULL, NULL, arguments, NULL)::procrastinate_job_to_defer_v1 ORDER BY number))
    FROM jsonb_array_elements(:each) WITH ORDINALITY AS job (arguments, number)
    HAVING count(*) > 0
""")
_COLUMNS: Final = """
    SELECT job.id, job.task_name AS task, job.status::text AS status, job.args AS arguments,
        job.failure, job.failure_code,
        count(*) FILTER (WHERE event.type = 'started') AS attempts,
        min(event.at) FILTER (WHERE event.type = 'deferred') AS deferred_at,
        max(event.at) FILTER (WHERE event.type = 'started') AS started_at,
        max(event.at) FILTER (WHERE event.type IN ('succeeded', 'failed', 'aborted', 'cancelled')) AS ended_at
    FROM procrastinate_jobs job JOIN procrastinate_events event ON event.job_id = job.id
"""


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job as it stands: `todo`, `doing`, `succeeded`, `failed`, `cancelled` or `aborted`."""

    id: int
    task: str
    status: str
    attempts: int
    """How often it was begun: none while it first waits, one while it first runs and when that sufficed."""
    arguments: Mapping[str, Any]
    failure: str | None
    """The class of the error it last failed with."""
    failure_code: str | None
    """Our code of that error, if it was a refusal."""
    deferred_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None


def defer(
    connection: Connection,
    task: str,
    *,
    lock: str | None = None,
    queueing_lock: str | None = None,
    not_before: datetime | None = None,
    **arguments: Any,
) -> int | None:
    """Put a job into the queue within the connection's transaction; give its id.

    Of jobs with the same `lock` one runs at a time. With a `queueing_lock` that a waiting job already has, nothing is
    added and `None` given.
    """
    values = {
        "task": task,
        "lock": lock,
        "queueing_lock": queueing_lock,
        "arguments": Jsonb(arguments),
        "not_before": not_before,
    }
    try:
        with connection.begin_nested():
            job_id: int = connection.execute(_DEFER, values).scalar_one()
    except IntegrityError:
        if queueing_lock is None:
            raise
        return None
    return job_id


def defer_each(connection: Connection, task: str, each: Sequence[Mapping[str, Any]]) -> None:
    """Put a job for each of these arguments into the queue within the connection's transaction: one statement."""
    connection.execute(_DEFER_EACH, {"task": task, "each": Jsonb([dict(arguments) for arguments in each])})


def list_jobs(
    connection: Connection,
    *,
    limit: int,
    before: int | None = None,
    statuses: Sequence[str] | None = None,
    seen: str = "true",
    **facts: Any,
) -> Sequence[JobRow]:
    """List jobs, the newest first, those older than the id `before`; `seen` is an SQL condition on `job` with facts."""
    rows = connection.execute(
        text(
            f"{_COLUMNS} WHERE ({seen}) AND (CAST(:statuses AS text[]) IS NULL OR job.status::text = ANY(:statuses))"
            " AND (CAST(:before AS bigint) IS NULL OR job.id < :before)"
            " GROUP BY job.id ORDER BY job.id DESC LIMIT :limit"
        ),
        {**facts, "limit": limit, "before": before, "statuses": statuses and list(statuses)},
    )
    return [_row(row) for row in rows.mappings()]


def find_job(connection: Connection, job_id: int, *, seen: str = "true", **facts: Any) -> JobRow | None:
    """Find a job by its id; `seen` as in `list_jobs`."""
    found = text(f"{_COLUMNS} WHERE job.id = :id AND ({seen}) GROUP BY job.id")
    row = connection.execute(found, {**facts, "id": job_id}).mappings().first()
    return _row(row) if row else None


def retry(connection: Connection, job_id: int) -> bool:
    """Let a failed job wait for a worker again; tell whether it had failed."""
    failed = text("SELECT id FROM procrastinate_jobs WHERE id = :id AND status = 'failed' FOR UPDATE")
    if connection.execute(failed, {"id": job_id}).first() is None:
        return False
    connection.execute(text("SELECT procrastinate_retry_job_v2(:id, now(), NULL, NULL, NULL)"), {"id": job_id})
    return True


def note_failure(connection: Connection, job_id: int, *, error: str, code: str | None) -> None:
    """Keep beside a job what it last failed with."""
    noted = text("UPDATE procrastinate_jobs SET failure = :error, failure_code = :code WHERE id = :id")
    connection.execute(noted, {"id": job_id, "error": error, "code": code})


def _row(row: RowMapping) -> JobRow:
    return JobRow(**row)
