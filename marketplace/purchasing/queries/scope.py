"""Whose orders a reader sees: buyers and suppliers their own, staff those that touch their region."""

from typing import Final

from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P

_OWN_ORDERS: Final = """
    o.buyer_id = ANY(CAST(:organisation_ids AS bigint[]))
    OR o.supplier_id = ANY(ARRAY(
        SELECT id FROM supplier WHERE organisation_id = ANY(CAST(:organisation_ids AS bigint[]))
    ))
"""
_ORDERS_OF_REGION: Final = """
    EXISTS (
        SELECT FROM order_group placed JOIN supplier ON supplier.id = o.supplier_id
        WHERE placed.id = o.order_group_id
          AND (placed.region_code LIKE ANY(CAST(:regions AS text[]))
               OR supplier.county_code LIKE ANY(CAST(:regions AS text[])))
    )
"""
_OWN_GROUPS: Final = "g.buyer_id = ANY(CAST(:organisation_ids AS bigint[]))"
_GROUPS_OF_REGION: Final = "g.region_code LIKE ANY(CAST(:regions AS text[]))"


def orders_in_scope(actor: Actor) -> str:
    """Write the condition on `purchase_order o`: only what the actor holds, so that its index serves it."""
    return _either(actor, own=_OWN_ORDERS, of_region=_ORDERS_OF_REGION)


def groups_in_scope(actor: Actor) -> str:
    """Write the condition on `order_group g`, which belongs to its buyer: a supplier sees no other supplier's order."""
    return _either(actor, own=_OWN_GROUPS, of_region=_GROUPS_OF_REGION)


def scope_of(actor: Actor) -> dict[str, object]:
    """Tell the values that the conditions name."""
    return {
        "organisation_ids": actor.organisation_ids(P.ORDERS_READ),
        "regions": [f"{prefix}%" for prefix in actor.region_prefixes(P.ORDERS_READ)],
    }


def _either(actor: Actor, *, own: str, of_region: str) -> str:
    conditions = [own] if actor.organisation_ids(P.ORDERS_READ) else []
    if actor.region_prefixes(P.ORDERS_READ):
        conditions.append(of_region)
    return f"({' OR '.join(conditions) or 'false'})"
