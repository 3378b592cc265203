"""Certified suppliers: who they are, what they deal in, and whether they sell online and share with households."""

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from stdnum.cn import uscc

from marketplace.workflows.demo.draws import day_between
from marketplace.workflows.demo.places import COUNTY_NAMES
from marketplace.workflows.demo.targets import Size

_BRANDS_FIRST: Final = "陇庆环华合正宁镇塬峁岐周禹泰瑞丰恒德荣盛广信茂源绿禾"
_BRANDS_SECOND: Final = "源丰盛泰兴达祥茂和润康沃农牧原野"
_KINDS: Final = ("cooperative", "enterprise", "cooperative", "family_farm", "cooperative", "enterprise", "agent")
_ENDINGS: Final = {
    "cooperative": ("种植农民专业合作社", "养殖农民专业合作社", "农产品产销农民专业合作社"),
    "enterprise": ("农业发展有限公司", "食品有限公司", "生物科技有限公司"),
    "family_farm": ("家庭农场",),
    "agent": ("商贸有限公司", "电子商务有限公司"),
}
_ENTITY: Final = {"cooperative": "93", "enterprise": "91", "family_farm": "92", "agent": "91"}
_ROLES: Final = (
    (True, True), (False, True), (True, False), (True, True), (True, True),
    (False, True), (True, True), (False, False), (True, True), (False, True),
)  # fmt: skip
"""Sells online, shares with households: dealt in turn within each county."""
_ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_CHECKS: Final = "0X987654321"


@dataclass(frozen=True, slots=True)
class Supplier:
    """A certified supplier; `brand` is the word its products carry."""

    uscc: str
    name: str
    brand: str
    kind: str
    county: str
    certified_from: date
    certified_until: date | None
    sells_online: bool
    is_linked: bool
    """Has rosters, so that its sales reach households."""
    is_anchor: bool
    """The first of its county: linked, online, and with a plain roster all through the reference year."""
    turnover: int
    """How often it sells, beside the others."""


def build_suppliers(rng: Random, size: Size) -> list[Supplier]:
    """Certify the suppliers of each county in turn, most of them before the first year of sales."""
    counties = list(size.towns)
    brands = rng.sample([first + second for first in _BRANDS_FIRST for second in _BRANDS_SECOND], size.suppliers)
    bodies = rng.sample(range(10_000_000), size.suppliers)
    suppliers = []
    for position, (brand, body) in enumerate(zip(brands, bodies, strict=True)):
        round_, turn = divmod(position, len(counties))
        county = counties[turn]
        kind = _KINDS[(round_ + turn) % len(_KINDS)]
        sells_online, is_linked = _ROLES[round_ % len(_ROLES)]
        certified_from = _certified_from(rng, is_anchor=round_ == 0)
        suppliers.append(
            Supplier(
                _uscc(_ENTITY[kind], county, body),
                COUNTY_NAMES[county] + brand + rng.choice(_ENDINGS[kind]),
                brand,
                kind,
                county,
                certified_from,
                rng.choice((None, date(certified_from.year + 3, 12, 31))),
                sells_online,
                is_linked,
                is_anchor=round_ == 0,
                turnover=rng.randrange(1, 10),
            )
        )
    return suppliers


def _certified_from(rng: Random, *, is_anchor: bool) -> date:
    """Draw the first certified day: eight in ten in 2018, the others during 2019 and in spring 2020."""
    drawn = 0 if is_anchor else rng.randrange(10)
    if drawn < 8:  # noqa: PLR2004 - eight in ten
        return day_between(rng, date(2018, 3, 1), date(2018, 12, 20))
    if drawn == 8:  # noqa: PLR2004 - one in ten
        return day_between(rng, date(2019, 4, 1), date(2019, 9, 30))
    return day_between(rng, date(2020, 3, 10), date(2020, 5, 31))


def _uscc(entity: str, county: str, body: int) -> str:
    """Compose a credit code whose organisation part and whole both carry their check characters."""
    digits = f"{body:08d}"
    weighed = sum(int(digit) * weight for digit, weight in zip(digits, _ORGANISATION_WEIGHTS, strict=True))
    code = entity + county + digits + _ORGANISATION_CHECKS[weighed % 11]
    return code + uscc.calc_check_digit(code)
