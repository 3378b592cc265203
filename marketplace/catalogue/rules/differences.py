"""What one version of a listing says otherwise than another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final


class Difference(StrEnum):
    """In what two versions differ."""

    NAME = "name"
    DESCRIPTION = "description"
    ORIGIN = "origin"
    DELIVERY_DAYS = "delivery_days"
    PHOTOS = "photos"
    """Other photographs, or another order of them."""
    PACK_OFFERED = "pack_offered"
    """A pack that was not offered before."""
    PACK_DROPPED = "pack_dropped"
    """A pack that is no longer offered."""
    PRICE = "price"
    """Other tiers of a pack."""


@dataclass(frozen=True, slots=True)
class Differs:
    """One difference: what it was and what it is; of packs, their price tiers."""

    what: Difference
    before: Any
    after: Any
    pack: str | None = None
    """The specification of the pack."""


_SAID: Final[Mapping[Difference, str]] = {
    Difference.NAME: "name",
    Difference.DESCRIPTION: "description",
    Difference.ORIGIN: "origin_code",
    Difference.DELIVERY_DAYS: "delivery_days",
    Difference.PHOTOS: "photos",
}


def find_differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Sequence[Differs]:
    """Find what the later of two versions says otherwise, each with `skus` and their `tiers`."""
    said = [Differs(what, before[name], after[name]) for what, name in _SAID.items() if before[name] != after[name]]
    was, comes = ({sku["code"]: sku for sku in version["skus"]} for version in (before, after))
    for code, sku in comes.items():
        if code not in was:
            said.append(Differs(Difference.PACK_OFFERED, None, sku["tiers"], sku["specification"]))
        elif _steps(was[code]) != _steps(sku):
            said.append(Differs(Difference.PRICE, was[code]["tiers"], sku["tiers"], sku["specification"]))
    said += [
        Differs(Difference.PACK_DROPPED, sku["tiers"], None, sku["specification"])
        for code, sku in was.items()
        if code not in comes
    ]
    return said


def _steps(sku: Mapping[str, Any]) -> list[tuple[int, int]]:
    return [(tier["min_quantity"], tier["unit_price_fen"]) for tier in sku["tiers"]]
