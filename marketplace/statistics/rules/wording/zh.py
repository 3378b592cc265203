"""The bulletin's paragraphs in Chinese, amounts in 万元 and 亿元."""

from collections.abc import Iterator
from typing import Final

from marketplace.sales.rules import Channel
from marketplace.statistics.rules.bulletin import EAST_WEST_TAG, Bulletin, Partner
from marketplace.statistics.rules.names import area_word
from marketplace.statistics.rules.units import in_wan, in_wan_or_yi, percent

_WHOLE: Final = """
{year}年，{area}消费帮扶实现销售{sales}{change}，
其中认定产品销售{certified}、带贫销售{benefiting}；
带动{households}{persons}（{times}），折算增收{attributed}；
另有凭证核实的实付到户{evidenced}、{paid_households}。{coverage}
"""
_COVERAGE: Final = "在册{registered}中，覆盖率{coverage}。"
_WORK: Final = """
截至{year}年{month}月{day}日，{area}认定供应商{suppliers}个，认定产品{products}个、{batches}批次。
全年举办展销对接活动{events}场次。{partners}
{area}新设专馆、专柜、专区、体验馆等{new_outlets}个，专馆专柜专区渠道实现销售{outlet}。
网络零售{online}{online_change}，带动{online_persons}增收{online_income}。
{agreements}帮扶单位和干部采购{helper}。
"""
_NOTE: Final = """
注：各渠道互不重叠、可以相加；东西部协作等标签与渠道交叉，
协作省市的采购额不与各渠道销售额相加；折算增收与实付到户是两种口径，不相加。
"""


def title(b: Bulletin) -> str:
    """Name the bulletin."""
    return f"{b.region_name}{b.year}年消费帮扶工作情况通报"


def paragraphs(b: Bulletin) -> Iterator[str]:
    """Write the year: the whole, the work behind it, and what must not be added."""
    yield _joined(_WHOLE).format(
        year=b.year,
        area=area_word(b.region_name),
        sales=in_wan_or_yi(b.whole["sales_fen"]),
        change=_change(b.change_bp, b.whole_base["sales_fen"]),
        certified=in_wan_or_yi(b.whole["certified_fen"]),
        benefiting=in_wan_or_yi(b.whole["benefiting_fen"]),
        households=in_wan(b.whole["households"], "户"),
        persons=in_wan(b.whole["persons"], "人"),
        times=in_wan(b.whole["household_times"], "户次"),
        attributed=in_wan_or_yi(b.whole["attributed_fen"]),
        evidenced=in_wan_or_yi(b.whole["evidenced_fen"]),
        paid_households=in_wan(b.evidenced_households, "户"),
        coverage=_coverage(b),
    )
    online = b.channel(Channel.ONLINE_RETAIL)
    yield _joined(_WORK).format(
        year=b.last_on.year,
        month=b.last_on.month,
        day=b.last_on.day,
        area=area_word(b.region_name),
        suppliers=b.counts.suppliers,
        products=b.counts.products,
        batches=b.counts.batches,
        events=b.counts.events,
        partners="".join(_partner(partner) for partner in b.partners),
        new_outlets=b.new_outlets,
        outlet=in_wan_or_yi(b.channel(Channel.OUTLET)["sales_fen"]),
        online=in_wan_or_yi(online["sales_fen"]),
        online_change=_change(b.channel_change_bp(Channel.ONLINE_RETAIL), b.channel_base_fen(Channel.ONLINE_RETAIL)),
        online_persons=in_wan(online["persons"], "人"),
        online_income=in_wan_or_yi(online["attributed_fen"]),
        agreements=_agreements(b),
        helper=in_wan_or_yi(b.channel(Channel.HELPER_PURCHASE)["sales_fen"]),
    )
    yield _joined(_NOTE)


def _joined(template: str) -> str:
    return "".join(template.splitlines())


def _coverage(b: Bulletin) -> str:
    if b.coverage_bp is None:
        return ""
    return _COVERAGE.format(registered=in_wan(b.counts.registered_households, "户"), coverage=percent(b.coverage_bp))


def _change(change: int | None, base_fen: int) -> str:
    if change is None:
        return ""
    return f"，比上年（{in_wan_or_yi(base_fen)}）{'增长' if change >= 0 else '下降'}{percent(abs(change))}"


def _partner(partner: Partner) -> str:
    places = []
    if partner.halls:
        places.append(f"设立展销馆{partner.halls}个")
    if partner.other_outlets:
        places.append(f"设立{'其他' if partner.halls else ''}专馆、销售窗口{partner.other_outlets}个")
    told = [f"在{partner.name}{'、'.join(places)}"] if places else []
    if partner.purchases_fen:
        told.append(f"{partner.name}社会各界采购{in_wan_or_yi(partner.purchases_fen)}")
    return f"{'，'.join(told)}。"


def _agreements(b: Bulletin) -> str:
    whole = next((row for row in b.agreements if row.tag is None), None)
    if whole is None:
        return ""
    parts = [
        f"“{row.tag}”签约{row.agreements}份、{in_wan_or_yi(row.signed_fen)}"
        for row in b.agreements
        if row.tag not in {None, EAST_WEST_TAG}
    ]
    among = f"，其中{'；'.join(parts)}" if parts else ""
    return f"签订采购协议{whole.agreements}份、{in_wan_or_yi(whole.signed_fen)}{among}（签约额不计入销售额）。"
