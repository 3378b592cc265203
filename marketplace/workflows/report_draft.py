"""A sales report while it is being written: rows of text, pasted, from a sheet or typed, and the evidence under them.

A report being written lives on the page of whoever writes it until it is saved. Every row keeps its text until it is
right; all that is wrong is told at once, as `lines.<index>.<column>`.
"""

import csv
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

from marketplace.accounts.rules import BuyerKind
from marketplace.gateways import sheets
from marketplace.imports.errors import CellNotText, HeaderMissing, RowsMissing
from marketplace.imports.rules.columns import Column
from marketplace.imports.rules.headers import Layout, match
from marketplace.imports.rules.readers import LONGEST_TEXT
from marketplace.imports.rules.rows import RowReader
from marketplace.kernel.actor import Actor
from marketplace.kernel.cells import Cell, text_of
from marketplace.kernel.errors import DomainError, Invalid
from marketplace.kernel.money import format_yuan
from marketplace.reporting.errors import LineNotPositive, LinesTooMany, SheetTooLarge
from marketplace.reporting.queries.reports import get_report
from marketplace.reporting.rules import MOST_LINES, NewLine
from marketplace.reporting.service import reports
from marketplace.sales.rules import Channel
from marketplace.workflows.imports.sales import SALES

NAMES: Final = (
    "sold_on", "channel", "uscc", "product_number", "quantity", "amount", "buyer_name", "buyer_kind", "buyer_region",
    "invoice_number", "tags",
)  # fmt: skip
"""The columns of a row, in the order in which they are written; those of a file of sales, without its keys."""
COLUMNS: Final[Sequence[Column]] = tuple(column for name in NAMES for column in SALES.columns if column.name == name)
EVIDENCE: Final = "evidence_file_id"
"""What a row carries besides: the file that proves it."""
_CHOSEN: Final = ("sold_on", "channel", "buyer_kind")
_COLUMNS: Final = {column.name: column for column in COLUMNS}
_FIELDS: Final = {"uscc": "supplier", "amount": "amount_fen", "buyer_region": "buyer_code"}
_COLUMN_OF: Final = {field: name for name, field in _FIELDS.items()} | {"product": "product_number"}
_MOST_MIB: Final = 8
_LONGEST_ID: Final = 18

Row = Mapping[str, str]


def read_pasted(pasted: str) -> list[Row]:
    """Read rows as a spreadsheet copies them, parted by tabs, or by commas; with a header in any order or without.

    :raises Invalid: if the header misses a column that is needed, or a cell is no text.
    """
    lines = [line for line in pasted.splitlines() if line.strip()]
    if not lines:
        return []
    delimiter = "\t" if "\t" in lines[0] else ","
    read = csv.reader((line.replace("，", ",") if delimiter == "," else line for line in lines), delimiter=delimiter)
    try:
        rows = list(islice(read, MOST_LINES + 2))
    except csv.Error:  # a control character, or a field longer than any cell
        raise CellNotText(longest=LONGEST_TEXT) from None
    try:
        places = match(COLUMNS, rows[0]).places
    except HeaderMissing:
        return [_row([(column, at) for at, column in enumerate(COLUMNS)], cells) for cells in rows]
    return [_row(places, cells) for cells in rows[1:]]


def read_sheet(path: Path) -> list[Row]:
    """Read the rows of a sheet as text.

    :raises Invalid: if the file is no sheet of sales, or holds none, or is too large.
    """
    if path.stat().st_size > _MOST_MIB << 20:
        raise SheetTooLarge(most_mib=_MOST_MIB)
    sheet = sheets.read(path)
    number, header = next(sheet.rows, (1, []))
    places = match(COLUMNS, header, row_number=number).places
    rows = [_row(places, cells) for _, cells in islice(sheet.rows, MOST_LINES + 1)]
    if not rows:
        raise RowsMissing
    return rows


def read_rows(rows: Sequence[Row]) -> list[NewLine]:
    """Read rows as the lines of a report.

    :raises LinesTooMany: with more than one report takes.
    :raises Invalid: naming every cell that cannot be read.
    """
    if len(rows) > MOST_LINES:
        raise LinesTooMany(most=MOST_LINES)
    reader = RowReader(Layout([(column, at) for at, column in enumerate(COLUMNS)], []), sheet="")
    wrong: dict[str, list[DomainError]] = {}
    lines: list[NewLine] = []
    for index, row in enumerate(rows):
        values, problems = reader.read(index, [row.get(name) for name in NAMES])
        told = dict(zip(NAMES, values, strict=True))
        found = [(problem.column.name, problem.error) for problem in problems if problem.column is not None]
        found += [
            (name, LineNotPositive()) for name in ("quantity", "amount") if told[name] is not None and told[name] <= 0
        ]
        for name, error in found:
            wrong.setdefault(f"lines.{index}.{name}", []).append(error)
        if not found:
            lines.append(_line(told, row.get(EVIDENCE, "")))
    if wrong:
        raise Invalid(fields=wrong)
    return lines


def save(
    report_id: int | None, *, region_code: str, title: str, rows: Sequence[Row], actor: Actor, now: datetime
) -> int:
    """Begin a report with these rows, or write one anew, and tell its id.

    :raises Invalid: naming every cell that cannot stand.
    :raises ReportUnknown: outside the caller's regions.
    :raises ReportNotEditable: for a report that was handed in.
    """
    lines = read_rows(rows)
    try:
        if report_id is None:
            return reports.draft(region_code=region_code, title=title, lines=lines, actor=actor, now=now).id
        return reports.edit(report_id=report_id, title=title, lines=lines, actor=actor, now=now).id
    except Invalid as refusal:
        raise in_columns(refusal) from None


def prove(
    report_id: int, *, numbers: Collection[int], evidence_file_id: int | None, actor: Actor, now: datetime
) -> None:
    """Put a kept file under lines of a report, or take away what lies there.

    :raises ReportUnknown: outside the caller's regions.
    :raises ReportNotEditable: for a report that was handed in.
    """
    report = get_report(report_id, actor=actor)
    kept = {True: "" if evidence_file_id is None else str(evidence_file_id)}
    rows = [{**row, EVIDENCE: kept.get(number in numbers, row[EVIDENCE])} for number, row in rows_of(report).items()]
    save(report_id, region_code=report["region_code"], title=report["title"], rows=rows, actor=actor, now=now)


def rows_of(report: Mapping[str, Any]) -> dict[int, dict[str, str]]:
    """Write the lines of a report as a person would type them, by number."""
    return {line["number"]: _typed(line) for line in report["lines"]}


def in_columns(refusal: Invalid) -> Invalid:
    """Name the columns of rows where the domain names fields of lines."""
    fields = {}
    for path, wrong in refusal.fields.items():
        before, _, field = path.rpartition(".")
        fields[f"{before}.{_COLUMN_OF.get(field, field)}" if before else field] = wrong
    return Invalid(fields=fields)


def tidied(row: Row) -> Row:
    """Write days and choices of a row as forms know them, where they can be read; what cannot stays as it is."""
    return {**row, **{name: _tidied(_COLUMNS[name], row.get(name, "")) for name in _CHOSEN}}


def _tidied(column: Column, typed: str) -> str:
    try:
        return str(column.read(typed)) if typed else typed
    except DomainError:
        return typed


def _row(places: Sequence[tuple[Column, int]], cells: Sequence[Cell]) -> Row:
    return {column.name: text_of(cells[at]).strip() for column, at in places if at < len(cells)}


def _line(told: Mapping[str, Any], evidence: str) -> NewLine:
    facts = {_FIELDS.get(name, name): value for name, value in told.items()}
    return NewLine(
        **{
            **facts,
            "channel": Channel(told["channel"]),
            "buyer_kind": told["buyer_kind"] and BuyerKind(told["buyer_kind"]),
            "tags": told["tags"] or (),
            EVIDENCE: int(evidence) if _is_id(evidence) else None,
        }
    )


def _is_id(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) < _LONGEST_ID


def _typed(line: Mapping[str, Any]) -> dict[str, str]:
    told = {name: line[_FIELDS.get(name, name)] for name in NAMES if name != "amount"}
    told |= {"amount": format_yuan(line["amount_fen"]), "tags": ";".join(line["tags"]), EVIDENCE: line[EVIDENCE]}
    told["quantity"] = None if line["quantity"] is None else f"{line['quantity'].normalize():f}"
    return {name: "" if value is None else str(value) for name, value in told.items()}
