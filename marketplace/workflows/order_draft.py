"""An order group while it is being written: rows of text, pasted, uploaded or typed, each with what is wrong.

A draft lives on the page of whoever writes it; nothing is kept here. Every row keeps its text until it is right; all
that is wrong is told at once, by row and column.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final

from marketplace.catalogue.rules import Offer
from marketplace.gateways import sheets
from marketplace.imports.errors import RowsMissing
from marketplace.imports.rules.headers import match
from marketplace.imports.rules.rows import RowReader
from marketplace.kernel.actor import Actor
from marketplace.kernel.cells import text_of
from marketplace.kernel.errors import DomainError
from marketplace.purchasing.errors import LinesRefused, LinesTooMany, OrderSheetTooLarge
from marketplace.purchasing.rules import MOST_LINES, PricedLine, Pricing
from marketplace.workflows import place_order
from marketplace.workflows.imports.order_lines import COLUMNS, wanted_line
from marketplace.workflows.order_sheet import MOST_MIB
from marketplace.workflows.place_order import Terms

NAMES: Final = tuple(column.name for column in COLUMNS)
"""The columns of a row, in the order in which they are written."""
_EXAMPLE: Final = {column.name: column.example for column in COLUMNS}
_BETWEEN: Final = re.compile(r"[\s,;，；、\u3000]+")

Row = Mapping[str, str]


@dataclass(slots=True)
class DraftRow:
    """A row as it was typed, what is wrong with each column of it, what it names, and its price if it has one."""

    cells: Row
    wrong: dict[str, list[DomainError]] = field(default_factory=dict)
    offer: Offer | None = None
    priced: PricedLine | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """Rows with their prices and problems."""

    rows: Sequence[DraftRow]
    pricing: Pricing

    @property
    def wrong_count(self) -> int:
        """How many rows have to be mended."""
        return sum(bool(row.wrong) for row in self.rows)


def read_pasted(pasted: str) -> list[Row]:
    """Read a line for each SKU, its code and quantity parted by a space, a tab or a comma."""
    lines = (_BETWEEN.split(line.strip(), maxsplit=1) for line in pasted.splitlines() if line.strip())
    return [dict(zip(NAMES, parts, strict=False)) for parts in islice(lines, MOST_LINES + 1)]


def read_sheet(path: Path) -> list[Row]:
    """Read the rows of a sheet as text; the example that the template shows is no row of it.

    :raises Invalid: if the file is no sheet of order lines, or holds none, or is too large.
    """
    if path.stat().st_size > MOST_MIB << 20:
        raise OrderSheetTooLarge(most_mib=MOST_MIB)
    sheet = sheets.read(path)
    number, header = next(sheet.rows, (1, []))
    places = match(COLUMNS, header, row_number=number).places
    rows: list[Row] = [
        {column.name: text_of(cells[at]).strip() for column, at in places if at < len(cells)}
        for _, cells in islice(sheet.rows, MOST_LINES + 2)
    ]
    rows = [row for row in rows if {name: row.get(name, "") for name in NAMES} != _EXAMPLE][: MOST_LINES + 1]
    if not rows:
        raise RowsMissing
    return rows


def check(rows: Sequence[Row], *, buyer_id: int, actor: Actor, now: datetime) -> Draft:
    """Read and price rows for a buyer, without writing anything.

    :raises BuyerUnknown: if the caller may not order for this buyer.
    :raises LinesTooMany: with more than one group takes.
    """
    place_order.check_buyer(buyer_id, actor=actor)
    if len(rows) > MOST_LINES:
        raise LinesTooMany(most=MOST_LINES)
    reader = RowReader(match(COLUMNS, NAMES), sheet="")
    drafts, wanted, readable = [DraftRow(row) for row in rows], [], []
    for number, draft in enumerate(drafts, start=1):
        values, problems = reader.read(number, [draft.cells.get(name) for name in NAMES])
        for problem in problems:
            if problem.column is not None:
                draft.wrong.setdefault(problem.column.name, []).append(problem.error)
        if not problems:
            wanted.append(wanted_line(dict(zip(reader.names, values, strict=True))))
            readable.append(draft)
    if not wanted:
        return Draft(drafts, Pricing([], []))
    pricing = place_order.preview(buyer_id=buyer_id, lines=wanted, actor=actor, now=now)
    for draft, line in zip(readable, wanted, strict=True):
        draft.offer = pricing.offers.get(line.sku_code)
    for priced in pricing.lines:
        readable[priced.index].priced = priced
    for wrong in pricing.problems:
        readable[wrong.index].wrong.setdefault(wrong.field, []).append(wrong.error)
    return Draft(drafts, pricing)


def place(draft: Draft, *, buyer_id: int, terms: Terms, actor: Actor, now: datetime) -> int:
    """Place the order group of a draft in which nothing is wrong, and tell its id.

    :raises LinesRefused: naming every line that is wrong; also when another buyer was faster.
    """
    if draft.wrong_count:
        raise LinesRefused(
            fields={
                f"rows.{number}.{column}": errors
                for number, row in enumerate(draft.rows, start=1)
                for column, errors in row.wrong.items()
            }
        )
    lines = [line.wanted for line in draft.pricing.lines]
    return place_order.place(buyer_id=buyer_id, lines=lines, terms=terms, actor=actor, now=now)
