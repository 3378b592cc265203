"""Who may see what of the catalogue besides the public: suppliers their own, staff what is of their regions."""

from typing import Any, Final

from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission

IN_SCOPE: Final = """
    (supplier.organisation_id = ANY(CAST(:organisation_ids AS bigint[]))
     OR EXISTS (SELECT FROM unnest(CAST(:prefixes AS text[])) AS prefix
                WHERE starts_with(supplier.county_code, prefix)))
"""
"""The condition over `supplier`, for the parameters that `scope_of` gives."""

LATEST: Final = """
LEFT JOIN LATERAL (
    SELECT version.name FROM listing_version version WHERE version.product_id = product.id
    ORDER BY version.number DESC LIMIT 1
) latest ON true
"""
"""Joins `latest`, what its supplier calls `product` now, on sale or not."""


def scope_of(actor: Actor, permission: Permission) -> dict[str, Any]:
    """Tell where a permission is held.

    :raises Forbidden: if it is held nowhere.
    """
    actor.require(permission)
    return {
        "organisation_ids": actor.organisation_ids(permission),
        "prefixes": actor.region_prefixes(permission),
    }
