"""`flask import KIND FILE`: bring a file in, as the administrator; `flask undo-import`: take it back."""

import os
import sys
from pathlib import Path

import click
from flask.cli import with_appcontext

from marketplace.accounts.errors import OrganisationNotFound
from marketplace.accounts.queries.organisations import list_organisations
from marketplace.cli.edge import language_option, now, say, tells_refusals
from marketplace.cli.progress import row_bar
from marketplace.imports.errors import ReportUnwritable
from marketplace.imports.models import ImportBatch
from marketplace.imports.rules import BatchState
from marketplace.imports.rules.problems import Problem
from marketplace.kernel.actor import Via, system
from marketplace.kernel.identifiers import parse_uscc
from marketplace.regions.rules import canonical_code
from marketplace.transaction import transaction
from marketplace.workflows.imports import batches
from marketplace.workflows.imports.engine import Findings
from marketplace.workflows.imports.kinds import KINDS
from marketplace.workflows.imports.returned import write_bad_rows

_SHOWN = 20


@click.command("import")
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check everything and write nothing.")
@click.option("--skip-bad-rows", is_flag=True, help="Write the good rows and give the bad ones back.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Where bad rows go (.csv or .xlsx).")
@click.option("--region", help="The region that the file is about; rows outside are refused.")
@click.option("--organisation", help="The buyer for which order lines are placed, by its credit code.")
@language_option
@with_appcontext
@tells_refusals
def import_command(
    *,
    kind: str,
    file: Path,
    dry_run: bool,
    skip_bad_rows: bool,
    report: Path | None,
    region: str | None,
    organisation: str | None,
    language: str,
) -> None:
    """Bring the rows of FILE in as KIND.

    One bad row refuses the whole file, unless --skip-bad-rows is given. The same file twice changes nothing.
    """
    target = report or file.with_name(f"{file.stem}.bad-rows.csv")
    if report or skip_bad_rows:
        _refuse_unwritable(target)
    with row_bar(kind) as progress:
        batch, findings = batches.bring_file(
            file,
            kind=kind,
            is_dry_run=dry_run,
            skips_bad_rows=skip_bad_rows,
            organisation_id=_organisation_id(organisation) if organisation else None,
            region_code=canonical_code(region) if region else None,
            actor=system(Via.CLI),
            now=now(),
            progress=progress,
        )
    _tell(batch, findings or Findings(), language)
    if findings and findings.bad and (report or skip_bad_rows):
        count = write_bad_rows(file, target, findings, language=language)
        say(language, f"{count} 行有误，已写入 {target}", f"{count} bad rows written to {target}")
    if batch.state is BatchState.REFUSED:
        sys.exit(1)


@click.command("undo-import")
@click.argument("batch", type=click.IntRange(min=1, max=2**63 - 1))
@language_option
@with_appcontext
@tells_refusals
def undo_command(*, batch: int, language: str) -> None:
    """Take the import number BATCH back as a whole, while nothing depends on it."""
    with transaction():
        batches.undo(batch, actor=system(Via.CLI), now=now())
    say(language, f"第 {batch} 批导入已撤销", f"Import {batch} was undone")


def _refuse_unwritable(target: Path) -> None:
    """Refuse before anything is imported, because bad rows that cannot be given back would be lost."""
    if not os.access(target if target.exists() else target.parent, os.W_OK):
        raise ReportUnwritable(file=str(target))


def _organisation_id(uscc: str) -> int:
    found = list_organisations(actor=system(Via.CLI), q=parse_uscc(uscc), limit=1)
    if not found:
        raise OrganisationNotFound
    return found[0].id


def _tell(batch: ImportBatch, findings: Findings, language: str) -> None:
    if findings.ignored:
        names = ", ".join(findings.ignored)
        say(language, f"未识别而忽略的列：{names}", f"Columns not known and ignored: {names}")
    for problem in findings.problems[:_SHOWN]:
        click.echo(_line(problem, language), err=True)
    more = len(findings.problems) - _SHOWN
    if more > 0:
        say(language, f"……还有 {more} 处；--report 文件 可得到全部", f"… and {more} more; --report FILE gives them all")
    counts = (batch.rows_total, batch.rows_bad, batch.rows_written, batch.rows_unchanged)
    outcome = _OUTCOMES[batch.state]
    say(
        language,
        "{}（第 {} 批）：共 {} 行，有误 {}，写入 {}，无变化 {}".format(outcome[0], batch.id, *counts),
        "{} (batch {}): {} rows, {} bad, {} written, {} unchanged".format(outcome[1], batch.id, *counts),
    )


_OUTCOMES = {
    BatchState.COMMITTED: ("已导入", "Imported"),
    BatchState.CHECKED: ("检查完成，未写入", "Checked, nothing written"),
    BatchState.REFUSED: ("未导入", "Refused, nothing written"),
}


def _line(problem: Problem, language: str) -> str:
    english = language == "en"
    kind = ("warning" if english else "提醒") if problem.is_warning else ("error" if english else "错误")
    place = [problem.sheet]
    if problem.row is not None:
        place.append(f"row {problem.row}" if english else f"第 {problem.row} 行")
    said = problem.sentence(language)
    value = f" “{problem.value}”" if problem.value and problem.value not in said else ""
    return f"{kind} {' '.join(place)} {said}{value} [{problem.error.reason}]"
