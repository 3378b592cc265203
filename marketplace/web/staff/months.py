"""The month that a page of allocations asks for, and how far the job is that allocates it."""

from datetime import timedelta
from typing import Any, Final

from flask import Response, request

from marketplace.kernel.actor import Actor
from marketplace.kernel.days import Month, MonthUnreadable, day_of
from marketplace.web.access import now
from marketplace.web.forms import Form
from marketplace.workflows import watch_jobs
from marketplace.workflows.watch_jobs import JobState, JobUnknown

_SECONDS: Final = 3
_MOVING: Final = frozenset({JobState.WAITING, JobState.RUNNING})
_LONGEST_ID: Final = 18


def last_month() -> Month:
    """Tell the month before this one, which is what is allocated as a rule."""
    return Month.of(Month.of(day_of(now())).first_on - timedelta(days=1))


def asked_month() -> Month:
    """Read the month of the address; the last one without."""
    try:
        return Month.parse(request.args.get("month", ""))
    except MonthUnreadable:
        return last_month()


def read_month(form: Form) -> Month:
    """Read the month of a form."""
    typed = form.text("month", longest=7)
    try:
        return Month.parse(typed)
    except MonthUnreadable as wrong:
        if typed:
            form.refuse_with("month", [wrong])
        return last_month()


def find_asked_job(actor: Actor) -> dict[str, Any] | None:
    """Find the job of the address, if the reader may see it."""
    asked = request.args.get("job", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) <= _LONGEST_ID):
        return None
    try:
        return watch_jobs.get_job(int(asked), actor=actor)
    except JobUnknown:
        return None


def renewed(answer: Response, job: dict[str, Any] | None) -> Response:
    """Let a page of a job under way renew itself."""
    if job is not None and job["state"] in _MOVING:
        answer.headers["Refresh"] = str(_SECONDS)
    return answer
