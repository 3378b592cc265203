"""Which sales there were: when, who sold what to whom through which channel, and which roster version it went to.

Amounts come later (`amounts`); here each line gets a weight. Some lines sell loose goods without a product: only a
supplier roster applies to them, and their amounts are free to the fen. Some lines are returned, in part or whole.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Final, NamedTuple

from marketplace.workflows.demo.buyers import Buyer
from marketplace.workflows.demo.draws import day_between
from marketplace.workflows.demo.others import Outlet, city_outlets
from marketplace.workflows.demo.products import Product
from marketplace.workflows.demo.rosters import ANCHOR_SHARE_BP, Rosters, Version
from marketplace.workflows.demo.suppliers import Supplier
from marketplace.workflows.demo.targets import EAST_WEST, YEAR, Turnover

WHOLE_BP: Final = 10_000

_MONTH_WEIGHTS: Final = (9, 3, 4, 6, 7, 8, 8, 9, 12, 12, 10, 12)
_CAMPAIGN_MONTH: Final = 9
_BULK: Final = frozenset(
    {"school_purchase", "government_purchase", "enterprise_purchase", "helper_purchase", "union_purchase"}
)
_SOURCES: Final = {
    "online_retail": ("陇原优品商城", "塬上集市", "消费帮扶网店"),
    "livestream": ("塬上直播间",),
    "outlet": ("专馆台账",),
    "school_purchase": ("校农结合台账",),
    "helper_purchase": ("帮扶单位台账",),
    "east_west": ("东西部协作台账",),
}
_LEDGER: Final = ("历史台账",)
_TAGS: Final = {"helper_purchase": "结对帮扶", "government_purchase": "定点帮扶"}


@dataclass(slots=True)
class Line:
    """One line of sale, or one return of it; its amount and quantity are found last."""

    channel: str
    sold_on: date
    supplier: Supplier
    product: Product | None
    version: Version | None
    buyer: Buyer
    tags: str
    source: str
    document: int
    line: int
    outlet: Outlet | None
    weight: int
    is_needed: bool = False
    """A total rests on it, so it is not drawn for a return."""
    returned_bp: int = 0
    returned_on: date | None = None
    reverses: "Line | None" = None
    quantity: int = 0
    unit_fen: int = 0
    amount_fen: int = 0

    @property
    def is_loose(self) -> bool:
        """Tell whether the amount is free: no product prices it and no return depends on it."""
        return self.product is None and self.returned_on is None

    @property
    def kept_bp(self) -> int:
        """The part of the line that its own year keeps after returns."""
        in_year = self.returned_on is not None and self.returned_on.year == self.sold_on.year
        return WHOLE_BP - self.returned_bp if in_year else WHOLE_BP


class Cell(NamedTuple):
    """The lines of one channel in one year, bought by Tianjin or by everyone else, and what they must come to."""

    year: int
    channel: str
    by_tianjin: bool
    target_fen: int
    lines: list[Line]


class Market:
    """Everyone who sells and buys, and the draws of one year's sales among them."""

    def __init__(
        self,
        rng: Random,
        *,
        suppliers: Sequence[Supplier],
        products: Sequence[Product],
        rosters: Rosters,
        buyers: Mapping[tuple[str, bool], Sequence[Buyer]],
        outlets: Sequence[Outlet],
    ) -> None:
        """Sort the sellers by what they may sell through."""
        self._rng = rng
        self._rosters = rosters
        self._buyers = buyers
        self._outlets = outlets
        self._products: dict[str, list[Product]] = defaultdict(list)
        for product in products:
            self._products[product.supplier.uscc].append(product)
        self._suppliers = suppliers
        self._everyone = [supplier for supplier in suppliers for _ in range(supplier.turnover)]
        self._documents = 0

    def draw(self, turnover: Turnover) -> list[Cell]:
        """Draw the lines of a channel's year, those of Tianjin in proportion to what it bought."""
        by_tianjin = turnover.lines * turnover.tianjin_fen // turnover.total_fen
        cells = []
        for tianjin, lines, target_fen in (
            (True, max(by_tianjin, 2), turnover.tianjin_fen),
            (False, max(turnover.lines - by_tianjin, 2), turnover.total_fen - turnover.tianjin_fen),
        ):
            if target_fen:
                drawn = self._lines(turnover.year, turnover.channel, by_tianjin=tianjin, count=lines)
                cells.append(Cell(turnover.year, turnover.channel, tianjin, target_fen, drawn))
        return cells

    def _lines(self, year: int, channel: str, *, by_tianjin: bool, count: int) -> list[Line]:
        """Draw documents of one or several lines until there are enough; one loose line is always among them.

        What Tianjin buys online always reaches households: it leaves room for the online income to be met exactly.
        """
        rng = self._rng
        is_online = channel == "online_retail"
        sellers = [supplier for supplier in self._everyone if supplier.sells_online or not is_online]
        buyers = self._buyers[channel, by_tianjin]
        outlets = city_outlets(self._outlets, year) if channel == "outlet" else []
        days = _days(rng, year)
        lines: list[Line] = []
        if is_online and year == YEAR and not by_tianjin:
            lines += self._lines_everyone_reached_depends_on(buyers)
        while len(lines) < count:
            outlet = rng.choice(outlets) if outlets else None
            day = _day_at(rng, outlet, next(days))
            supplier = rng.choice(sellers)
            if day.year != year or day < supplier.certified_from:
                continue
            goods = self._goods(supplier, is_bulk=channel in _BULK) if lines else [None]
            drawn = self._document(
                channel, day, supplier, goods, rng.choice(buyers), by_tianjin=by_tianjin, outlet=outlet
            )
            lines += [line for line in drawn if line.version or not (is_online and by_tianjin)]
        self._return_some(lines)
        return lines

    def _goods(self, supplier: Supplier, *, is_bulk: bool) -> list[Product | None]:
        """Choose what a document sells: now and then loose goods, of bulk buyers now and then several products."""
        rng = self._rng
        if rng.randrange(18) == 0:
            return [None]
        offered = self._products[supplier.uscc]
        several = rng.randrange(2, 5) if is_bulk and rng.randrange(5) == 0 else 1
        return [*rng.sample(offered, min(several, len(offered)))]

    def _document(
        self,
        channel: str,
        day: date,
        supplier: Supplier,
        goods: Sequence[Product | None],
        buyer: Buyer,
        *,
        by_tianjin: bool = False,
        outlet: Outlet | None = None,
    ) -> Iterator[Line]:
        """Write the lines of one order or ledger entry, each to the roster version in force."""
        rng = self._rng
        self._documents += 1
        document = self._documents
        tags = [EAST_WEST] if by_tianjin else []
        tags += [_TAGS[channel]] if channel in _TAGS and rng.randrange(4) else []
        tags += ["消费帮扶月"] if day.month == _CAMPAIGN_MONTH and rng.randrange(3) == 0 else []
        sources = _SOURCES.get(channel, _LEDGER)
        source = sources[int(supplier.uscc[8:16]) % len(sources)]
        for line, product in enumerate(goods, start=1):
            version = self._rosters.in_force(supplier, product, day)
            drawn = rng.randrange(128)
            weight = (40 + drawn * drawn // 64) * (6 if rng.randrange(40) == 0 else 1)
            yield Line(
                channel, day, supplier, product, version, buyer, ";".join(tags), source, document, line, outlet, weight
            )  # fmt: skip

    def _return_some(self, lines: Sequence[Line]) -> None:
        """Let one line in fifty of the one-line documents come back within six weeks, a third of them whole.

        A return across the year's end is kept only where the version went out of force with the year, so that the new
        year's net pool of that version is negative and reaches nobody.
        """
        rng = self._rng
        documents: dict[int, int] = defaultdict(int)
        for line in lines:
            documents[line.document] += 1
        for line in lines[1:]:
            if documents[line.document] > 1 or line.is_needed or rng.randrange(50):
                continue
            back_on = line.sold_on + timedelta(days=rng.randrange(3, 43))
            if line.outlet and line.outlet.closed_on and back_on > line.outlet.closed_on:
                continue
            if back_on.year != line.sold_on.year and (
                back_on.year > YEAR or (line.version is not None and line.version.days_in_year is not None)
            ):
                continue
            line.returned_on = back_on
            line.returned_bp = rng.choice((WHOLE_BP, 1_500, 3_000))

    def _lines_everyone_reached_depends_on(self, buyers: Sequence[Buyer]) -> list[Line]:
        """Sell online once under every counted version, and loose goods at anchors and at unlinked suppliers.

        Each county's first linked supplier that does not sell online makes one online sale that comes back whole: it
        reaches nobody.
        """
        rng = self._rng
        lines: list[Line] = []

        def sell(supplier: Supplier, product: Product | None, first_on: date, last_on: date) -> Line:
            day = day_between(rng, first_on, last_on)
            (line,) = self._document("online_retail", day, supplier, [product], rng.choice(buyers))
            line.is_needed = True
            lines.append(line)
            return line

        for supplier in self._suppliers:
            if supplier.sells_online and not supplier.is_linked:
                for _ in range(3):
                    sell(supplier, None, max(supplier.certified_from, date(YEAR, 1, 1)), date(YEAR, 12, 31))
        come_back = set()
        for version in self._rosters.versions:
            if version.days_in_year is None:
                continue
            if version.is_counted:
                for _ in range(6 if version.share_bp == ANCHOR_SHARE_BP and version.product is None else 1):
                    sell(version.supplier, version.product, *version.days_in_year)
            elif not version.supplier.sells_online and version.supplier.county not in come_back:
                come_back.add(version.supplier.county)
                line = sell(version.supplier, version.product, *version.days_in_year)
                line.returned_on = min(line.sold_on + timedelta(days=9), date(YEAR, 12, 31))
                line.returned_bp = WHOLE_BP
        return lines


def _day_at(rng: Random, outlet: Outlet | None, day: date) -> date:
    """Keep the day if the outlet is open on it, or there is none; else draw one on which it is open."""
    last_on = date(YEAR, 12, 31)
    if outlet is None or outlet.opened_on <= day <= (outlet.closed_on or last_on):
        return day
    return day_between(rng, outlet.opened_on, outlet.closed_on or last_on)


def _days(rng: Random, year: int) -> Iterator[date]:
    """Draw days of a year without end, busy months more often."""
    days = [date(year, 1, 1) + timedelta(days=i) for i in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]
    weights = list(accumulate(_MONTH_WEIGHTS[day.month - 1] for day in days))
    while True:
        yield from rng.choices(days, cum_weights=weights, k=1_000)
