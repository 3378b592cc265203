"""What of suppliers a caller sees."""

from typing import Any, Final

from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.suppliers.rules import PERMISSIONS_OF_ACTION

IN_SCOPE: Final = """
    (supplier.organisation_id = ANY(CAST(:organisation_ids AS bigint[]))
     OR EXISTS (SELECT FROM unnest(CAST(:prefixes AS text[])) AS prefix
                WHERE starts_with(supplier.county_code, prefix)))
"""
"""The condition on `supplier` that it is the caller's own or lies in a region of the caller's."""


def scope_of(actor: Actor) -> dict[str, Any]:
    """Tell the parameters of `IN_SCOPE`."""
    return {
        "organisation_ids": actor.organisation_ids(P.SUPPLIERS_READ),
        "prefixes": actor.region_prefixes(P.SUPPLIERS_READ),
    }


def permissions_over(actor: Actor, *, organisation_id: int, county_code: str) -> frozenset[P]:
    """Tell which permissions of suppliers' actions the caller holds over one of them."""
    return frozenset(
        permission
        for permission in frozenset[P]().union(*PERMISSIONS_OF_ACTION.values())
        if actor.covers(permission, organisation_ids=[organisation_id], region_codes=[county_code])
    )
