"""Who buys: schools, offices, unions, companies and helper units of the city, and their partners in Tianjin."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from marketplace.workflows.demo.others import TIANJIN_DISTRICTS
from marketplace.workflows.demo.places import CITY, COUNTY_NAMES, PROVINCE, Town
from marketplace.workflows.demo.targets import TIANJIN


class Buyer(NamedTuple):
    """A buyer as a ledger names it; retail customers have no name."""

    name: str
    kind: str
    region: str


_BUREAUS: Final = (
    "教育局", "财政局", "水务局", "林草局", "农业农村局", "卫生健康局", "交通运输局", "文体广电和旅游局", "民政局",
    "统计局", "审计局", "司法局", "自然资源局", "住房和城乡建设局", "人力资源和社会保障局", "应急管理局",
    "市场监督管理局",
)  # fmt: skip
_COMPANIES: Final = (
    "餐饮管理有限公司",
    "超市有限责任公司",
    "能源服务有限公司",
    "建设集团有限公司",
    "物流有限公司",
    "酒店有限公司",
)
_ELSEWHERE: Final = ("110000", "310000", "320000", "440000", "610000", PROVINCE, CITY)
_CONSUMERS: Final = [Buyer("", "other", region) for region in _ELSEWHERE]


def buyers_of(towns: Sequence[Town]) -> Mapping[tuple[str, bool], list[Buyer]]:
    """List who buys through each channel, apart for Tianjin (`True`) and everyone else."""
    counties = sorted({town.county for town in towns})
    schools = [Buyer(f"{COUNTY_NAMES[town.county]}{town.name}中心小学", "school", town.county) for town in towns]
    schools += [
        Buyer(f"{COUNTY_NAMES[county]}第{n}中学", "school", county) for county in counties for n in "一二三四五"
    ]
    clinics = [Buyer(f"{COUNTY_NAMES[town.county]}{town.name}卫生院", "hospital", town.county) for town in towns]
    offices = [Buyer(f"{COUNTY_NAMES[county]}{bureau}", "agency", county) for county in counties for bureau in _BUREAUS]
    offices += [Buyer(f"庆阳市{bureau}", "agency", CITY) for bureau in _BUREAUS]
    unions = [office._replace(name=f"{office.name}工会委员会", kind="union") for office in offices]
    helpers = offices + [school for school in schools if school.name.endswith("中学")]
    companies = [
        Buyer(f"{COUNTY_NAMES[county]}{word}{what}", "enterprise", county)
        for county in counties
        for word in ("陇东", "塬丰", "北地")
        for what in _COMPANIES
    ]
    in_city = [Buyer("", "other", county) for county in counties]
    east_unions = [Buyer(f"天津市{district}总工会", "union", TIANJIN) for district in TIANJIN_DISTRICTS]
    east_offices = [
        Buyer(f"天津市{district}{bureau}", "agency", TIANJIN)
        for district in TIANJIN_DISTRICTS
        for bureau in _BUREAUS[:6]
    ]
    east_companies = [
        Buyer(f"天津{district[:2]}{what}", "enterprise", TIANJIN)
        for district in TIANJIN_DISTRICTS
        for what in _COMPANIES
    ]
    east_consumers = [Buyer("", "other", TIANJIN)]
    return {
        ("government_purchase", False): offices + clinics,
        ("school_purchase", False): schools,
        ("union_purchase", False): unions,
        ("union_purchase", True): east_unions,
        ("enterprise_purchase", False): companies,
        ("enterprise_purchase", True): east_companies,
        ("helper_purchase", False): helpers,
        ("east_west", True): east_offices + east_unions + east_companies,
        ("online_retail", False): _CONSUMERS,
        ("online_retail", True): east_consumers + east_companies[:6],
        ("outlet", False): in_city,
        ("outlet", True): east_offices + east_unions,
        ("event", False): in_city + companies,
        ("event", True): east_companies + east_consumers,
        ("livestream", False): _CONSUMERS,
        ("livestream", True): east_consumers,
        ("other", False): companies + in_city,
    }
