"""Background jobs over HTTP: what waits, what runs and how far, what failed and may be tried again."""

from http import HTTPStatus
from typing import Any

from marshmallow import fields, validate

from marketplace.api.access import current_actor, needs, now
from marketplace.api.fields import PageQuerySchema, Schema
from marketplace.api.pages import page_of, read_cursor
from marketplace.api.parsing import Blueprint
from marketplace.kernel.permissions import Permission as P
from marketplace.transaction import transaction
from marketplace.workflows import watch_jobs

blueprint = Blueprint("jobs", __name__, description="Background jobs")

_STATES = ["todo", "doing", "succeeded", "failed", "cancelled", "aborted"]


class JobQuerySchema(PageQuerySchema):
    """What narrows a list of jobs."""

    status = fields.String(load_default=None, validate=validate.OneOf(_STATES, error="field.unknown_choice"))


class JobSchema(Schema):
    """A job as it stands; jobs of imports tell their rows."""

    id = fields.Integer()
    task = fields.String()
    status = fields.String()
    attempts = fields.Integer()
    arguments = fields.Dict()
    rows_done = fields.Integer(allow_none=True)
    rows_total = fields.Integer(allow_none=True)
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
def list_jobs(*, limit: int, after: str | None, status: str | None) -> Any:
    """List jobs, the newest first."""
    key = read_cursor(after, int)
    rows = watch_jobs.list_jobs(actor=current_actor(), limit=limit, before=key[0] if key else None, status=status)
    return page_of(rows, limit=limit, key=lambda job: [job["id"]])


@blueprint.get("/jobs/<int:job_id>")
@needs(P.JOBS_READ)
@blueprint.response(HTTPStatus.OK, JobSchema)
def get_job(job_id: int) -> Any:
    """Show a job and how far it is."""
    return watch_jobs.get_job(job_id, actor=current_actor())


@blueprint.post("/jobs/<int:job_id>/retry")
@needs(P.JOBS_READ)
@blueprint.response(HTTPStatus.OK, JobSchema)
def retry_job(job_id: int) -> Any:
    """Let a failed job wait for a worker again."""
    with transaction():
        return watch_jobs.retry(job_id, actor=current_actor(), now=now())
