"""Where somebody may do a thing: their regions and organisations, with the names by which people know them."""

from marketplace.accounts.queries import get_session
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission
from marketplace.regions.rules import code_of
from marketplace.web.places import names_today


def own_regions(permission: Permission, *, actor: Actor) -> list[tuple[str, str]]:
    """List the regions over which a permission is held, as code and name."""
    codes = [code_of(prefix) for prefix in actor.region_prefixes(permission)]
    names = names_today(codes)
    return [(code, names.get(code, code)) for code in codes]


def own_organisations(permission: Permission, *, actor: Actor) -> list[tuple[int, str]]:
    """List the organisations for which a permission is held, as id and name."""
    ids = actor.organisation_ids(permission)
    if not ids:
        return []
    names = {row["organisation_id"]: row["organisation_name"] for row in get_session(actor)["memberships"]}
    return [(organisation_id, names.get(organisation_id, str(organisation_id))) for organisation_id in ids]
