"""Every page there is, with who may open it and an object to show: what a walk through the whole house visits."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from werkzeug.routing import Rule

from marketplace.accounts.models import User
from marketplace.accounts.queries import get_actor
from marketplace.db import db
from marketplace.kernel.actor import Via
from marketplace.kernel.permissions import Permission
from tests.browser.site import Site

PEOPLE: Final[Mapping[str, tuple[str, ...]]] = {
    "public": (),
    "goods": ("purchaser",),
    "account": ("purchaser",),
    "security": ("purchaser",),
    "buyer": ("purchaser", "approver"),
    "supplier": ("supplier",),
    "staff": ("county-a", "county-b", "city"),
    "admin": ("admin",),
}
"""Who of the demo opens the pages of an audience: the first who may."""

NO_PAGES: Final = frozenset(
    {"static", "security.static", "security.logout", "security.two_factor_rescue", "security.tf_select"}
)
"""Endpoints that answer without a page."""

SAMPLES: Final[Mapping[str, str]] = {
    "product_number": "SELECT min(product_number) FROM product WHERE product_number LIKE 'QY621022%'",
    "order_group_id": "SELECT max(id) FROM order_group",
    "order_id": "SELECT max(order_id) FROM shipment",
    "number": "SELECT 1",
    "sku_code": "SELECT min(code) FROM sku WHERE code LIKE 'QY621022%'",
    "application_id": """
        SELECT max(qualification.id) FROM qualification
        JOIN supplier ON supplier.id = qualification.supplier_id
        JOIN product ON product.supplier_id = supplier.id
        WHERE product.product_number = (SELECT min(product_number) FROM product WHERE product_number LIKE 'QY621022%')
    """,
    "requirement": "SELECT 'business_licence'",
    "token": "SELECT 'no-such-invitation'",
    "part": "SELECT 'month'",
    "ending": "SELECT 'csv'",
    "lot_id": "SELECT min(lot.id) FROM lot JOIN catalogue_entry USING (product_id)",
    "sale_id": "SELECT max(id) FROM sale",
}
"""What stands for an argument of an address, by its name."""

_OWN: Final = """
    (SELECT supplier_id FROM product
     WHERE product_number = (SELECT min(product_number) FROM product WHERE product_number LIKE 'QY621022%'))
"""
"""The supplier of the demo's person."""
_LINKAGE: Final = f"SELECT min(id) FROM linkage WHERE supplier_id = {_OWN}"

SAMPLES_OF: Final[Mapping[str, str]] = {
    "supplier.mend_linkage.linkage_id": _LINKAGE,
    "supplier.end_linkage.linkage_id": _LINKAGE,
    "supplier.show_roster.version_id": f"""
        SELECT max(version.id) FROM roster_version version JOIN roster ON roster.id = roster_id
        WHERE roster.supplier_id = {_OWN}
    """,
    "buyer.approve": "SELECT min(id) FROM order_group",
}
"""The same where an endpoint needs another object than the rest."""


@dataclass(frozen=True)
class Place:
    """A page and who opens it; nobody signs in for what is public."""

    endpoint: str
    path: str
    person: str | None


def places(site: Site, audience: str) -> Iterator[Place]:
    """List the pages of an audience.

    :raises AssertionError: if nobody may open one, or no object is named for it.
    """
    for rule in site.app.url_map.iter_rules():
        is_own = rule.endpoint.split(".")[0] == audience and "GET" in (rule.methods or ())
        if is_own and rule.endpoint not in NO_PAGES:
            arguments = {name: _sample(site, rule, name) for name in rule.arguments}
            if None not in arguments.values():
                yield Place(rule.endpoint, _path(rule, arguments), _person(site, rule.endpoint, audience))


def unknown_arguments(site: Site) -> set[str]:
    """List the arguments of pages for which no object is named."""
    return {
        f"{rule.endpoint}: {name}"
        for rule in site.app.url_map.iter_rules()
        if rule.endpoint.split(".")[0] in PEOPLE and "GET" in (rule.methods or ())
        for name in rule.arguments
        if rule.endpoint not in NO_PAGES and _statement(rule, name) is None
    }


def _statement(rule: Rule, name: str) -> str | None:
    return SAMPLES_OF.get(f"{rule.endpoint}.{name}") or SAMPLES.get(name)


def _sample(site: Site, rule: Rule, name: str) -> Any:
    statement = _statement(rule, name)
    if statement is None:
        return None
    found = site.one(statement)
    assert found is not None, f"nothing stands in the tables for {name} of {rule.endpoint}"
    return found


def _path(rule: Rule, arguments: Mapping[str, Any]) -> str:
    return re.sub(r"<(?:[^:>]+:)?(\w+)>", lambda found: str(arguments[found[1]]), rule.rule)


def _person(site: Site, endpoint: str, audience: str) -> str | None:
    needed = getattr(site.app.view_functions[endpoint], "permission", "signed_in")
    if needed == "public" or not PEOPLE[audience]:
        return None
    if not isinstance(needed, Permission):
        return PEOPLE[audience][0]
    for name in PEOPLE[audience]:
        with site.app.app_context():
            user = db.session.query(User).filter_by(email=f"{name}@demo.example").one()
            if get_actor(user, via=Via.WEB).has(needed):
                return name
    message = f"nobody of the demo may open {endpoint}"
    raise AssertionError(message)
