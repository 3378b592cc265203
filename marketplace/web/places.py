"""Regions on pages: what they are called today, and which of one's own the address asks for."""

from collections.abc import Collection, Mapping

from flask import request

from marketplace.kernel.actor import Actor
from marketplace.kernel.days import day_of
from marketplace.kernel.permissions import Permission
from marketplace.regions.errors import RegionCodeWrong
from marketplace.regions.queries import names_of
from marketplace.regions.rules import canonical_code
from marketplace.web.access import now


def names_today(codes: Collection[str | None]) -> Mapping[str, str]:
    """Tell what regions are called today; one statement, none for no code."""
    known = {code for code in codes if code is not None}
    return names_of(known, on=day_of(now())) if known else {}


def asked_region(permission: Permission, *, actor: Actor) -> str | None:
    """Read the region that the address asks for, if the permission is held there."""
    try:
        code = canonical_code(request.args.get("region", ""))
    except RegionCodeWrong:
        return None
    return code if actor.covers(permission, region_codes=[code]) else None
