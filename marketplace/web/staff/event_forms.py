"""What the forms of events, outlets and agreements hold, and where their refusals stand."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from marketplace.kernel.text import split_tags
from marketplace.regions.errors import RegionCodeWrong
from marketplace.regions.rules import canonical_code
from marketplace.reporting.models import Event, Outlet
from marketplace.web.forms import Form

_LONGEST_NUMBER: Final = 100
_LONGEST_CODE: Final = 18
EVENT: Final[Mapping[str, str]] = {"day": "held_on", "of": "event", "back": "staff.list_events"}
OUTLET: Final[Mapping[str, str]] = {"day": "opened_on", "of": "outlet", "back": "staff.list_outlets"}


def happening(form: Form, regions: Sequence[tuple[str, str]], kinds: type[StrEnum], day: str) -> dict[str, Any]:
    """Read an event or an outlet."""
    host = _host(form, regions)
    number = form.text("number", longest=_LONGEST_NUMBER)
    return {"number": number, "host_code": host, **mended(form, kinds, day, host=host)}


def mended(form: Form, kinds: type[StrEnum], day: str, *, host: str) -> dict[str, Any]:
    """Read what may be told anew; it lies in the region that reports it unless another is given."""
    place = form.text("region_code", is_required=False, longest=_LONGEST_CODE)
    return {
        "name": form.text("name"),
        "kind": form.choice("kind", kinds),
        "region_code": _region(form, place) if place else host,
        day: form.day(day),
        "tags": split_tags(form.text("tags", is_required=False)),
    }


def beginning(row: Event | Outlet) -> dict[str, object]:
    """Fill the form with what was told."""
    place = "" if row.region_code == row.host_code else row.region_code
    day = {"held_on": row.held_on} if isinstance(row, Event) else {"opened_on": row.opened_on}
    return {"name": row.name, "kind": row.kind.value, "region_code": place, **day, "tags": "；".join(row.tags)}


def agreement(form: Form, regions: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Read an agreement."""
    return {
        "number": form.text("number", longest=_LONGEST_NUMBER),
        "signed_on": form.day("signed_on"),
        "buyer_name": form.text("buyer_name"),
        "supplier": form.text("supplier", is_required=False, longest=_LONGEST_CODE) or None,
        "host_code": _host(form, regions),
        "signed_fen": form.yuan("signed", least_fen=0),
        "fulfilled_fen": form.yuan("fulfilled", is_required=False, least_fen=0) or 0,
        "tags": split_tags(form.text("tags", is_required=False)),
    }


def _host(form: Form, regions: Sequence[tuple[str, str]]) -> str:
    typed = form.text("host_code", is_required=len(regions) > 1, longest=_LONGEST_CODE)
    if typed and typed not in dict(regions):
        form.refuse("host_code", "wrong_choice")
    return typed or (regions[0][0] if regions else "")


def _region(form: Form, typed: str) -> str:
    try:
        return canonical_code(typed)
    except RegionCodeWrong as wrong:
        form.refuse_with("region_code", [wrong])
        return typed
