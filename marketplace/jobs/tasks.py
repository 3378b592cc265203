"""How a task is declared: a name, an application context of its own, and when it is tried again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Final

from flask import current_app
from procrastinate import App, BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

from config import Config
from marketplace.kernel.errors import DomainError, Unavailable

MOST_ATTEMPTS: Final = 5
_FIRST_WAIT: Final = 2


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
