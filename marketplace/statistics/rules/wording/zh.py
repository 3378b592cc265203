"""The bulletin's paragraphs in Chinese, amounts in 万元 and 亿元; a sentence whose figures are all zero is left out."""

from collections.abc import Iterator, Sequence
from typing import Final

from marketplace.sales.rules import Channel
from marketplace.statistics.rules.bulletin import Agreements, Bulletin, Partner
from marketplace.statistics.rules.names import area_word
from marketplace.statistics.rules.units import in_wan, in_wan_or_yi, percent

_NOTE: Final = (
    "注：各渠道互不重叠、可以相加；东西部协作等标签与渠道交叉，"
    "协作省市的采购额不与各渠道销售额相加；折算增收与实付到户是两种口径，不相加。"
)


def title(b: Bulletin) -> str:
    """Name the bulletin."""
    return f"{b.region_name}{b.year}年消费帮扶工作情况通报"


def paragraphs(b: Bulletin) -> Iterator[str]:
    """Write the year: the whole, the work behind it, and what must not be added."""
    yield "".join(_whole(b))
    work = "".join(_work(b))
    if work:
        yield work
    yield _NOTE


def _whole(b: Bulletin) -> Iterator[str]:
    area, since = area_word(b.region_name), f"{b.year}年" + (f"（截至{_day(b)}）" if b.is_running else "")
    if not b.whole["sales_fen"] and not b.whole_base["sales_fen"]:
        yield f"{since}，{area}尚无消费帮扶销售。"
        yield _evidenced(b, "")
    else:
        yield f"{since}，{area}消费帮扶实现销售{in_wan_or_yi(b.whole['sales_fen'])}"
        yield _change(b, b.change_bp, b.whole_base["sales_fen"])
        yield f"，其中认定产品销售{in_wan_or_yi(b.whole['certified_fen'])}"
        yield f"、带贫销售{in_wan_or_yi(b.whole['benefiting_fen'])}；"
        yield f"带动{in_wan(b.whole['households'], '户')}{in_wan(b.whole['persons'], '人')}"
        yield f"（{in_wan(b.whole['household_times'], '户次')}），折算增收{in_wan_or_yi(b.whole['attributed_fen'])}"
        yield _evidenced(b, "；另有") or "。"
    if b.coverage_bp is not None:
        coverage = "低于0.01%" if b.is_coverage_tiny else percent(b.coverage_bp)
        yield f"在册{in_wan(b.counts.registered_households, '户')}中，覆盖率{coverage}。"


def _evidenced(b: Bulletin, before: str) -> str:
    fen = b.whole["evidenced_fen"]
    if not fen and not b.evidenced_households:
        return ""
    return f"{before}凭证核实的实付到户{in_wan_or_yi(fen)}、{in_wan(b.evidenced_households, '户')}。"


def _work(b: Bulletin) -> Iterator[str]:
    area, counts = area_word(b.region_name), b.counts
    if counts.suppliers or counts.products:
        yield f"截至{_day(b)}，{area}认定供应商{counts.suppliers}个，"
        yield f"认定产品{counts.products}个、{counts.batches}批次。"
    if counts.events:
        yield f"{'已' if b.is_running else '全年'}举办展销对接活动{counts.events}场次。"
    yield from (_partner(partner) for partner in b.partners)
    outlet_fen = b.channel(Channel.OUTLET)["sales_fen"]
    if b.new_outlets or outlet_fen:
        yield f"{area}新设专馆、专柜、专区、体验馆等{b.new_outlets}个，"
        yield f"专馆专柜专区渠道实现销售{in_wan_or_yi(outlet_fen)}。"
    online, base_fen = b.channel(Channel.ONLINE_RETAIL), b.channel_base_fen(Channel.ONLINE_RETAIL)
    if online["sales_fen"] or base_fen:
        change = _change(b, b.channel_change_bp(Channel.ONLINE_RETAIL), base_fen)
        yield f"网络零售{in_wan_or_yi(online['sales_fen'])}{change}，带动{in_wan(online['persons'], '人')}"
        yield f"增收{in_wan_or_yi(online['attributed_fen'])}。"
    yield _agreements(b)
    helper_fen = b.channel(Channel.HELPER_PURCHASE)["sales_fen"]
    if helper_fen:
        yield f"帮扶单位和干部采购{in_wan_or_yi(helper_fen)}。"


def _day(b: Bulletin) -> str:
    return f"{b.last_on.year}年{b.last_on.month}月{b.last_on.day}日"


def _change(b: Bulletin, change: int | None, base_fen: int) -> str:
    if change is None:
        return ""
    base = f"{'上年同期' if b.is_running else '上年'}（{in_wan_or_yi(base_fen)}）"
    return f"，比{base}{'增长' if change >= 0 else '下降'}{percent(abs(change))}"


def _partner(partner: Partner) -> str:
    places = []
    if partner.halls:
        places.append(f"设立展销馆{partner.halls}个")
    if partner.other_outlets:
        places.append(f"设立{'其他' if partner.halls else ''}专馆、销售窗口{partner.other_outlets}个")
    told = [f"在{partner.name}{'、'.join(places)}"] if places else []
    if partner.purchases_fen:
        told.append(f"{partner.name}社会各界采购{in_wan_or_yi(partner.purchases_fen)}")
    return f"{'，'.join(told)}。" if told else ""


def _agreements(b: Bulletin) -> str:
    whole, everywhere, some = b.signed()
    if whole is None:
        return ""
    tags = f"（均为{_tags(everywhere)}）" if everywhere else ""
    parts = "；".join(f"{_tags([row])}签约{row.agreements}份、{in_wan_or_yi(row.signed_fen)}" for row in some)
    among = f"，其中{parts}" if parts else ""
    return f"签订采购协议{whole.agreements}份、{in_wan_or_yi(whole.signed_fen)}{tags}{among}（签约额不计入销售额）。"


def _tags(rows: Sequence[Agreements]) -> str:
    return "".join(f"“{row.tag}”" for row in rows)
