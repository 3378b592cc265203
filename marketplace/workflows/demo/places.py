"""Towns and villages of the reference year; the counties above them are already known to every installation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from marketplace.kernel.money import allocate
from marketplace.workflows.demo.targets import Size

COUNTY_NAMES: Final = {
    "621002": "西峰区",
    "621021": "庆城县",
    "621022": "环县",
    "621023": "华池县",
    "621024": "合水县",
    "621025": "正宁县",
    "621026": "宁县",
    "621027": "镇原县",
}
CITY: Final = "621000"
PROVINCE: Final = "620000"
NAMED_FROM: Final = date(2003, 1, 1)

_URBAN_COUNTY: Final = "621002"
_STREETS: Final = 3
_FIRST: Final = "洪曲甜虎罗樊合演天秦芦车环温董后显什彭驿熊太马桐白高玄翟赤蔡卅柔怀乔悦上南林城紫柏"
_SECOND: Final = "德水泉湫川塬峪堡坪岔沟峁渠店桥湾台庙林河寨岘山阳原"
_FAMILY: Final = "张王李赵刘陈杨黄徐高马郭何罗梁宋郑韩唐冯董程曹袁邓许傅沈吕苏卢贾丁魏薛叶阎余潘杜戴夏田任范方石姚谭"


@dataclass(frozen=True, slots=True)
class Village:
    """A village (村) with its twelve-digit code."""

    code: str
    name: str
    county: str


@dataclass(frozen=True, slots=True)
class Town:
    """A town (镇, 乡 or 街道) with its twelve-digit code and its villages."""

    code: str
    name: str
    county: str
    villages: tuple[Village, ...]


def build_towns(rng: Random, size: Size) -> list[Town]:
    """Name the towns of each county and spread the villages over them, each at least one."""
    count = sum(size.towns.values())
    villages = iter(allocate(size.villages - count, [rng.randrange(60, 140) for _ in range(count)]))
    return [
        town
        for county, towns in size.towns.items()
        for town in _towns_of(rng, county, [next(villages) + 1 for _ in range(towns)])
    ]


def _towns_of(rng: Random, county: str, village_counts: Sequence[int]) -> list[Town]:
    """Build one county's towns: streets first where there are any, then about two towns to each township."""
    names = rng.sample(
        [first + second for first in _FIRST for second in _SECOND if first != second], len(village_counts)
    )
    streets = _STREETS if county == _URBAN_COUNTY else 0
    towns = []
    for position, (name, villages) in enumerate(zip(names, village_counts, strict=True)):
        if position < streets:
            prefix, kind = f"{county}{1 + position:03d}", "街道"
        elif position < streets + (len(names) - streets) * 2 // 3:
            prefix, kind = f"{county}{100 + position:03d}", "镇"
        else:
            prefix, kind = f"{county}{200 + position:03d}", "乡"
        towns.append(Town(f"{prefix}000", name + kind, county, _villages_of(rng, prefix, county, villages)))
    return towns


def _villages_of(rng: Random, prefix: str, county: str, count: int) -> tuple[Village, ...]:
    """Name a town's villages after families, woods and waters, no name twice."""
    names = rng.sample(
        [family + end for family in _FAMILY for end in ("家湾", "家塬", "家沟", "岔", "坪", "台", "家掌")], count
    )
    return tuple(Village(f"{prefix}{201 + i}", f"{name}村", county) for i, name in enumerate(names))
