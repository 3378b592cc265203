"""`flask jobs`: run background jobs, look at them, try them again."""

from collections.abc import Mapping
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup

from marketplace.jobs import worker
from marketplace.jobs.tasks import now
from marketplace.kernel.actor import Via, system
from marketplace.kernel.errors import DomainError
from marketplace.transaction import transaction
from marketplace.workflows import watch_jobs

jobs = AppGroup("jobs", help="Background jobs: run them, look at them, try them again.")


def register(app: Flask) -> None:
    """Hang the commands on the flask command."""
    app.cli.add_command(jobs)


@jobs.command("work")
@click.option("--concurrency", default=1, show_default=True, help="How many jobs run at a time.")
@click.option(
    "--stalled-after",
    default=worker.STALLED_AFTER,
    show_default=True,
    envvar="STALLED_AFTER",
    help="Seconds without a sign of life until a worker counts as dead.",
)
@click.option("--once", is_flag=True, help="Stop when no job is left.")
def work_command(*, concurrency: int, stalled_after: int, once: bool) -> None:
    """Run background jobs until stopped."""
    worker.work(concurrency=concurrency, stalled_after=stalled_after, wait=not once)


@jobs.command("list")
@click.option("--state", type=click.Choice([state.value for state in watch_jobs.JobState]))
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
def list_command(*, state: str | None, limit: int) -> None:
    """List jobs, the newest first."""
    for job in watch_jobs.list_jobs(
        actor=system(Via.CLI), limit=limit, state=watch_jobs.JobState(state) if state else None
    )[:limit]:
        click.echo(_line(job))


@jobs.command("show")
@click.argument("job_id", type=int)
def show_command(*, job_id: int) -> None:
    """Show a job with its arguments and moments."""
    try:
        job = watch_jobs.get_job(job_id, actor=system(Via.CLI))
    except DomainError as error:
        raise click.ClickException(error.sentence("en")) from None
    for name, value in job.items():
        click.echo(f"{name}: {value}")


@jobs.command("retry")
@click.argument("job_id", type=int)
def retry_command(*, job_id: int) -> None:
    """Let a failed job wait for a worker again."""
    try:
        with transaction():
            job = watch_jobs.retry(job_id, actor=system(Via.CLI), now=now())
    except DomainError as error:
        raise click.ClickException(error.sentence("en")) from None
    click.echo(_line(job))


def _line(job: Mapping[str, Any]) -> str:
    of = job["rows_total"] or (job["rows_at_most"] and f"at most {job['rows_at_most']}")
    rows = f" {job['rows_done']} of {of} rows" if of else ""
    failed = f" {job['failure']}" if job["failure"] else ""
    failed += f" [{job['failure_code']}]" if job["failure_code"] else ""
    return f"{job['id']:>8}  {job['state']:<10} {job['task']:<24} attempts {job['attempts']}{rows}{failed}"
