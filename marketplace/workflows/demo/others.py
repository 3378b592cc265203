"""Events, outlets and signed agreements of the reference year."""

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Final, NamedTuple

from marketplace.kernel.money import allocate
from marketplace.workflows.demo.draws import day_between
from marketplace.workflows.demo.places import CITY, COUNTY_NAMES
from marketplace.workflows.demo.suppliers import Supplier
from marketplace.workflows.demo.targets import CLOUD_SIGNING, EAST_WEST, TIANJIN, YEAR, Size

TIANJIN_DISTRICTS: Final = ("和平区", "河西区", "河东区", "南开区", "河北区", "红桥区", "滨海新区", "武清区")
_EVENTS: Final = (
    ("fair", "特色农产品展销会"), ("matchmaking", "产销对接会"), ("campaign", "消费帮扶专场"),
    ("livestream", "直播带货专场"), ("fair", "农产品进机关展销"), ("matchmaking", "采购商推介会"),
)  # fmt: skip
_WINDOWS: Final = (
    ("window", "农产品销售窗口"), ("experience_hall", "特产体验馆"), ("counter", "商超专柜"),
    ("window", "食堂销售窗口"), ("zone", "市场专区"),
)  # fmt: skip
_CITY_OUTLETS: Final = (
    ("counter", "爱心专柜"), ("hall", "消费帮扶专馆"), ("counter", "爱心专柜"), ("experience_hall", "特色农产品体验馆"),
    ("zone", "特产馆"),
)  # fmt: skip
_SIGNED_ON: Final = (date(YEAR, 6, 18), date(YEAR, 6, 19))
_BEFORE: Final = YEAR - 1
_PART_FEN: Final = 1_000_000
"""Agreements are signed for whole tens of thousands of yuan."""


class Event(NamedTuple):
    """A sales event held on one day; `region` is the county that held it, wherever it was."""

    number: str
    name: str
    kind: str
    region: str
    held_on: date
    tags: str


class Outlet(NamedTuple):
    """A place that sells, open from one day to another."""

    number: str
    name: str
    kind: str
    region: str
    opened_on: date
    closed_on: date | None
    tags: str


class Agreement(NamedTuple):
    """What was signed and what of it was fulfilled."""

    number: str
    signed_on: date
    buyer: str
    supplier: Supplier | None
    signed_fen: int
    fulfilled_fen: int
    tags: str


def build_events(rng: Random, size: Size) -> list[Event]:
    """Let the counties hold the year's events, one in four of them in Tianjin, and half as many the year before."""
    events = []
    for year, count in ((_BEFORE, size.events // 2), (YEAR, size.events)):
        for order in range(1, count + 1):
            kind, what = _EVENTS[order % len(_EVENTS)]
            in_tianjin = order % 4 == 0
            county = rng.choice(list(size.towns))
            place = f"赴天津市{rng.choice(TIANJIN_DISTRICTS)}" if in_tianjin else ""
            held_on = day_between(rng, date(year, 3, 1), date(year, 12, 20))
            tags = EAST_WEST if in_tianjin else "消费帮扶月" if held_on.month == 9 else ""  # noqa: PLR2004 - September
            name = f"{year}年{COUNTY_NAMES[county]}{place}{what}"
            events.append(Event(f"HD{year}{order:03d}", name, kind, county, held_on, tags))
    return sorted(events, key=lambda event: event.held_on)


def build_outlets(rng: Random, size: Size) -> list[Outlet]:
    """Open the year's outlets in Tianjin and in the city; two older ones in the city closed before the year began."""
    opened_on = sorted(day_between(rng, date(YEAR, 1, 3), date(YEAR, 9, 25)) for _ in range(size.new_outlets))
    opened_on[0] = date(YEAR, 1, 3)
    counties = list(size.towns)
    outlets = [
        Outlet(
            f"TJ-ZXG-{i:02d}", f"庆阳特产天津{district}展销馆", "hall", TIANJIN, date(YEAR, 4 + i, 18), None, EAST_WEST
        )
        for i, district in enumerate(TIANJIN_DISTRICTS[: size.tianjin_halls], start=1)
    ]
    for i in range(size.tianjin_windows):
        kind, what = _WINDOWS[i % len(_WINDOWS)]
        district = TIANJIN_DISTRICTS[i % len(TIANJIN_DISTRICTS)]
        day = day_between(rng, date(YEAR, 3, 20), date(YEAR, 11, 10))
        name = f"庆阳{what}（天津{district}{i + 1}号）"
        outlets.append(Outlet(f"TJ-CK-{i + 1:02d}", name, kind, TIANJIN, day, None, EAST_WEST))
    for i in range(2):
        name, opened, closed = f"{COUNTY_NAMES[counties[i]]}扶贫产品专柜", date(2018, 5, 2), date(_BEFORE, 11, 30)
        outlets.append(Outlet(f"QY-JG-{i + 1:02d}", name, "counter", counties[i], opened, closed, ""))
    for i, day in enumerate(opened_on):
        kind, what = _CITY_OUTLETS[i % len(_CITY_OUTLETS)]
        county = counties[i % len(counties)]
        name = f"{COUNTY_NAMES[county]}{what}{i + 1}号店"
        outlets.append(Outlet(f"QY-ZG-{i + 1:02d}", name, kind, county, day, None, ""))
    return outlets


def city_outlets(outlets: Sequence[Outlet], year: int) -> list[Outlet]:
    """List the outlets in the city that sold in a year."""
    return [
        outlet
        for outlet in outlets
        if outlet.region.startswith(CITY[:4])
        and outlet.opened_on.year <= year
        and (outlet.closed_on is None or outlet.closed_on.year >= year)
    ]


def build_agreements(rng: Random, size: Size, suppliers: Sequence[Supplier]) -> list[Agreement]:
    """Sign the cloud-signing's agreements over two days, and a few others the year before; none of them is a sale."""
    parts = allocate(size.agreements_fen // _PART_FEN, [rng.randrange(20, 300) for _ in range(size.agreements)])
    agreements = [
        _agreement(
            rng,
            suppliers,
            number=f"YQY{YEAR}{i:03d}",
            signed_on=rng.choice(_SIGNED_ON),
            signed_fen=part * _PART_FEN,
            tags=f"{CLOUD_SIGNING};{EAST_WEST}",
        )
        for i, part in enumerate(parts, start=1)
    ]
    agreements += [
        _agreement(
            rng,
            suppliers,
            number=f"XY{_BEFORE}{i:03d}",
            signed_on=day_between(rng, date(_BEFORE, 4, 1), date(_BEFORE, 11, 30)),
            signed_fen=rng.randrange(5, 200) * _PART_FEN,
            tags=EAST_WEST,
        )
        for i in range(1, 1 + size.agreements // 4)
    ]
    return agreements


def _agreement(
    rng: Random, suppliers: Sequence[Supplier], *, number: str, signed_on: date, signed_fen: int, tags: str
) -> Agreement:
    """Let a Tianjin company sign with one supplier, or now and then with the city; part of it is fulfilled."""
    buyer = f"天津市{rng.choice(TIANJIN_DISTRICTS)}{rng.choice('津海港桥泽润')}{rng.choice('丰盛和达源')}商贸有限公司"
    supplier = rng.choice(suppliers) if rng.randrange(6) else None
    return Agreement(number, signed_on, buyer, supplier, signed_fen, signed_fen * rng.randrange(101) // 100, tags)
