"""Read rows of cells by a layout: every problem of a row at once, the values of a bad cell as `None`."""

from collections.abc import Sequence
from typing import Any, Final

from marketplace.imports.errors import CellBlank
from marketplace.imports.rules.columns import Column, Reader
from marketplace.imports.rules.headers import Layout
from marketplace.imports.rules.problems import Problem, problem_of_cell
from marketplace.kernel.cells import Cell, is_blank, text_of
from marketplace.kernel.errors import DomainError

_REMEMBERED: Final = 20_000
"""A column of codes repeats itself; so many different cells of it are read once."""


class RowReader:
    """Reads the rows of one sheet."""

    def __init__(self, layout: Layout, *, sheet: str) -> None:
        """Prepare to read rows laid out so."""
        self.sheet = sheet
        self.names = tuple(column.name for column, _ in layout.places)
        self._steps: list[tuple[Column, int, Reader, dict[Cell, Any]]] = [
            (column, position, column.read, {}) for column, position in layout.places
        ]

    def read(self, number: int, row: Sequence[Cell]) -> tuple[list[Any], list[Problem]]:
        """Read a row into values in the order of `names`, and say all that is wrong with it."""
        values: list[Any] = []
        problems: list[Problem] = []
        width = len(row)
        for column, position, read, known in self._steps:
            cell = row[position] if position < width else None
            if cell in known:
                values.append(known[cell])
                continue
            value = None
            if is_blank(cell):
                if column.is_required:
                    problems.append(problem_of_cell(CellBlank(), sheet=self.sheet, row=number, column=column, value=""))
                values.append(None)
                continue
            try:
                value = read(cell)
            except DomainError as error:
                problems.append(
                    problem_of_cell(error, sheet=self.sheet, row=number, column=column, value=text_of(cell))
                )
            else:
                if len(known) < _REMEMBERED:
                    known[cell] = value
            values.append(value)
        return values, problems
