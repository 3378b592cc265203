"""An order group from a sheet: every row is read and priced, all that is wrong is told by row, then it is placed.

A file that is no sheet of order lines is refused as a whole. What is wrong with single rows is told with sheet, row,
column and value; a sheet with any such row is not placed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

from marketplace.gateways import sheets
from marketplace.imports.errors import RowsMissing
from marketplace.imports.rules.columns import Column
from marketplace.imports.rules.headers import match
from marketplace.imports.rules.problems import Problem, problem_of_cell
from marketplace.imports.rules.rows import RowReader
from marketplace.kernel.actor import Actor
from marketplace.kernel.errors import DomainError
from marketplace.purchasing.errors import LinesRefused, LinesTooMany, OrderSheetRefused, OrderSheetTooLarge, SkuRepeated
from marketplace.purchasing.rules import MOST_LINES, LineProblem, Pricing, WantedLine
from marketplace.workflows import place_order
from marketplace.workflows.imports.order_lines import COLUMNS, checked_line
from marketplace.workflows.place_order import Terms

MOST_MIB: Final = 8
_COLUMNS: Final = {column.name: column for column in COLUMNS}


@dataclass(frozen=True, slots=True)
class CheckedSheet:
    """A sheet that was read and priced: its rows, what those without a problem cost, and all that is wrong."""

    name: str
    rows_total: int
    ignored: Sequence[str]
    wanted: Sequence[WantedLine]
    rows: Sequence[int]
    """The row of each wanted line, as the spreadsheet counts."""
    pricing: Pricing
    problems: Sequence[Problem]

    def row_of(self, index: int) -> int:
        """Tell in which row a wanted line stands."""
        return self.rows[index]


def check(path: Path, *, buyer_id: int, actor: Actor, now: datetime) -> CheckedSheet:
    """Read and price a sheet for a buyer, without writing anything.

    :raises BuyerUnknown: if the caller may not order for this buyer.
    :raises Invalid: if the file is no sheet of order lines, or has more than one order group takes.
    """
    if path.stat().st_size > MOST_MIB << 20:
        raise OrderSheetTooLarge(most_mib=MOST_MIB)
    sheet = sheets.read(path)
    number, header = next(sheet.rows, (1, []))
    layout = match(COLUMNS, header, row_number=number)
    reader = RowReader(layout, sheet=sheet.name)
    problems: list[Problem] = []
    wanted: list[WantedLine] = []
    rows: list[int] = []
    rows_total = 0
    for row, cells in islice(sheet.rows, MOST_LINES + 1):
        rows_total += 1
        values, wrong = reader.read(row, cells)
        problems += wrong
        wanted.append(checked_line(dict(zip(reader.names, values, strict=True))))
        rows.append(row)
    if not rows_total:
        raise RowsMissing
    if rows_total > MOST_LINES:
        raise LinesTooMany(most=MOST_LINES)
    pricing = place_order.preview(buyer_id=buyer_id, lines=wanted, actor=actor, now=now)
    unread = {(problem.row, problem.column) for problem in problems}
    found = [_problem_of(problem, wanted, rows, sheet.name) for problem in pricing.problems]
    problems += [problem for problem in found if (problem.row, problem.column) not in unread]
    bad = {problem.row for problem in problems}
    good = Pricing([line for line in pricing.lines if rows[line.index] not in bad], pricing.problems)
    in_order = sorted(problems, key=lambda problem: problem.row or 0)
    return CheckedSheet(sheet.name, rows_total, layout.ignored, wanted, rows, good, in_order)


def place(sheet: CheckedSheet, *, buyer_id: int, terms: Terms, actor: Actor, now: datetime) -> int:
    """Place the order group of a checked sheet and tell its id.

    :raises OrderSheetRefused: if a row is wrong, naming each as `rows.<row>.<column>`; also when another buyer was
        faster.
    """
    if sheet.problems:
        raise _refusal_of(sheet.problems)
    try:
        return place_order.place(buyer_id=buyer_id, lines=sheet.wanted, terms=terms, actor=actor, now=now)
    except LinesRefused as refusal:
        raise _refusal_of(
            [
                _problem_of(LineProblem(int(index), field, error), sheet.wanted, sheet.rows, sheet.name)
                for path, wrong in refusal.fields.items()
                for _, index, field in [path.split(".")]
                for error in wrong
            ]
        ) from refusal


def _problem_of(problem: LineProblem, wanted: Sequence[WantedLine], rows: Sequence[int], sheet: str) -> Problem:
    """Tell a line's problem as a row's: where a line names another, the row of that is meant."""
    error = problem.error
    if isinstance(error, SkuRepeated):
        first_index: Any = error.facts["first_line"]
        error = SkuRepeated(sku=wanted[problem.index].sku_code, first_line=rows[first_index - 1])
    column = _COLUMNS[problem.field]
    value = _value_of(wanted[problem.index], column)
    return problem_of_cell(error, sheet=sheet, row=rows[problem.index], column=column, value=value)


def _value_of(line: WantedLine, column: Column) -> str:
    values = {"sku": line.sku_code, "quantity": line.quantity, "deliver_on": line.deliver_on}
    return str(values[column.name])


def _refusal_of(problems: Sequence[Problem]) -> OrderSheetRefused:
    fields: dict[str, list[DomainError]] = {}
    for problem in problems:
        if problem.column:
            fields.setdefault(f"rows.{problem.row}.{problem.column.name}", []).append(problem.error)
    return OrderSheetRefused(
        fields=fields,
        sheet=problems[0].sheet,
        rows_bad=len({problem.row for problem in problems}),
        values={f"rows.{p.row}.{p.column.name}": p.value for p in problems if p.column},
    )
