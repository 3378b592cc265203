"""How a task is declared: a name, an application context of its own, when it is tried again, what it failed with."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Final

from flask import current_app
from procrastinate import App, BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.jobs import Job
from procrastinate.worker import Worker
from sqlalchemy.exc import SQLAlchemyError

from config import Config
from marketplace.kernel.errors import DomainError, Unavailable
from marketplace.transaction import transaction
from marketplace.workflows import watch_jobs

MOST_ATTEMPTS: Final = 5
_FIRST_WAIT: Final = 2
_LOG: Final = logging.getLogger(__name__)


class TriedAgain(BaseRetryStrategy):
    """Tries again what the program failed at, ever later; what the domain refuses stays refused."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Decide by the error and by how often the job was tried."""
        is_final = isinstance(exception, DomainError) and not isinstance(exception, Unavailable)
        if is_final or job.attempts + 1 >= MOST_ATTEMPTS:
            return None
        return RetryDecision(retry_in={"seconds": _FIRST_WAIT * 4**job.attempts})


@dataclass(frozen=True, slots=True)
class Declared:
    """A task: what it runs, and when it runs by itself."""

    run: Callable[..., None]
    cron: str | None
    give_up: Callable[..., None] | None
    """Told the job's arguments when workers died of it too often."""


TASKS: Final[dict[str, Declared]] = {}
"""Every task by the name that jobs give, filled as the modules beside this one are imported."""


def task(
    name: str, *, cron: str | None = None, give_up: Callable[..., None] | None = None
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare a task; with `cron` (in UTC) it is also run by itself, and `give_up` is told of a job that is given up.

    Every job runs in an application context, and so with a session, of its own.
    """

    def declare(function: Callable[..., None]) -> Callable[..., None]:
        TASKS[name] = Declared(_alone(function), cron, give_up and _alone(give_up))
        return function

    return declare


def _alone(function: Callable[..., None]) -> Callable[..., None]:
    @wraps(function)
    def run(*, timestamp: int | None = None, **arguments: Any) -> None:  # noqa: ARG001  periodic jobs are told it
        app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001  the documented way
        with app.app_context():
            function(**arguments)

    return run


def note_failure(run: Callable[[], Any], context: JobContext, _worker: Worker) -> Any:
    """Run a job; where it fails, keep the name of the error and our code beside it, none of its facts."""
    try:
        return run()
    except Exception as error:
        code = error.reason if isinstance(error, DomainError) else None
        keep_failure(context.job.id, error=type(error).__name__, code=code)
        raise


def keep_failure(job_id: int | None, *, error: str, code: str | None = None) -> None:
    """Keep beside a job what it last failed with; a database that is away does not hide the failure itself."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001  as above
    try:
        with app.app_context(), transaction():
            watch_jobs.note_failure(job_id or 0, error=error, code=code)
    except SQLAlchemyError:
        _LOG.warning("job.failure_not_noted", extra={"job_id": job_id})


def register(app: App) -> None:
    """Hand all tasks to the queue's application."""
    for name, declared in TASKS.items():
        known = app.task(name=name, retry=TriedAgain(), queueing_lock=name if declared.cron else None)(declared.run)
        if declared.cron:
            app.periodic(cron=declared.cron)(known)


def staff_need_totp() -> bool:
    """Tell whether posts grant nothing without a second factor, in jobs as in requests."""
    config: Config = current_app.config["BANGFU"]
    return config.staff_totp_required


def now() -> datetime:
    """Read the application's clock."""
    moment: datetime = current_app.config["CLOCK"]()
    return moment
