"""Background jobs over HTTP: what waits, what runs and how far, what failed and may be tried again."""

from http import HTTPStatus
from typing import Any

from marshmallow import fields

from marketplace.api.access import current_actor, needs, now, signed_in
from marketplace.api.fields import PageQuerySchema, Schema
from marketplace.api.pages import page_of, read_cursor
from marketplace.api.parsing import Blueprint
from marketplace.kernel.permissions import Permission as P
from marketplace.transaction import transaction
from marketplace.workflows import watch_jobs
from marketplace.workflows.watch_jobs import JobState

blueprint = Blueprint("jobs", __name__, description="Background jobs")


class JobQuerySchema(PageQuerySchema):
    """What narrows a list of jobs."""

    state = fields.Enum(JobState, by_value=True, load_default=None)


class JobSchema(Schema):
    """A job as it stands; jobs of imports tell their rows."""

    id = fields.Integer()
    task = fields.String()
    state = fields.Enum(JobState, by_value=True)
    next_actions = fields.Function(lambda job: ["retry"] if job["state"] is JobState.FAILED else [])
    attempts = fields.Integer()
    arguments = fields.Dict()
    failure = fields.String(allow_none=True, metadata={"description": "the class of the error it last failed with"})
    failure_code = fields.String(allow_none=True, metadata={"description": "our code of that error, if it has one"})
    rows_done = fields.Integer(allow_none=True)
    rows_total = fields.Integer(allow_none=True)
    rows_at_most = fields.Integer(allow_none=True)
    deferred_at = fields.AwareDateTime(allow_none=True)
    started_at = fields.AwareDateTime(allow_none=True)
    ended_at = fields.AwareDateTime(allow_none=True)


class JobPageSchema(Schema):
    """A page of jobs."""

    items = fields.List(fields.Nested(JobSchema))
    next = fields.String(allow_none=True)


@blueprint.get("/jobs")
@needs(P.JOBS_READ)
@blueprint.arguments(JobQuerySchema, location="query", as_kwargs=True)
@blueprint.response(HTTPStatus.OK, JobPageSchema)
def list_jobs(*, limit: int, after: str | None, state: JobState | None) -> Any:
    """List jobs, the newest first."""
    key = read_cursor(after, int)
    rows = watch_jobs.list_jobs(actor=current_actor(), limit=limit, before=key[0] if key else None, state=state)
    return page_of(rows, limit=limit, key=lambda job: [job["id"]])


@blueprint.get("/jobs/<int:job_id>")
@signed_in
@blueprint.response(HTTPStatus.OK, JobSchema)
def get_job(job_id: int) -> Any:
    """Show a job and how far it is; that of one's own import to whoever sent it."""
    return watch_jobs.get_job(job_id, actor=current_actor())


@blueprint.post("/jobs/<int:job_id>/retry")
@signed_in
@blueprint.response(HTTPStatus.OK, JobSchema)
def retry_job(job_id: int) -> Any:
    """Let a failed job wait for a worker again: that of one's own import, or as an administrator any."""
    with transaction():
        return watch_jobs.retry(job_id, actor=current_actor(), now=now())
