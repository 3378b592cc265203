"""Where goods may come from: the counties of one's own suppliers and the towns below them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from marketplace.kernel.days import day_of
from marketplace.regions.queries import list_regions
from marketplace.web.access import now
from marketplace.web.supplier.standing import Own

_MOST: Final = 400


def list_origins(own: Sequence[Own], product: Mapping[str, Any] | None) -> Sequence[tuple[str, str]]:
    """List codes and names of counties and their towns; one that a product has already is among them."""
    counties = {
        each.supplier["county_code"]: each.supplier["county_name"] or each.supplier["county_code"]
        for each in own
        if each.supplier is not None
    }
    origins: dict[str, str] = {}
    for code, name in counties.items():
        towns = list_regions(parent=code, on=day_of(now()), limit=_MOST)
        origins |= {code: name, **{town.code: f"{name} {town.name}" for town in towns}}
    if product is not None:
        version = product["versions"][0]
        origins.setdefault(version["origin_code"], version["origin_name"] or version["origin_code"])
    return list(origins.items())
