"""The worker: takes jobs from the queue, and takes over those whose worker died."""

import asyncio
import logging
import signal
import sys
from collections.abc import Coroutine
from typing import Any, Final

from flask import current_app
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status
from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError

from marketplace.jobs import accounts, benefits, imports, purchasing, suppliers
from marketplace.jobs.tasks import MOST_ATTEMPTS, TASKS, keep_failure, note_failure, register
from marketplace.kernel.errors import Unavailable
from marketplace.transaction import reach_database

DECLARING: Final = (accounts, benefits, imports, purchasing, suppliers)
"""The modules that declare tasks."""
STALLED_AFTER: Final = 30
"""Seconds without a sign of life after which a worker counts as dead."""
_LOG: Final = logging.getLogger(__name__)


def work(*, concurrency: int = 1, stalled_after: int = STALLED_AFTER, wait: bool = True) -> None:
    """Run jobs until told to stop (SIGTERM, SIGINT), or until none is left if not to `wait`.

    A worker that nobody told to stop has lost its database: it ends with 1, so that whoever started it starts another.
    """
    reach_database()
    was_told = asyncio.run(_work(concurrency=concurrency, stalled_after=stalled_after, wait=wait))
    if wait and not was_told:
        _LOG.error("worker.database_lost")
        sys.exit(1)


def queue_app(url: str) -> App:
    """Make the queue's own application on a database, with all tasks."""
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    app = App(connector=PsycopgConnector(conninfo=address, kwargs={"application_name": "bangfu worker"}))
    register(app)
    return app


async def _work(*, concurrency: int, stalled_after: int, wait: bool) -> bool:
    """Work, and tell whether the end came because somebody told us to stop."""
    app = queue_app(current_app.config["SQLALCHEMY_DATABASE_URI"])
    async with app.open_async():
        await take_over(app, stalled_after=stalled_after)
        watching = asyncio.create_task(_watch(app, stalled_after))
        try:
            return await _until_told(
                app.run_worker_async(
                    concurrency=concurrency,
                    wait=wait,
                    update_heartbeat_interval=stalled_after / 3,
                    stalled_worker_timeout=stalled_after,
                    install_signal_handlers=False,
                    task_middleware=[note_failure],
                )
            )
        finally:
            watching.cancel()


async def _until_told(working: Coroutine[Any, Any, None]) -> bool:
    """Let it end by itself or on a signal, the jobs at hand first; tell whether a signal came."""
    task = asyncio.ensure_future(working)
    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)

    def stop() -> None:
        for number in signals:
            loop.remove_signal_handler(number)  # a second signal ends it at once
        task.cancel()

    for number in signals:
        loop.add_signal_handler(number, stop)
    try:
        await task
    except asyncio.CancelledError:
        return True
    return False


async def _watch(app: App, stalled_after: int) -> None:
    """Look again and again for jobs of dead workers; a database that went away is asked for until it is back."""
    while True:
        await asyncio.sleep(stalled_after / 2)
        try:
            await asyncio.to_thread(reach_database)
            await take_over(app, stalled_after=stalled_after)
        except (ConnectorException, OperationalError, Unavailable):
            _LOG.warning("worker.database_away")


async def take_over(app: App, *, stalled_after: int) -> None:
    """Put the jobs of dead workers back into the queue; one that killed too many is given up."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=stalled_after):
        try:
            await _put_back(app, job)
        except ConnectorException:
            _LOG.info("job.taken_over_by_another", extra={"job_id": job.id})


async def _put_back(app: App, job: Job) -> None:
    if job.attempts + 1 >= MOST_ATTEMPTS:
        await asyncio.to_thread(keep_failure, job.id, error="WorkerDied")
        await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)
        declared = TASKS.get(job.task_name)
        if declared and declared.give_up:
            declared.give_up(**job.task_kwargs)
        _LOG.error("job.given_up", extra={"job_id": job.id, "task": job.task_name})
        return
    await app.job_manager.retry_job(job)
    _LOG.warning("job.taken_over", extra={"job_id": job.id, "task": job.task_name})
