"""Benefit rosters: who shares which supplier's sales, with what weight, in versions by date.

The households that online retail reaches in the reference year are chosen first, so that their persons are a known
number; every version of an online supplier that is in force on any day of that year holds only them, and each of them
stands on at least one. What older versions and the other suppliers' rosters hold is free.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from marketplace.kernel.money import allocate
from marketplace.workflows.demo.people import SETTLED_BY, Household
from marketplace.workflows.demo.products import Product
from marketplace.workflows.demo.suppliers import Supplier
from marketplace.workflows.demo.targets import YEAR, Size

ANCHOR_SHARE_BP: Final = 5_000
"""Half of the amount: two fen more sold are one fen more in the pool, which lets a total be met to the fen."""

_YEAR_FROM: Final = date(YEAR, 1, 1)
_YEAR_UNTIL: Final = date(YEAR, 12, 31)
_Period = tuple[date, date | None]
_ALL_ALONG: Final[tuple[_Period, ...]] = ((date(2019, 1, 1), None),)
_RENEWED: Final[tuple[_Period, ...]] = ((date(2019, 1, 1), None), (date(2020, 1, 1), None))
_TIMELINES: Final[tuple[tuple[_Period, ...], ...]] = (
    _ALL_ALONG,
    _RENEWED,
    ((date(2019, 1, 1), date(2019, 12, 31)), (date(2020, 3, 1), None)),
    ((date(2019, 3, 1), None), (date(2020, 7, 1), None)),
    ((date(2019, 1, 1), date(2019, 12, 31)), (date(2020, 1, 1), date(2020, 12, 31))),
    ((date(2020, 1, 1), None),),
)
_MECHANISMS: Final = (
    "direct_purchase", "contract_farming", "employment", "dividend", "land_lease", "custody", "other",
    "direct_purchase",
)  # fmt: skip
_ONLINE_SHARES_BP: Final = (4_400, 4_475, 4_550, 4_625, 4_733, 4_850, ANCHOR_SHARE_BP, 5_125)
_OTHER_SHARES_BP: Final = (833, 1_000, 1_250, 1_500, 1_875, 2_000, 2_500, 3_000, 3_333, 4_000)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a roster; `until_on` is as declared, `superseded_on` the day the next version takes over."""

    supplier: Supplier
    product: Product | None
    mechanism: str
    share_bp: int
    from_on: date
    until_on: date | None
    superseded_on: date | None
    members: dict[Household, int]
    """Each household's weight."""

    @property
    def last_on(self) -> date | None:
        """The last day it can be in force."""
        ends = [self.until_on, self.superseded_on - timedelta(days=1) if self.superseded_on else None]
        return min((end for end in ends if end), default=None)

    @property
    def days_in_year(self) -> tuple[date, date] | None:
        """First and last day of the reference year it is in force on, if any."""
        first_on, last_on = max(self.from_on, _YEAR_FROM), min(self.last_on or _YEAR_UNTIL, _YEAR_UNTIL)
        return (first_on, last_on) if first_on <= last_on else None

    @property
    def is_counted(self) -> bool:
        """Tell whether its online sales decide who benefited in the reference year."""
        return self.supplier.sells_online and self.days_in_year is not None


class Rosters:
    """All versions, and the one in force for a sale."""

    def __init__(self, versions: Iterable[Version]) -> None:
        """Index the versions by what they are for, latest first."""
        self.versions = list(versions)
        self._by_subject: dict[tuple[str, str | None], list[Version]] = defaultdict(list)
        for version in sorted(self.versions, key=lambda version: version.from_on, reverse=True):
            self._by_subject[version.supplier.uscc, version.product.number if version.product else None].append(version)

    def in_force(self, supplier: Supplier, product: Product | None, day: date) -> Version | None:
        """Find the version a sale of that day goes to: the product's, else the supplier's, else none."""
        for subject in (product.number, None) if product else (None,):
            for version in self._by_subject.get((supplier.uscc, subject), ()):
                if version.from_on <= day:
                    if version.until_on is None or day <= version.until_on:
                        return version
                    break
        return None


def build_rosters(
    rng: Random, size: Size, suppliers: Sequence[Supplier], products: Sequence[Product], households: Sequence[Household]
) -> Rosters:
    """Draw every roster's versions, then fill them with households of the supplier's county."""
    by_supplier: dict[str, list[Product]] = defaultdict(list)
    for product in products:
        by_supplier[product.supplier.uscc].append(product)
    versions = [
        version
        for supplier in suppliers
        if supplier.is_linked
        for subject in _subjects(rng, supplier, by_supplier[supplier.uscc])
        for version in _versions(rng, supplier, subject)
    ]
    in_county: dict[str, list[Household]] = defaultdict(list)
    for household in households:
        in_county[household.village.county].append(household)
    persons = allocate(size.online_persons, [len(in_county[county]) for county in size.towns])
    for county, reached in zip(size.towns, persons, strict=True):
        there = [version for version in versions if version.supplier.county == county]
        _fill(rng, size, there, in_county[county], reached)
    return Rosters(versions)


def _subjects(rng: Random, supplier: Supplier, products: Sequence[Product]) -> list[Product | None]:
    """Choose what a supplier has rosters for: all it sells, some products beside, or some products only."""
    drawn = 0 if supplier.is_anchor else rng.randrange(10)
    some: list[Product | None] = [*rng.sample(products, rng.randrange(1, min(len(products), 4)))]
    if drawn < 4:  # noqa: PLR2004 - four in ten
        return [None]
    return [None, *some] if drawn < 8 else some  # noqa: PLR2004 - four in ten, two in ten


def _versions(rng: Random, supplier: Supplier, product: Product | None) -> list[Version]:
    """Draw a roster's mechanism, share and timeline; one that starts late has a single open version."""
    timeline = _RENEWED if supplier.is_anchor else rng.choice(_TIMELINES)
    if timeline[0][0] < supplier.certified_from:
        timeline = ((supplier.certified_from, None),)
    mechanism = rng.choice(_MECHANISMS)
    takeovers = [from_on for from_on, _ in timeline[1:]]
    versions = []
    for (from_on, until_on), superseded_on in zip(timeline, [*takeovers, None], strict=True):
        share_bp = rng.choice(_ONLINE_SHARES_BP if supplier.sells_online else _OTHER_SHARES_BP)
        share_bp = ANCHOR_SHARE_BP if supplier.is_anchor else share_bp
        versions.append(Version(supplier, product, mechanism, share_bp, from_on, until_on, superseded_on, {}))
    return versions


def _fill(rng: Random, size: Size, versions: Sequence[Version], households: Sequence[Household], persons: int) -> None:
    """Put the households of a county on the county's versions, those reached online on every counted one."""
    settled = [each for each in households if each.registered_on <= SETTLED_BY and each.cleared_on is None]
    recent = [each for each in households if each.registered_on > SETTLED_BY]
    cleared = [each for each in households if each.cleared_on is not None]
    reached = _reach(rng, [*settled, *(each for each in recent if each.registered_on < _YEAR_FROM)], persons)
    reached_settled = [each for each in reached if each.registered_on <= SETTLED_BY]
    reached_recent = [each for each in reached if each.registered_on > SETTLED_BY]
    for version in versions:
        if version.is_counted:
            _enrol(rng, size, version, reached_settled, reached_recent)
        else:
            _enrol(rng, size, version, settled, recent)
            if not version.supplier.sells_online and version.superseded_on is None:
                standing = (each for each in cleared if each.cleared_on and each.cleared_on > version.from_on)
                _enrol_all(rng, version, (each for each in standing if rng.randrange(3) == 0))
    _leave_none_out(rng, [version for version in versions if version.is_counted], reached)


def _reach(rng: Random, candidates: Sequence[Household], persons: int) -> list[Household]:
    """Choose households at random whose persons are exactly so many; the last ones are the small ones that fit.

    :raises ValueError: if the candidates do not have so many persons.
    """
    chosen = []
    for household in rng.sample(candidates, len(candidates)):
        if household.persons <= persons:
            chosen.append(household)
            persons -= household.persons
            if persons == 0:
                return chosen
    message = f"{persons} persons too few among {len(candidates)} households"
    raise ValueError(message)


def _enrol(
    rng: Random, size: Size, version: Version, settled: Sequence[Household], recent: Sequence[Household]
) -> None:
    """Draw a version's households, small rosters more often than large ones, new households where they may stand."""
    span = size.roster_largest - size.roster_smallest
    drawn = rng.randrange(1, 101)
    wanted = size.roster_smallest + span * drawn * drawn * drawn // 2_000_000
    _enrol_all(rng, version, rng.sample(settled, min(wanted, len(settled))))
    eligible = [each for each in recent if each.registered_on <= version.from_on]
    _enrol_all(rng, version, rng.sample(eligible, min(wanted // 10, len(eligible))))


def _enrol_all(rng: Random, version: Version, households: Iterable[Household]) -> None:
    """Enter households with their weights: plots, head of stock or days of work, one to nine."""
    for household in households:
        version.members[household] = 1 + rng.randrange(81) // 9


def _leave_none_out(rng: Random, versions: Sequence[Version], reached: Sequence[Household]) -> None:
    """Enter on some version each household that none drew, in turn; the newly registered on one they may stand on."""
    on_some = {household for version in versions for household in version.members}
    turn = 0
    for household in reached:
        if household in on_some:
            continue
        turn += 1
        open_to = [version for version in versions if household.registered_on <= version.from_on]
        _enrol_all(rng, open_to[turn % len(open_to)], (household,))
