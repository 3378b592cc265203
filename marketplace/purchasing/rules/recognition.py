"""As what a settled order counts: the channel follows the kind of buyer, the day is the later of two."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from marketplace.accounts.rules import BuyerKind
from marketplace.sales.rules import Channel

SOURCE: Final = "order"
"""The source of sales of this marketplace; the source number is the order number."""

_CHANNELS: Final[Mapping[BuyerKind, Channel]] = {
    BuyerKind.AGENCY: Channel.GOVERNMENT_PURCHASE,
    BuyerKind.SCHOOL: Channel.SCHOOL_PURCHASE,
    BuyerKind.ENTERPRISE: Channel.ENTERPRISE_PURCHASE,
    BuyerKind.UNION: Channel.UNION_PURCHASE,
    # A public hospital buys with budget funds, under the rules of government purchase.
    BuyerKind.HOSPITAL: Channel.GOVERNMENT_PURCHASE,
    BuyerKind.OTHER: Channel.OTHER,
}


def channel_of(kind: BuyerKind) -> Channel:
    """Tell through which channel purchases of such a buyer count."""
    return _CHANNELS[kind]


def recognised_on(*, received_on: date, paid_on: date) -> date:
    """Tell the day on which accepted and paid goods count as sold: the later of the two."""
    return max(received_on, paid_on)
