"""`flask statistics`: figures, the yearly bulletin, and the checks printed with every report."""

import csv
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import click
import orjson
from flask.cli import with_appcontext

from marketplace.accounts.rules import BuyerKind
from marketplace.catalogue.rules import ProductCategory
from marketplace.cli.edge import language_option, now, say, tells_refusals
from marketplace.gateways.documents import write_workbook
from marketplace.kernel.actor import Via, system
from marketplace.kernel.days import Month, day_of
from marketplace.kernel.money import format_yuan
from marketplace.regions.rules import canonical_code
from marketplace.sales.rules import Channel
from marketplace.statistics.queries.bulletin import get_bulletin
from marketplace.statistics.queries.checks import check as check_all
from marketplace.statistics.queries.checks import tell
from marketplace.statistics.queries.figures import figures as figures_of
from marketplace.statistics.queries.measures import compared_figures
from marketplace.statistics.queries.rollup import verify_rollup
from marketplace.statistics.rules import MEASURES, By, Slice
from marketplace.statistics.rules.checks import check_figures, is_sound
from marketplace.statistics.rules.comparison import Compare
from marketplace.statistics.rules.names import PARTS_ADD_UP, TAGS_OVERLAP
from marketplace.statistics.rules.tables import figure_table, sheets, value_of
from marketplace.statistics.rules.wording import write
from marketplace.statistics.rules.wording.closing import close
from marketplace.statistics.service.rollup import rebuild
from marketplace.transaction import transaction

Row = Mapping[str, Any]
_CHANNELS: Final = [channel.value for channel in Channel]
_SHOWN: Final = 5
"""Rows of a check shown in a table; JSON and CSV have them all."""

_region = click.option("--region", required=True, help="Area code of a county or a region above it.")
_from = click.option("--from", "month_from", required=True, metavar="YYYY-MM")
_to = click.option("--to", "month_to", required=True, metavar="YYYY-MM", help="The last month, counted too.")
_format = click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True
)


@click.group("statistics")
def statistics() -> None:
    """Figures computed from the facts."""


@statistics.command("figures")
@_region
@_from
@_to
@click.option("--by", type=click.Choice([by.value for by in By]))
@click.option("--channel", type=click.Choice(_CHANNELS))
@click.option("--tag")
@click.option("--supplier", metavar="USCC")
@click.option("--category", type=click.Choice([category.value for category in ProductCategory]))
@click.option("--buyer-kind", type=click.Choice([kind.value for kind in BuyerKind]))
@click.option("--buyer-region", metavar="CODE")
@click.option("--compare", type=click.Choice([mode.value for mode in Compare]), help="Put an earlier slice beside it.")
@_format
@language_option
@with_appcontext
@tells_refusals
def figures(
    *,
    region: str,
    month_from: str,
    month_to: str,
    by: str | None,
    channel: str | None,
    tag: str | None,
    supplier: str | None,
    category: str | None,
    buyer_kind: str | None,
    buyer_region: str | None,
    compare: str | None,
    form: str,
    language: str,
) -> None:
    """Count a slice, as one row or one per value of --by; a table ends with the self-checks of its figures."""
    asked = Slice(
        region_code=canonical_code(region),
        month_from=Month.parse(month_from),
        month_to=Month.parse(month_to),
        channel=Channel(channel) if channel else None,
        tag=tag,
        supplier=supplier,
        category=ProductCategory(category) if category else None,
        buyer_kind=BuyerKind(buyer_kind) if buyer_kind else None,
        buyer_region=canonical_code(buyer_region) if buyer_region else None,
    )
    broken_down, mode, cut_off = By(by) if by else None, Compare(compare) if compare else None, now()
    if mode:
        rows = compared_figures(asked, by=broken_down, mode=mode, actor=system(Via.CLI))
    else:
        rows = figures_of(asked, by=broken_down, actor=system(Via.CLI))
    if form == "json":
        _print_json(rows)
    elif form == "csv":
        csv.writer(sys.stdout).writerows(figure_table(rows, by=broken_down, cut_off=cut_off))
    else:
        _print_figures(rows)
        if broken_down:
            say(language, *(PARTS_ADD_UP if broken_down.is_partition else TAGS_OVERLAP))
        for sentence in close(check_figures(tell(asked, mode=mode or Compare.YEAR)), cut_off, language):
            click.echo(sentence)


@statistics.command("bulletin")
@_region
@click.option("--year", required=True, type=click.IntRange(1950, 2199))
@click.option("--format", "form", type=click.Choice(["text", "xlsx"]), default="text", show_default=True)
@click.option(
    "--output", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="Write to a file; xlsx needs one."
)
@language_option
@with_appcontext
@tells_refusals
def bulletin(*, region: str, year: int, form: str, output: Path | None, language: str) -> None:
    """Tell a region's year as officials do."""
    if form == "xlsx" and output is None:
        raise click.UsageError("--format xlsx needs --output FILE")
    told = get_bulletin(canonical_code(region), year, actor=system(Via.CLI), now=now())
    if output is None:
        click.echo(write(told, language))
    elif form == "xlsx":
        output.write_bytes(write_workbook(sheets(told, language)))
    else:
        output.write_text(write(told, language), encoding="utf-8")


@statistics.command("check")
@_region
@_from
@_to
@_format
@language_option
@with_appcontext
@tells_refusals
def check(*, region: str, month_from: str, month_to: str, form: str, language: str) -> None:
    """Check figures and stored facts and look for anomalies; ends with 1 if something contradicts itself."""
    asked = Slice(
        region_code=canonical_code(region), month_from=Month.parse(month_from), month_to=Month.parse(month_to)
    )
    found = check_all(asked, today=day_of(now()), actor=system(Via.CLI))
    _FINDING_PRINTERS[form]([finding.told(language) for finding in found])
    if not is_sound(found):
        sys.exit(1)


@statistics.command("rollup")
@click.option("--verify", "is_verified", is_flag=True, help="Recount all sales; ends with 1 if a sum is off.")
@click.option("--rebuild", "is_rebuilt", is_flag=True, help="Sum all sales anew; who writes sales waits meanwhile.")
@_format
@language_option
@with_appcontext
@tells_refusals
def rollup(*, is_verified: bool, is_rebuilt: bool, form: str, language: str) -> None:
    """Verify or rebuild the sums of sales that the database keeps; both verifies what was rebuilt."""
    if not (is_verified or is_rebuilt):
        raise click.UsageError("say --verify or --rebuild")
    if is_rebuilt:
        with transaction():
            sums = rebuild(actor=system(Via.CLI), now=now())
        say(language, f"已重新汇总为 {sums} 行", f"{sums} sums made anew")
    if is_verified:
        found = [verify_rollup()]
        _FINDING_PRINTERS[form]([finding.told(language) for finding in found])
        if not is_sound(found):
            sys.exit(1)


def _print_json(rows: Sequence[Row]) -> None:
    click.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode())


def _print_figures(rows: Sequence[Row]) -> None:
    lines = [["", *MEASURES]]
    for row in rows:
        lines.append([value_of(row), *(_cell(name, row[name]) for name in MEASURES)])
        if "base" in row:
            lines.append(["  before", *(_cell(name, row["base"][name]) for name in MEASURES)])
            lines.append(["  change", *(_percent(row["change_bp"][name]) for name in MEASURES)])
    _print_lines(lines)
    click.echo(f"\n{'  '.join(rows[0]['definitions'])}" if rows else "")
    if rows and "base" in rows[0]:
        click.echo(f"  before  {'  '.join(rows[0]['base_definitions'])}")


def _print_lines(lines: Sequence[Sequence[str]]) -> None:
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    for line in lines:
        first, *others = line
        cells = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        click.echo("  ".join([first.ljust(widths[0]), *cells]).rstrip())


def _cell(name: str, value: int | None) -> str:
    if value is None:
        return "–"
    return format_yuan(value) if name.endswith("_fen") else str(value)


def _percent(bp: int | None) -> str:
    return "–" if bp is None else f"{format_yuan(bp)}%"


def _print_findings_csv(findings: Sequence[Row]) -> None:
    writer = csv.writer(sys.stdout)
    writer.writerow(["id", "kind", "severity", "holds", "rows_count", "row"])
    for finding in findings:
        for row in finding["rows"] or [None]:
            told = "" if row is None else orjson.dumps(row).decode()
            writer.writerow([*(finding[name] for name in ("id", "kind", "severity", "holds", "rows_count")), told])


def _print_findings(findings: Sequence[Row]) -> None:
    for finding in findings:
        result = "ok" if finding["holds"] else f"{finding['severity']} {finding['rows_count']}"
        click.echo(f"{result:<16}{finding['id']:<32}{finding['title']}")
        for row in finding["rows"][:_SHOWN]:
            click.echo(f"{'':16}{orjson.dumps(row).decode()}")


_FINDING_PRINTERS: Final = {"json": _print_json, "csv": _print_findings_csv, "table": _print_findings}
