"""Load the reference year as an operator would: each file through the import engine, then the people who sign in.

Loading is done once: the mark of a finished load is an audit line. A load that was cut off is begun again and finds
what it brought already, since the same file twice changes nothing.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import text

from marketplace.audit import service as audit
from marketplace.db import db
from marketplace.imports.rules import BatchState
from marketplace.kernel.actor import Actor
from marketplace.workflows import allocate_month
from marketplace.workflows.demo.files import generate
from marketplace.workflows.demo.places import CITY
from marketplace.workflows.demo.targets import Scale
from marketplace.workflows.imports import batches
from marketplace.workflows.imports.engine import Findings

Progress = Callable[[str, int, int], None]
"""Told what is under way, how much of it is done and how much there is."""

_DONE: Final = "demo.loaded"


class DemoRefusedError(RuntimeError):
    """A generated file did not pass the import it was made for: a fault of the generator, never of the operator."""

    def __init__(self, kind: str, findings: Findings | None) -> None:
        """Say the first few problems."""
        said = "; ".join(str(problem.error) for problem in findings.problems[:5]) if findings else ""
        super().__init__(f"{kind}: {said}")


def is_loaded() -> bool:
    """Tell whether the reference year has been loaded to its end."""
    return bool(db.session.scalar(text("SELECT EXISTS (SELECT FROM audit_line WHERE action = :done)"), {"done": _DONE}))


def bring_files(folder: Path, *, scale: Scale, actor: Actor, now: datetime, progress: Progress) -> None:
    """Generate the files into a folder and bring each in; talks to the outside between its transactions.

    :raises DemoRefusedError: if a file is refused.
    """
    for file in generate(folder, scale=scale, progress=lambda kind, done, most: progress(f"make {kind}", done, most)):

        def show(done: int, most: int, kind: str = file.kind) -> None:
            progress(kind, done, most)

        batch, findings = batches.bring_file(
            file.path, kind=file.kind, region_code=CITY, actor=actor, now=now, progress=show
        )
        if batch.state is not BatchState.COMMITTED:
            raise DemoRefusedError(file.kind, findings)


def finish(*, actor: Actor, now: datetime) -> None:
    """Mark the load as done, and ask for its months to be allocated to their households by a worker."""
    allocate_month.request_stale(now=now)
    audit.record(_DONE, subject="demo", subject_id=CITY, actor=actor, now=now, region_code=CITY)
