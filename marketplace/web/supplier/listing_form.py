"""The form of a listing: packs in rows, each with rows of price tiers; rows in which nothing stands are left out.

A known pack is named by its code and never changes; one without a price is no longer offered. A new pack says what it
is. The rows that are shown are those that were sent, and more of them where they were asked for.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from marketplace.catalogue.rules import BaseUnit, Listing, PackOffer, PriceStep
from marketplace.kernel.errors import DomainError, Invalid
from marketplace.kernel.money import format_yuan
from marketplace.web.forms import Form

MOST_PACKS: Final = 50
MOST_TIERS: Final = 20
_MOST_DAYS: Final = 365
_MOST_CONTENT: Final = 1_000_000_000
_LONGEST_NAME: Final = 100
_LONGEST_DESCRIPTION: Final = 10_000
_LONGEST_UNIT: Final = 20
_FEWEST_TIERS: Final = 3
_MOST_DIGITS: Final = 4
_PACK: Final = re.compile(r"skus\.(\d{1,3})\.")
_SAID_OF_A_PACK: Final = ("specification", "unit", "base_quantity")


@dataclass(frozen=True, slots=True)
class Row:
    """A pack on the page: where it stands, what is known of it, and how many rows of tiers it has."""

    index: int
    known: Mapping[str, Any] | None
    tiers: range
    is_begun: bool
    """Whether something stands in it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a form, and at which row of it each pack stands."""

    listing: Listing
    places: Sequence[int]

    def at_rows(self, refusal: Invalid) -> Invalid:
        """Tell a refusal at the rows of the form, where it speaks of the packs of the listing."""
        fields: dict[str, Sequence[DomainError]] = {}
        for path, wrong in refusal.fields.items():
            head, *rest = path.split(".", 2)
            is_of_a_pack = head == "skus" and bool(rest)
            at = ".".join([head, str(self.places[int(rest[0])]), *rest[1:]]) if is_of_a_pack else path
            fields[at] = wrong
        return Invalid(fields=fields) if fields else refusal


def beginning(product: Mapping[str, Any], version: Mapping[str, Any]) -> dict[str, object]:
    """Fill the form with what a version says, and with the packs that it leaves out."""
    told: dict[str, object] = {name: version[name] for name in ("name", "description", "origin_code", "delivery_days")}
    offered = {sku["code"]: sku["tiers"] for sku in version["skus"]}
    for i, sku in enumerate(product["skus"]):
        told[f"skus.{i}.code"] = sku["code"]
        for j, tier in enumerate(offered.get(sku["code"], ())):
            told[f"skus.{i}.tiers.{j}.min_quantity"] = tier["min_quantity"]
            told[f"skus.{i}.tiers.{j}.unit_price"] = format_yuan(tier["unit_price_fen"])
    return told


def asks_for_rows(form: Form) -> bool:
    """Tell whether a button for more rows or photographs was pressed, and nothing is to be sent yet."""
    return form.is_sent and bool(form.values.get("more") or form.values.get("upload"))


def rows_of(form: Form, known: Sequence[Mapping[str, Any]] = ()) -> Sequence[Row]:
    """Tell the rows to show: at least one pack, and one more pack and tier where more were asked for."""
    by_code = {sku["code"]: sku for sku in known}
    is_more = form.is_sent and bool(form.values.get("more"))
    count = min(max(_count_packs(form), 1) + (1 if is_more else 0), MOST_PACKS)
    return [
        Row(
            index=i,
            known=by_code.get(form.values.get(f"skus.{i}.code", "")),
            tiers=range(_count_shown(form, i, is_more=is_more)),
            is_begun=i == 0 or any(form.errors.get(f"skus.{i}.{name}") for name in _SAID_OF_A_PACK),
        )
        for i in range(count)
    ]


def read(form: Form, photos: tuple[int, ...]) -> Reading:
    """Read a listing with the photographs that were read; what is wrong with a row is said at it."""
    form.names.add("skus")
    packs, places = [], []
    for i in range(_count_packs(form)):
        pack = _read_pack(form, i)
        if pack is not None:
            packs.append(pack)
            places.append(i)
    listing = Listing(
        name=form.text("name", longest=_LONGEST_NAME),
        description=form.text("description", is_required=False, longest=_LONGEST_DESCRIPTION),
        origin_code=form.text("origin_code", is_required=False) or None,
        delivery_days=form.count("delivery_days", is_required=False, most=_MOST_DAYS),
        packs=tuple(packs),
        photos=photos,
    )
    return Reading(listing, places)


def _read_pack(form: Form, i: int) -> PackOffer | None:
    """Read the pack of a row; `None` where nothing stands in it, or a known one has no price."""
    at = f"skus.{i}"
    form.names.update({at, f"{at}.tiers", f"{at}.sku"})
    code = form.text(f"{at}.code", is_required=False)
    tiers = _read_tiers(form, i)
    if code:
        return PackOffer(code=code, tiers=tiers) if tiers else None
    if not tiers and not any(form.values.get(f"{at}.{name}", "").strip() for name in _SAID_OF_A_PACK):
        return None
    return PackOffer(
        specification=form.text(f"{at}.specification", longest=_LONGEST_NAME),
        unit=form.text(f"{at}.unit", longest=_LONGEST_UNIT),
        base_quantity=form.count(f"{at}.base_quantity", least=1, most=_MOST_CONTENT),
        base_unit=form.choice(f"{at}.base_unit", BaseUnit),
        tiers=tiers,
    )


def _read_tiers(form: Form, i: int) -> tuple[PriceStep, ...]:
    steps = []
    for j in range(_count_tiers(form, i)):
        names = [f"skus.{i}.tiers.{j}.{name}" for name in ("min_quantity", "unit_price")]
        if any(form.values.get(name, "").strip() for name in names):
            min_quantity, unit_price_fen = form.count(names[0], least=1), form.yuan(names[1])
            steps.append(PriceStep(min_quantity or 1, unit_price_fen or 1))  # what is wrong was said at its field
    return tuple(steps)


def _count_packs(form: Form) -> int:
    found = [int(match[1]) for name in form.values if (match := _PACK.match(name))]
    return min(max(found, default=-1) + 1, MOST_PACKS)


def _count_tiers(form: Form, i: int) -> int:
    begins = f"skus.{i}.tiers."
    found = [name.removeprefix(begins).split(".")[0] for name in form.values if name.startswith(begins)]
    numbers = [int(number) for number in found if number.isascii() and number.isdigit() and len(number) < _MOST_DIGITS]
    return min(max(numbers, default=-1) + 1, MOST_TIERS)


def _count_shown(form: Form, i: int, *, is_more: bool) -> int:
    sent = _count_tiers(form, i)
    return min(max(sent + (1 if is_more or not form.is_sent else 0), _FEWEST_TIERS), MOST_TIERS)
