"""Background jobs: what waits, what runs and how far it is, what failed and may be tried again."""

from flask import render_template, url_for

from marketplace.kernel.permissions import Permission as P
from marketplace.web.access import current_officer, needs, now
from marketplace.web.admin.start import blueprint
from marketplace.web.forms import Answer, Form, page
from marketplace.web.pages import SIZE, after_id, asked_choice, page_of
from marketplace.workflows import watch_jobs
from marketplace.workflows.watch_jobs import JobState


@blueprint.get("/jobs")
@needs(P.JOBS_READ)
def list_jobs() -> str:
    """Show the jobs of one's regions, the newest first."""
    state = asked_choice("state", JobState)
    rows = watch_jobs.list_jobs(actor=current_officer(), limit=SIZE, before=after_id(), state=state)
    return render_template("admin/jobs.html", page=page_of(rows, key=lambda job: job["id"]), states=JobState)


@blueprint.get("/jobs/<int:job_id>")
@needs(P.JOBS_READ)
def show_job(job_id: int) -> Answer:
    """Show a job with what it works on and how far it is."""
    return _page(job_id, Form())


@blueprint.post("/jobs/<int:job_id>/retry")
@needs(P.JOBS_RETRY)
def retry(job_id: int) -> Answer:
    """Let a failed job wait for a worker again."""
    form = Form()
    return form.send(
        lambda: watch_jobs.retry(job_id, actor=current_officer(), now=now()),
        to=url_for(".show_job", job_id=job_id),
        said="job_retried",
    ) or _page(job_id, form)


def _page(job_id: int, form: Form) -> Answer:
    officer = current_officer()
    job = watch_jobs.get_job(job_id, actor=officer)
    return page("admin/job.html", form, job=job, may_retry=officer.has(P.JOBS_RETRY))
