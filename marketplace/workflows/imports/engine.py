"""The one engine of imports: read a file, stage its rows, find every problem, write the good rows or none.

A dry run and a commit do the same; what a dry run wrote is taken back at once, so that it tells what is known already.
What is written, the batch's end and its audit line are one transaction; the progress is told through a callback, which
shows it in another. The run is retried whole after a crash.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.gateways import sheets
from marketplace.imports.errors import BadRowsTooMany, BatchUnknown, KindUnknown, RowsMissing
from marketplace.imports.models import ImportBatch
from marketplace.imports.rules import BatchState
from marketplace.imports.rules.headers import Layout, match
from marketplace.imports.rules.problems import MOST_BAD, MOST_KEPT, Problem
from marketplace.imports.rules.rows import RowReader
from marketplace.imports.service import batches as service
from marketplace.kernel.actor import Actor
from marketplace.kernel.cells import Cell
from marketplace.kernel.errors import DomainError, Invalid
from marketplace.workflows.imports.kind import Context, Kind, Written
from marketplace.workflows.imports.kinds import KINDS
from marketplace.workflows.imports.staging import Staging

Progress = Callable[[int, int], None]
"""Told how many rows are done and how many there are at most."""

_CHUNK: Final = 10_000
_MANY: Final = 5_000
"""From so many new rows on the planner is told at once; of fewer it hears in its own time."""


@dataclass(slots=True)
class Findings:
    """All that was found in a file: which rows are bad and why."""

    sheet: str = ""
    rows: int = 0
    ignored: Sequence[str] = ()
    problems: list[Problem] = field(default_factory=list)
    bad: dict[int, list[Problem]] = field(default_factory=dict)
    """The errors of each bad row by its number; `None` of the file as a whole stand in `problems` alone."""
    is_refused: bool = False
    """Whether the file as a whole is wrong."""
    is_cut: bool = False
    """Whether a check found more than it tells."""

    def add(self, problems: Sequence[Problem]) -> None:
        """Keep problems; of a cell that could not be read no later check is told."""
        for problem in problems:
            known = self.bad.get(problem.row or 0, ())
            if any(each.column is problem.column for each in known):
                continue
            self.problems.append(problem)
            if problem.row is not None and not problem.is_warning:
                self.bad.setdefault(problem.row, []).append(problem)
        self.is_cut |= len(problems) > MOST_BAD and not problems[0].is_warning

    def refuse(self, error: DomainError) -> None:
        """Say before all else what is wrong with the file as a whole."""
        self.problems.insert(0, Problem(self.sheet, None, None, "", error))
        self.is_refused = True

    def check_few(self) -> None:
        """Look no further where too many rows are bad.

        :raises BadRowsTooMany: so that what is told of a file takes no more memory than a worker has.
        """
        if self.is_cut or len(self.bad) > MOST_BAD:
            raise BadRowsTooMany(most=MOST_BAD)


def get_kind(name: str) -> Kind:
    """Get a kind by its name.

    :raises KindUnknown: naming those there are.
    """
    if name not in KINDS:
        raise KindUnknown(kind=name, kinds=", ".join(KINDS))
    return KINDS[name]


def require_place(batch: ImportBatch, *, actor: Actor) -> None:
    """Refuse who may not bring or undo a batch where it belongs: who sent it may have left since.

    :raises Forbidden: if the actor may bring its kind nowhere.
    :raises BatchUnknown: if not for this organisation or region.
    """
    actor.require_over(
        get_kind(batch.kind).permission,
        BatchUnknown(),
        organisation_ids=[batch.organisation_id] if batch.organisation_id else [],
        region_codes=[batch.region_code] if batch.region_code else [],
    )


def run(batch_id: int, path: Path, *, actor: Actor, now: datetime, progress: Progress) -> Findings | None:
    """Bring a batch that is being read to its end; `None` if another worker did so meanwhile.

    :raises BatchUnknown: if there is no such batch, or its place is not the actor's any more.
    :raises Forbidden: if the actor may not bring this kind any more.
    """
    known = service.get(batch_id)
    kind = get_kind(known.kind)
    require_place(known, actor=actor)
    context = Context(batch_id, actor, now, region_code=known.region_code, organisation_id=known.organisation_id)
    findings = Findings()
    staging = _read(kind, path, findings, progress)
    batch = service.claim(batch_id, kind=kind.name)
    if batch is None:
        return None
    written = _settle(batch, staging, context, findings) if staging else None
    ending = service.Ending(
        state=_state_of(batch, findings),
        rows_total=findings.rows,
        rows_bad=len(findings.bad),
        rows_written=written.written if written and not batch.is_dry_run else 0,
        rows_unchanged=written.unchanged if written else 0,
        ignored_columns=findings.ignored,
        problems=[problem.as_stored() for problem in findings.problems[:MOST_KEPT]],
    )
    service.end(batch, ending, actor=actor, now=now)
    return findings


def _read(kind: Kind, path: Path, findings: Findings, progress: Progress) -> Staging | None:
    """Stage the rows of a file; a file that cannot be read is a problem of its own, not a failure."""
    try:
        sheet = sheets.read(path)
        findings.sheet = sheet.name
        layout = _layout(kind, sheet)
        findings.ignored = layout.ignored
        staging = Staging(kind)
        reader = RowReader(layout, sheet=sheet.name)
        for chunk in _chunks(sheet.rows):
            staging.add(_values(reader, chunk, findings))
            findings.rows += len(chunk)
            findings.check_few()
            progress(min(findings.rows, sheet.rows_at_most), sheet.rows_at_most)
        if not findings.rows:
            raise RowsMissing
    except Invalid as error:
        findings.refuse(error)
        return None
    staging.settle()
    return staging


def _layout(kind: Kind, sheet: sheets.Sheet) -> Layout:
    number, header = next(sheet.rows, (1, []))
    return match(kind.columns, header, row_number=number)


def _chunks(rows: Iterator[tuple[int, list[Cell]]]) -> Iterator[list[tuple[int, list[Cell]]]]:
    while chunk := list(itertools.islice(rows, _CHUNK)):
        yield chunk


def _values(
    reader: RowReader, chunk: Sequence[tuple[int, list[Cell]]], findings: Findings
) -> Iterator[tuple[int, dict[str, Any], bool]]:
    for number, row in chunk:
        values, problems = reader.read(number, row)
        if problems:
            findings.add(problems)
        yield number, dict(zip(reader.names, values, strict=True)), not problems


def _settle(batch: ImportBatch, staging: Staging, context: Context, findings: Findings) -> Written | None:
    """Check what is staged and, unless it is refused, write the good rows; a dry run takes back what it wrote."""
    kind = staging.kind
    kind.prepare(context)
    try:
        _check(staging, context, findings)
    except BadRowsTooMany as error:
        findings.refuse(error)
    if _is_refused(batch, findings):
        return None
    staging.drop(findings.bad)
    try:
        with db.session.begin_nested() as tried:
            written = kind.write(context)
            if batch.is_dry_run:
                tried.rollback()
    except DomainError as error:
        findings.refuse(error)
        return None
    if written.written >= _MANY and not batch.is_dry_run:
        db.session.execute(text("ANALYZE"))  # the next question must not be planned for the tables of before
    return written


def _check(staging: Staging, context: Context, findings: Findings) -> None:
    unread = {row: {each.column.name for each in wrong if each.column} for row, wrong in findings.bad.items()}
    for check in staging.kind.checks:
        findings.add(staging.broken(check, context.parameters(), sheet=findings.sheet))
        findings.check_few()
    if findings.bad:
        findings.add(staging.spread(findings.bad, unread, sheet=findings.sheet))
        findings.check_few()


def _is_refused(batch: ImportBatch, findings: Findings) -> bool:
    """One bad row refuses the whole file, unless it was asked to skip them and a good one is left."""
    left = findings.rows - len(findings.bad)
    return findings.is_refused or (bool(findings.bad) and (not batch.skips_bad_rows or not left))


def _state_of(batch: ImportBatch, findings: Findings) -> BatchState:
    if _is_refused(batch, findings):
        return BatchState.REFUSED
    return BatchState.CHECKED if batch.is_dry_run else BatchState.COMMITTED
