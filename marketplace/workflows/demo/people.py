"""Registered households: villages, categories, persons and heads with valid but synthetic identity numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final, NamedTuple

from stdnum.cn import ric

from marketplace.kernel.money import allocate
from marketplace.workflows.demo.draws import day_between
from marketplace.workflows.demo.places import Town, Village
from marketplace.workflows.demo.targets import Group, Size

SETTLED_BY: Final = date(2018, 12, 31)
"""Who is neither monitored nor new was registered by this day, before the first roster."""
CLEARED_ON: Final = (date(2020, 6, 20), date(2020, 7, 15), date(2020, 8, 10))

_PERSONS: Final = range(1, 8)
_PERSONS_WEIGHTS: Final = (6, 15, 21, 27, 18, 9, 4)
_SURNAMES: Final = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
)
_GIVEN: Final = "建国志明桂英秀兰玉梅海军文斌晓红永强淑珍学义彦龙生金凤来福占彪宗礼有财世荣巧霞治平万仓映菊"
_BORN_FROM: Final = date(1938, 1, 1)
_BORN_UNTIL: Final = date(1996, 12, 31)
_ORDER_CODES: Final = 999
_XIFENG_FOUNDED: Final = 1985
_CODE_AT_BIRTH: Final = {
    "621002": "622801",
    "621021": "622821",
    "621022": "622822",
    "621023": "622823",
    "621024": "622824",
    "621025": "622825",
    "621026": "622826",
    "621027": "622827",
}
"""The prefecture became a city in 2002: whoever heads a household in 2020 got a code of before."""


@dataclass(frozen=True, slots=True, eq=False)
class Household:
    """A household of the register; `cleared_on` is the first day it is no longer registered."""

    number: str
    village: Village
    category: str
    persons: int
    head: str
    identity_number: str
    registered_on: date
    cleared_on: date | None


def build_households(rng: Random, size: Size, towns: Sequence[Town]) -> list[Household]:
    """Register the households village by village; the monitored and the cleared are strewn among them."""
    villages = [village for town in towns for village in town.villages]
    counts = allocate(size.households, [rng.randrange(50, 150) for _ in villages])
    standings = _standings(rng, size)
    identities = iter(rng.sample(range(_BIRTHDAYS * _ORDER_CODES), size.households))
    surnames = rng.choices(_SURNAMES, k=size.households)
    given = rng.choices([first + last for first in _GIVEN for last in ("", *_GIVEN)], k=size.households)
    households: list[Household] = []
    for village, count in zip(villages, counts, strict=True):
        for order in range(1, count + 1):
            position = len(households)
            households.append(
                Household(
                    f"{village.code}{order:04d}",
                    village,
                    standings[position].category,
                    standings[position].persons,
                    surnames[position] + given[position],
                    _identity_number(village.county, next(identities)),
                    standings[position].registered_on,
                    standings[position].cleared_on,
                )
            )
    return households


class _Standing(NamedTuple):
    category: str
    persons: int
    registered_on: date
    cleared_on: date | None


def _standings(rng: Random, size: Size) -> list[_Standing]:
    """Draw category, persons and dates of every household, shuffled over the register."""
    monitored = [
        _Standing(category, persons, _monitored_on(rng), None)
        for category, group in (("unstable", size.unstable), ("marginal", size.marginal))
        for persons in _spread_persons(rng, group)
    ]
    others = size.households - len(monitored)
    settled_from = date(2013, 12, 1)
    days = [settled_from + timedelta(days=i) for i in range((SETTLED_BY - settled_from).days)]
    rest = zip(
        rng.choices(("lifted_out", "registered_poor"), weights=(11, 1), k=others),
        rng.choices(_PERSONS, weights=_PERSONS_WEIGHTS, k=others),
        rng.choices(days, k=others),
        strict=True,
    )
    standings = monitored + [
        _Standing(category, persons, registered_on, CLEARED_ON[i % len(CLEARED_ON)] if i < size.cleared else None)
        for i, (category, persons, registered_on) in enumerate(rest)
    ]
    rng.shuffle(standings)
    return standings


def _monitored_on(rng: Random) -> date:
    """Draw the day a monitored household was identified: most at the end of 2019, the others in spring 2020."""
    if rng.randrange(5) < 3:  # noqa: PLR2004 - three in five
        return day_between(rng, date(2019, 11, 4), date(2019, 12, 27))
    return day_between(rng, date(2020, 3, 2), date(2020, 6, 19))


def _spread_persons(rng: Random, group: Group) -> list[int]:
    """Draw persons per household and nudge single households until the group's persons are met."""
    persons = rng.choices(_PERSONS, weights=_PERSONS_WEIGHTS, k=group.households)
    missing = group.persons - sum(persons)
    while missing:
        i = rng.randrange(group.households)
        step = 1 if missing > 0 else -1
        if persons[i] + step in _PERSONS:
            persons[i] += step
            missing -= step
    return persons


_BIRTHDAYS: Final = (_BORN_UNTIL - _BORN_FROM).days + 1


def _identity_number(county: str, drawn: int) -> str:
    """Turn a number drawn once into a birth day and an order code, so that no two heads share an identity number."""
    order, days = divmod(drawn, _BIRTHDAYS)
    born_on = _BORN_FROM + timedelta(days=days)
    area = _CODE_AT_BIRTH[county]
    if county == "621002" and born_on.year <= _XIFENG_FOUNDED:
        area = _CODE_AT_BIRTH["621021"]
    body = f"{area}{born_on:%Y%m%d}{order + 1:03d}"
    return body + ric.calc_check_digit(body + "0")
