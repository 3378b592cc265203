"""Who may read which accounts: conditions made from the caller's grants."""

from sqlalchemy import ColumnElement, false, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from marketplace.accounts.models import Organisation
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission


def is_below(
    column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None], actor: Actor, permission: Permission
) -> ColumnElement[bool]:
    """Make the condition that a region code lies in a region where the caller holds a permission."""
    prefixes = actor.region_prefixes(permission)
    if "" in prefixes:
        return true()
    return or_(false(), *(column.startswith(prefix, autoescape=True) for prefix in prefixes))


def is_covered(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    """Make the condition that the caller holds a permission over an organisation."""
    return or_(
        is_below(Organisation.region_code, actor, permission),
        Organisation.id.in_(actor.organisation_ids(permission)),
    )


def is_known_to(actor: Actor) -> ColumnElement[bool]:
    """Make the condition that an organisation is the caller's own, or in a region where they hold any post."""
    own = sorted({grant.organisation_id for grant in actor.grants if grant.organisation_id})
    prefixes = {grant.region_prefix for grant in actor.grants if grant.region_prefix is not None}
    if actor.is_unrestricted or "" in prefixes:
        return true()
    below = (Organisation.region_code.startswith(prefix, autoescape=True) for prefix in sorted(prefixes))
    return or_(Organisation.id.in_(own), *below)
