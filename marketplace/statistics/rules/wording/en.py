"""The bulletin's paragraphs in English, amounts in yuan to the last one; a sentence of zeros alone is left out."""

from collections.abc import Iterator
from typing import Final

from marketplace.sales.rules import Channel
from marketplace.statistics.rules.bulletin import Bulletin, Partner
from marketplace.statistics.rules.names import tag_in_english
from marketplace.statistics.rules.units import in_yuan, percent

_NOTE: Final = (
    "Channels exclude one another and add up; tags overlap them, so purchases of partner provinces are never added to "
    "channels. Attributed and evidenced income are two measures and are never added."
)


def title(b: Bulletin) -> str:
    """Name the bulletin."""
    return f"{b.region_name}: consumption assistance in {b.year}"


def paragraphs(b: Bulletin) -> Iterator[str]:
    """Write the year: the whole, the work behind it, and what must not be added."""
    yield " ".join(_whole(b))
    work = " ".join(_work(b))
    if work:
        yield work
    yield _NOTE


def _whole(b: Bulletin) -> Iterator[str]:
    since = f"In {b.year}" + (f" so far (to {b.last_on.isoformat()})" if b.is_running else "")
    if not b.whole["sales_fen"] and not b.whole_base["sales_fen"]:
        yield f"{since} nothing was sold."
    else:
        change = _change(b, b.change_bp, b.whole_base["sales_fen"])
        yield f"{since} sales came to {in_yuan(b.whole['sales_fen'])} yuan{change},"
        yield f"of which {in_yuan(b.whole['certified_fen'])} yuan of certified products"
        yield f"and {in_yuan(b.whole['benefiting_fen'])} yuan that benefited registered households:"
        yield f"{_count(b.whole['households'], 'household')} with {_count(b.whole['persons'], 'person')}"
        yield f"({_count(b.whole['household_times'], 'household-time')}),"
        yield f"with an attributed income of {in_yuan(b.whole['attributed_fen'])} yuan."
    if b.whole["evidenced_fen"] or b.evidenced_households:
        paid = f"payments of {in_yuan(b.whole['evidenced_fen'])} yuan to {_count(b.evidenced_households, 'household')}"
        yield f"Beside that, {paid} are evidenced."
    if b.coverage_bp is not None:
        coverage = "under 0.01%" if b.is_coverage_tiny else percent(b.coverage_bp)
        yield f"Of {_count(b.counts.registered_households, 'registered household')} {coverage} were covered."


def _work(b: Bulletin) -> Iterator[str]:
    counts = b.counts
    if counts.suppliers or counts.products:
        batches = _count(counts.batches, "batch", "batches")
        certified = f"{_count(counts.products, 'certified product')} in {batches}"
        verb = "was" if counts.suppliers == 1 else "were"
        day = b.last_on.isoformat()
        yield f"On {day} there {verb} {_count(counts.suppliers, 'certified supplier')} and {certified}."
    if counts.events:
        yield f"{_count(counts.events, 'sales event')} {'was' if counts.events == 1 else 'were'} held."
    yield from (_partner(p) for p in b.partners if p.halls or p.other_outlets or p.purchases_fen)
    outlet_fen = b.channel(Channel.OUTLET)["sales_fen"]
    if b.new_outlets or outlet_fen:
        opened = _count(b.new_outlets, "hall, counter, zone or window", "halls, counters, zones and windows")
        verb = "was" if b.new_outlets == 1 else "were"
        yield f"{opened} {verb} opened in the region; outlets sold for {in_yuan(outlet_fen)} yuan."
    online, base_fen = b.channel(Channel.ONLINE_RETAIL), b.channel_base_fen(Channel.ONLINE_RETAIL)
    if online["sales_fen"] or base_fen:
        change = _change(b, b.channel_change_bp(Channel.ONLINE_RETAIL), base_fen)
        yield f"Online retail came to {in_yuan(online['sales_fen'])} yuan{change}"
        income = in_yuan(online["attributed_fen"])
        yield f"and brought {_count(online['persons'], 'person')} an income of {income} yuan."
    yield from _agreements(b)
    helper_fen = b.channel(Channel.HELPER_PURCHASE)["sales_fen"]
    if helper_fen:
        yield f"Helper units and cadres bought for {in_yuan(helper_fen)} yuan."


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def _change(b: Bulletin, change: int | None, base_fen: int) -> str:
    if change is None:
        return ""
    base = f"{in_yuan(base_fen)} yuan {'in the same months of' if b.is_running else ''} the year before"
    return f" ({'+' if change >= 0 else '-'}{percent(abs(change))} on {' '.join(base.split())})"


def _partner(partner: Partner) -> str:
    halls = _count(partner.halls, "exhibition hall")
    others = _count(partner.other_outlets, "other outlet")
    verb = "was" if partner.halls == 1 else "were"
    bought = in_yuan(partner.purchases_fen)
    return f"In {partner.name} there {verb} {halls} and {others}; buyers there bought for {bought} yuan."


def _agreements(b: Bulletin) -> Iterator[str]:
    whole, everywhere, some = b.signed()
    if whole is None:
        return
    told = f"{_count(whole.agreements, 'agreement')} over {in_yuan(whole.signed_fen)} yuan"
    if everywhere:
        told += f", tagged {' and '.join(tag_in_english(row.tag or '') for row in everywhere)}"
    parts = [
        f"{row.agreements:,} over {in_yuan(row.signed_fen)} yuan under {tag_in_english(row.tag or '')}" for row in some
    ]
    among = f", among them {'; '.join(parts)}" if parts else ""
    yield f"Signed, and never part of sales: {told}{among}."
