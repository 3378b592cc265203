"""The figures as a page shows them: a card for each measure, a row for each channel or region."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from marketplace.statistics.rules import By
from marketplace.statistics.rules.comparison import change_of
from marketplace.statistics.rules.measures import COLUMN_OF, KINDS, Unit
from marketplace.statistics.rules.names import CHANNEL_NAMES, channel_name
from marketplace.web.amounts import amount, change, count, exact, in_table
from marketplace.web.public.figures import Row, Year
from marketplace.web.terms import Term, term

SHOWN: Final = (
    "sales.v1",
    "sales.certified.v1",
    "sales.benefiting.v1",
    "income.attributed.v1",
    "households.v1",
    "persons.v1",
    "suppliers.certified.v1",
    "products.certified.v1",
)
"""The measures with a card, in their order."""

_COUNTED: Final[Mapping[str, Callable[[Any], int]]] = {
    "suppliers.certified.v1": lambda counts: int(counts.suppliers),
    "products.certified.v1": lambda counts: int(counts.products),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A measure's value beside that of the year before; `None` where it is not published or there is none."""

    term: Term
    value: str | None
    exactly: str | None
    before: str | None
    change: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: its name, where it leads, and its cells; `None` where one is not published."""

    name: str
    code: str | None
    sales: str
    households: str | None
    persons: str | None

    @property
    def is_hidden(self) -> bool:
        """Whether law 14 hides a cell."""
        return self.households is None


def cards_of(told: Year, language: str) -> Sequence[Card]:
    """Make the cards of a year."""
    return [_card(name, _value(name, told.whole, told.counts), _before(name, told), language) for name in SHOWN]


def channels_of(told: Year, language: str) -> Sequence[Line]:
    """Make the rows by channel, in the order in which reports name channels."""
    rows = {row["slice"][By.CHANNEL.key]: row for row in told.channels}
    return [_line(channel_name(each, language), None, rows[each]) for each in CHANNEL_NAMES if each in rows]


def regions_of(told: Year) -> Sequence[Line]:
    """Make the rows by region below."""
    codes = [row["slice"][By.REGION.key] for row in told.regions]
    rows = zip(codes, told.regions, strict=True)
    return [_line(told.names.get(code, code), code if code in told.names else None, row) for code, row in rows]


def whole_of(told: Year) -> Line:
    """Make the row of the whole."""
    return _line("", None, told.whole)


def _value(name: str, whole: Row, counts: Any) -> int | None:
    value: int | None = whole[COLUMN_OF[name]] if name in COLUMN_OF else _COUNTED[name](counts)
    return value


def _before(name: str, told: Year) -> int | None:
    return None if told.whole_before is None else _value(name, told.whole_before, told.counts_before)


def _card(name: str, value: int | None, before: int | None, language: str) -> Card:
    is_money = KINDS[name].unit is Unit.FEN
    bp = change_of(value, before)
    return Card(
        term=term(name, language),
        value=_written(value, language, is_money=is_money),
        exactly=exact(value, language) if is_money and value is not None else None,
        before=_written(before, language, is_money=is_money) if bp is not None else None,
        change=change(bp) if bp is not None else None,
    )


def _written(value: int | None, language: str, *, is_money: bool) -> str | None:
    if value is None:
        return None
    return amount(value, language) if is_money else count(value)


def _line(name: str, code: str | None, row: Row) -> Line:
    households, persons = (None if row[key] is None else count(row[key]) for key in ("households", "persons"))
    return Line(name, code, in_table(row["sales_fen"]), households, persons)
