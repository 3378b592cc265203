"""`flask statistics`: figures, the yearly bulletin, and the checks printed with every report."""

import csv
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import orjson
from flask.cli import with_appcontext

from marketplace.cli.edge import language_option, tells_refusals
from marketplace.gateways.documents import write_workbook
from marketplace.kernel.actor import Via, system
from marketplace.kernel.days import Month
from marketplace.kernel.money import format_yuan
from marketplace.regions.rules import canonical_code
from marketplace.sales.rules import Channel
from marketplace.statistics.queries.bulletin import get_bulletin
from marketplace.statistics.queries.figures import figures as figures_of
from marketplace.statistics.rules import MEASURES, By, Slice
from marketplace.statistics.rules.tables import sheets
from marketplace.statistics.rules.wording import write

_CHANNELS = [channel.value for channel in Channel]


@click.group("statistics")
def statistics() -> None:
    """Figures computed from the facts."""


@statistics.command("figures")
@click.option("--region", required=True, help="Area code of a county or a region above it.")
@click.option("--from", "month_from", required=True, metavar="YYYY-MM")
@click.option("--to", "month_to", required=True, metavar="YYYY-MM", help="The last month, counted too.")
@click.option("--by", type=click.Choice([by.value for by in By]))
@click.option("--channel", type=click.Choice(_CHANNELS))
@click.option("--tag")
@click.option("--supplier", metavar="USCC")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
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
    form: str,
    language: str,  # noqa: ARG001  refusals are told in it
) -> None:
    """Count a slice, as one row or one per value of --by."""
    asked = Slice(
        region_code=canonical_code(region),
        month_from=Month.parse(month_from),
        month_to=Month.parse(month_to),
        channel=Channel(channel) if channel else None,
        tag=tag,
        supplier=supplier,
    )
    rows = figures_of(asked, by=By(by) if by else None, actor=system(Via.CLI))
    _PRINTERS[form](rows)


@statistics.command("bulletin")
@click.option("--region", required=True, help="Area code of a county or a region above it.")
@click.option("--year", required=True, type=click.IntRange(1950, 2199))
@click.option("--xlsx", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="Write a workbook too.")
@language_option
@with_appcontext
@tells_refusals
def bulletin(*, region: str, year: int, xlsx: Path | None, language: str) -> None:
    """Tell a region's year as officials do."""
    told = get_bulletin(canonical_code(region), year, actor=system(Via.CLI))
    click.echo(write(told, language))
    if xlsx:
        xlsx.write_bytes(write_workbook(sheets(told, language)))


def _print_json(rows: Sequence[Mapping[str, Any]]) -> None:
    click.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode())


def _print_csv(rows: Sequence[Mapping[str, Any]]) -> None:
    writer = csv.writer(sys.stdout)
    writer.writerow(["slice", *MEASURES, "definitions"])
    for row in rows:
        writer.writerow([_value(row), *(row[name] for name in MEASURES), ";".join(row["definitions"])])


def _print_table(rows: Sequence[Mapping[str, Any]]) -> None:
    lines = [["", *MEASURES]]
    lines += [[_value(row), *(_cell(name, row[name]) for name in MEASURES)] for row in rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    for line in lines:
        first, *others = line
        cells = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        click.echo("  ".join([first.ljust(widths[0]), *cells]).rstrip())
    click.echo(f"\n{'  '.join(rows[0]['definitions'])}" if rows else "")


def _value(row: Mapping[str, Any]) -> str:
    return "; ".join("–" if value is None else str(value) for value in row["slice"].values())


def _cell(name: str, value: int | None) -> str:
    if value is None:
        return "–"
    return format_yuan(value) if name.endswith("_fen") else str(value)


_PRINTERS = {"json": _print_json, "csv": _print_csv, "table": _print_table}
