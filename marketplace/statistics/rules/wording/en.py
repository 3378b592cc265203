"""The bulletin's paragraphs in English, amounts in yuan to the last one."""

from collections.abc import Iterator
from typing import Final

from marketplace.sales.rules import Channel
from marketplace.statistics.rules.bulletin import EAST_WEST_TAG, Bulletin, Partner
from marketplace.statistics.rules.units import in_yuan, percent

_WHOLE: Final = """
In {year} sales came to {sales} yuan{change}, of which {certified} yuan of certified products and {benefiting} yuan
that benefited registered households: {households:,} households with {persons:,} persons ({times:,} household-times),
with an attributed income of {attributed} yuan. Beside that, payments of {evidenced} yuan to {paid_households:,}
households are evidenced.{coverage}
"""
_COVERAGE: Final = " Of {registered:,} registered households {coverage} were covered."
_WORK: Final = """
On {last_on} there were {suppliers:,} certified suppliers and {products:,} certified products in {batches} batches.
{events} sales events were held.{partners} {new_outlets} halls, counters, zones and windows were opened in the region;
outlets sold for {outlet} yuan. Online retail came to {online} yuan{online_change} and brought {online_persons:,}
persons an income of {online_income} yuan.{agreements} Helper units and cadres bought for {helper} yuan.
"""
_PARTNER: Final = """
 In {name} there were {halls} exhibition halls and {others} other outlets; buyers there bought for {bought} yuan.
"""
_NOTE: Final = """
Channels exclude one another and add up; tags overlap them, so purchases of partner provinces are never added to
channels. Attributed and evidenced income are two measures and are never added.
"""


def title(b: Bulletin) -> str:
    """Name the bulletin."""
    return f"{b.region_name}: consumption assistance in {b.year}"


def paragraphs(b: Bulletin) -> Iterator[str]:
    """Write the year: the whole, the work behind it, and what must not be added."""
    yield _joined(_WHOLE).format(
        year=b.year,
        sales=in_yuan(b.whole["sales_fen"]),
        change=_change(b.change_bp, b.whole_base["sales_fen"]),
        certified=in_yuan(b.whole["certified_fen"]),
        benefiting=in_yuan(b.whole["benefiting_fen"]),
        households=b.whole["households"],
        persons=b.whole["persons"],
        times=b.whole["household_times"],
        attributed=in_yuan(b.whole["attributed_fen"]),
        evidenced=in_yuan(b.whole["evidenced_fen"]),
        paid_households=b.evidenced_households,
        coverage=_coverage(b),
    )
    online = b.channel(Channel.ONLINE_RETAIL)
    yield _joined(_WORK).format(
        last_on=b.last_on.isoformat(),
        suppliers=b.counts.suppliers,
        products=b.counts.products,
        batches=b.counts.batches,
        events=b.counts.events,
        partners="".join(_partner(partner) for partner in b.partners),
        new_outlets=b.new_outlets,
        outlet=in_yuan(b.channel(Channel.OUTLET)["sales_fen"]),
        online=in_yuan(online["sales_fen"]),
        online_change=_change(b.channel_change_bp(Channel.ONLINE_RETAIL), b.channel_base_fen(Channel.ONLINE_RETAIL)),
        online_persons=online["persons"],
        online_income=in_yuan(online["attributed_fen"]),
        agreements=_agreements(b),
        helper=in_yuan(b.channel(Channel.HELPER_PURCHASE)["sales_fen"]),
    )
    yield _joined(_NOTE)


def _joined(template: str) -> str:
    return " ".join(template.strip("\n").splitlines())


def _coverage(b: Bulletin) -> str:
    if b.coverage_bp is None:
        return ""
    return _COVERAGE.format(registered=b.counts.registered_households, coverage=percent(b.coverage_bp))


def _change(change: int | None, base_fen: int) -> str:
    if change is None:
        return ""
    return f" ({'+' if change >= 0 else '-'}{percent(abs(change))} on {in_yuan(base_fen)} yuan the year before)"


def _partner(partner: Partner) -> str:
    return _joined(_PARTNER).format(
        name=partner.name,
        halls=partner.halls,
        others=partner.other_outlets,
        bought=in_yuan(partner.purchases_fen),
    )


def _agreements(b: Bulletin) -> str:
    told = [
        f"{row.agreements} agreements over {in_yuan(row.signed_fen)} yuan{f' under “{row.tag}”' if row.tag else ''}"
        for row in b.agreements
        if row.tag != EAST_WEST_TAG
    ]
    return f" Signed, and never part of sales: {'; '.join(told)}." if told else ""
