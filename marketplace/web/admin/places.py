"""A region as an administrator types it: its code, or its name where only one of theirs is called so."""

from typing import Final

from marketplace.kernel.actor import Actor
from marketplace.kernel.days import day_of
from marketplace.kernel.permissions import Permission as P
from marketplace.regions.errors import RegionCodeWrong, RegionOutside
from marketplace.regions.queries import RegionRow, list_regions, names_of
from marketplace.regions.rules import canonical_code, code_of, level_of
from marketplace.web.access import now
from marketplace.web.forms import Form

_MOST: Final = 8
_LONGEST: Final = 60


def region_of(form: Form, name: str, *, actor: Actor) -> str:
    """Read a region that the caller administers; what is none of theirs is refused at the field, and empty."""
    typed = form.text(name, longest=_LONGEST)
    if not typed or not form.is_sent:
        return ""
    try:
        code = canonical_code(typed)
    except RegionCodeWrong:
        return _named(form, name, typed, actor=actor)
    if actor.covers(P.ACCOUNTS_ADMINISTER, region_codes=[code]) and names_of([code], on=day_of(now())):
        return code
    form.refuse_with(name, [RegionOutside(region_code=code)])
    return ""


def _named(form: Form, name: str, typed: str, *, actor: Actor) -> str:
    found = [row for prefix in actor.region_prefixes(P.ACCOUNTS_ADMINISTER) for row in _below(prefix, typed)]
    alike = [row for row in found if row.name == typed] or found
    if len(alike) == 1:
        return alike[0].code
    if alike:
        told = "、".join(f"{row.name} {row.code}" for row in alike[:_MOST])
        form.refuse(name, "wrong_region_unclear", regions=told)
    else:
        form.refuse(name, "wrong_region_unknown")
    return ""


def _below(prefix: str, typed: str) -> list[RegionRow]:
    """List a region of the caller and those below it that are called so."""
    top, today = code_of(prefix), day_of(now())
    own = [RegionRow(code, name, level_of(code)) for code, name in names_of([top], on=today).items() if typed in name]
    return own + list_regions(parent=top, on=today, q=typed, limit=_MOST + 1)
