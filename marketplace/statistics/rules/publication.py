"""Law 14: what of the figures may be published, so that no cell from fewer than five households is told or derived.

What comes from households in a row is told or hidden as one: households and persons, but also the income that reached
them and the benefiting and not attributed sales it can be read from. A row that no household has to do with says so:
that there were no sales is told anyway.

Regions are parts of regions, and where parts and their whole are both told, a single hidden part would be their
difference, and several small ones would still be one small cell: so whenever a region is hidden, the smallest of its
siblings with at least five households is hidden too. It stays hidden on its own page, with everything below it.

Channels and months cut across regions: what a county sold in its only month is that month. So they tell of households
at one level only, and there only while neither one of them, nor a region below, nor a crossing of both is small;
otherwise they tell sales alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from marketplace.regions.rules import canonical_code, level_of, prefix_of
from marketplace.statistics.rules.rows import PAID_HOUSEHOLDS, Row
from marketplace.statistics.rules.slices import By

LEAST_HOUSEHOLDS: Final = 5
BROKEN_DOWN_LEVEL: Final = 4
"""The level whose channels and months tell of households: cities."""


@dataclass(frozen=True, slots=True)
class Family:
    """Measures that come from the same households, and those that would reveal them."""

    counted_by: str
    measures: tuple[str, ...]
    revealing: tuple[str, ...] = ()

    @property
    def hidden_together(self) -> tuple[str, ...]:
        """What is told or hidden as one."""
        return (*self.measures, *self.revealing)

    def is_nothing(self, row: Row) -> bool:
        """Tell whether no household has to do with the row; what is unknown on every row of its kind is nothing too."""
        return not any(row[name] for name in (*self.measures, self.counted_by))

    def is_small(self, row: Row) -> bool:
        """Tell whether a row must not be told: it comes from somebody, but from too few."""
        return not self.is_nothing(row) and int(row[self.counted_by]) < LEAST_HOUSEHOLDS

    def hidden_in(self, rows: Sequence[Row]) -> frozenset[int]:
        """Tell which of the rows that add up to a told whole are hidden, by position.

        These are the small ones and with them the smallest that is not, so that what is left over is neither one of
        them nor a small sum.
        """
        small = frozenset(i for i, row in enumerate(rows) if self.is_small(row))
        others = [i for i, row in enumerate(rows) if i not in small and not self.is_nothing(row)]
        if not small or not others:
            return small
        return small | {min(others, key=lambda i: (rows[i][self.counted_by], i))}


REACHED: Final = Family(
    "households",
    ("benefiting_fen", "attributed_fen", "households", "persons", "household_times"),
    revealing=("unattributed_fen",),
)
PAID: Final = Family(PAID_HOUSEHOLDS, ("evidenced_fen",))
FAMILIES: Final = (REACHED, PAID)


@dataclass(frozen=True, slots=True)
class Page:
    """What is told of a region and year: the whole, and its parts by channel, region and month."""

    whole: Row
    parts: Mapping[By, Sequence[Row]]
    crossed: Mapping[By, Sequence[Row]] = field(default_factory=dict)
    """Channels and months again, each in every county: never told, but they decide what may be."""


def publish(region_code: str, page: Page, above: Sequence[Sequence[Row]]) -> Page:
    """Hide on a region's page what law 14 asks for.

    `above` are the rows by region of every region above this one, from the nation down. Hidden measures are null and
    named under `suppressed`; measures that come from no household always stay.
    """
    hidden = {family: _is_hidden_from_above(region_code, above, family) for family in FAMILIES}
    hidden |= {family: True for family in FAMILIES if family.is_small(page.whole)}
    return Page(
        whole=_row(page.whole, [family for family in FAMILIES if hidden[family]]),
        parts={by: _part(region_code, by, page, hidden) for by in page.parts},
    )


def _part(region_code: str, by: By, page: Page, hidden: Mapping[Family, bool]) -> Sequence[Row]:
    """Hide the rows of one breakdown; all of them where the whole is hidden."""
    rows = page.parts[by]
    everything = frozenset(range(len(rows)))
    positions = {
        family: everything
        if hidden[family] or (by is not By.REGION and not _tells(region_code, family, by, page))
        else family.hidden_in(rows)
        for family in FAMILIES
    }
    return [_row(row, [family for family in FAMILIES if i in positions[family]]) for i, row in enumerate(rows)]


def _tells(region_code: str, family: Family, by: By, page: Page) -> bool:
    """Tell whether channels or months tell of households here."""
    is_level = level_of(canonical_code(region_code)) == BROKEN_DOWN_LEVEL
    rows = (*page.parts[by], *page.parts.get(By.REGION, ()), *page.crossed.get(by, ()))
    return is_level and not any(family.is_small(row) for row in rows)


def _is_hidden_from_above(region_code: str, above: Sequence[Sequence[Row]], family: Family) -> bool:
    """Tell whether the region, or one it lies in, is hidden among its siblings."""
    hidden_codes = [str(rows[i]["slice"][By.REGION.key]) for rows in above for i in family.hidden_in(rows)]
    return any(region_code.startswith(prefix_of(code)) for code in hidden_codes)


def _row(row: Row, hidden: Sequence[Family]) -> dict[str, Any]:
    names = [name for family in hidden if not family.is_nothing(row) for name in family.hidden_together]
    told = {name: value for name, value in row.items() if name != PAID_HOUSEHOLDS}
    return {**told, **dict.fromkeys(names), "suppressed": names}
