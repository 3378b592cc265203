"""A published year as tables, charts and rows of a file: by month, by channel, by region below."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from marketplace.kernel.cells import Cell
from marketplace.regions.rules import NATION, level_of
from marketplace.statistics.rules import By
from marketplace.statistics.rules.comparison import change_of
from marketplace.statistics.rules.measures import COLUMN_OF, KINDS, Unit
from marketplace.statistics.rules.names import CHANNEL_NAMES, channel_name
from marketplace.statistics.rules.publication import BROKEN_DOWN_LEVEL
from marketplace.statistics.rules.units import in_hundredths
from marketplace.web.amounts import change, in_table
from marketplace.web.charts import Bars, Series
from marketplace.web.public import cards
from marketplace.web.public.figures import Row, Year
from marketplace.web.showing import moment
from marketplace.web.terms import Term, in_cell, term
from marketplace.web.words import texts

_TOLD: Final = ("sales.certified.v1", "sales.benefiting.v1", "income.attributed.v1", "households.v1", "persons.v1")
_ALWAYS: Final = ("sales.certified.v1",)
"""Measures that come from no household."""
_PARTS: Final = (By.MONTH, By.CHANNEL, By.REGION)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: the value it stands under, its name, and its cells; `None` where one is not published."""

    value: str
    name: str
    cells: Sequence[str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A breakdown of the year: its columns beside sales, its rows, the whole, and its chart."""

    by: By
    tells_households: bool
    terms: Sequence[Term]
    lines: Sequence[Line]
    whole: Line
    chart: Bars


def facts_of(told: Year, tongue: str) -> dict[str, object]:
    """Make what the page shows of a year."""
    parts = [part for by in _PARTS if _rows(told, by) for part in [_part(told, by, tongue)]]
    cells = [cell for part in parts for line in (*part.lines, part.whole) for cell in line.cells]
    shown = cards.cards_of(told, tongue)
    return {
        "told": told,
        "moment": moment(told.at),
        "path": told.above,
        "place": place_of(told),
        "cards": shown,
        "parts": parts,
        "hides": None in cells or any(card.value is None for card in shown),
        "sales_term": term("sales.v1", tongue),
        "terms": [term(name, tongue) for name in (*COLUMN_OF, "suppliers.certified.v1", "products.certified.v1")],
    }


def place_of(told: Year) -> str:
    """Name the region with those it lies in; the nation has no name of its own here."""
    return "".join(name for code, name in told.above if code != NATION)


def chart_of(told: Year, by: By, tongue: str) -> Bars:
    """Draw the sales of a breakdown beside those of the year before, where there were any."""
    rows, before = _ordered(told, by), _before(told, by)
    series = [Series(str(told.year), [row["sales_fen"] for row in rows.values()])]
    if before:
        series.append(Series(str(told.year - 1), [before.get(_earlier(each, by), 0) for each in rows]))
    labels = [_name(told, by, each, tongue) for each in rows]
    if by is By.MONTH:
        labels = [str(int(label[-2:])) for label in labels]
    return Bars(labels=labels, series=series, write=in_table, are_lying=by is not By.MONTH)


def rows_of(told: Year, tongue: str) -> Iterator[Sequence[Cell]]:
    """Lay the whole year out under one header, amounts in yuan; each row says when it was counted.

    What is not published says so.
    """
    t = texts(tongue)
    yuan = t["in_yuan"]
    names = [f"{term(name, tongue).name} {name}" for name in COLUMN_OF]
    units = [f"({yuan})" if KINDS[name].unit is Unit.FEN else "" for name in COLUMN_OF]
    titles = [f"{name} {unit}".strip() for name, unit in zip(names, units, strict=True)]
    yield [t["part"], t["value_name"], t["value_code"], *titles, t["sales_before"], t["sales_change"], t["counted_at"]]
    before, at = None if told.whole_before is None else int(told.whole_before["sales_fen"]), moment(told.at)
    yield [t["total"], place_of(told) or t["nation"], told.region_code, *_cells_of(told.whole, before, t), at]
    for by in _PARTS:
        bases = _before(told, by)
        for value, row in _ordered(told, by).items():
            base = bases.get(_earlier(value, by), 0) if bases else None
            yield [t[f"by.{by.key}"], _name(told, by, value, tongue), value, *_cells_of(row, base, t), at]


def _cells_of(row: Row, before: int | None, t: Mapping[str, str]) -> Sequence[Cell]:
    is_money = {column: KINDS[name].unit is Unit.FEN for name, column in COLUMN_OF.items()}
    cells: list[Cell] = []
    for column, is_amount in is_money.items():
        value = row[column]
        is_hidden = value is None and column in row["suppressed"]
        cells.append(
            t["suppressed"] if is_hidden else None if value is None else in_hundredths(value) if is_amount else value
        )
    bp = change_of(row["sales_fen"], before)
    return [*cells, None if before is None else in_hundredths(before), None if bp is None else change(bp)]


def _part(told: Year, by: By, tongue: str) -> Part:
    tells = by is By.REGION or level_of(told.region_code) == BROKEN_DOWN_LEVEL
    names = _TOLD if tells else _ALWAYS
    before = _before(told, by)
    whole_before = None if told.whole_before is None else int(told.whole_before["sales_fen"])
    return Part(
        by=by,
        tells_households=tells,
        terms=[term(name, tongue) for name in names],
        lines=[
            Line(value, _name(told, by, value, tongue), _cells(row, before.get(_earlier(value, by)), names))
            for value, row in _ordered(told, by).items()
        ],
        whole=Line("", "", _cells(told.whole, whole_before, names)),
        chart=chart_of(told, by, tongue),
    )


def _cells(row: Row, before: int | None, names: Sequence[str]) -> Sequence[str | None]:
    bp = change_of(row["sales_fen"], before)
    told = [in_table(row["sales_fen"]), "–" if before is None else in_table(before), change(bp)]
    return [*told, *(in_cell(row[COLUMN_OF[name]], name) for name in names)]


def _rows(told: Year, by: By) -> Sequence[Row]:
    return {By.MONTH: told.months, By.CHANNEL: told.channels, By.REGION: told.regions}[by]


def _ordered(told: Year, by: By) -> Mapping[str, Row]:
    """Order the rows of a breakdown: channels as reports name them, the others by code."""
    rows = {str(row["slice"][by.key]): row for row in _rows(told, by)}
    order: Sequence[str] = [*CHANNEL_NAMES] if by is By.CHANNEL else sorted(rows)
    return {value: rows[value] for value in order if value in rows}


def _before(told: Year, by: By) -> Mapping[str, int]:
    return {str(row["slice"][by.key]): int(row["sales_fen"]) for row in told.before.get(by.key, ())}


def _earlier(value: str, by: By) -> str:
    """Tell under which value the year before stands: a month has another name there."""
    return f"{int(value[:4]) - 1:04d}{value[4:]}" if by is By.MONTH else value


def _name(told: Year, by: By, value: str, tongue: str) -> str:
    if by is By.CHANNEL:
        return channel_name(value, tongue)
    return told.names.get(value, value) if by is By.REGION else value
