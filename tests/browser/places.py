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
    {
        "static",
        "security.static",
        "security.logout",
        "security.tf_select",
        "security.two_factor_rescue",
        "security.two_factor_token_validation",
    }
)
"""Endpoints that answer without a page, or end the session of who comes without having signed in by half."""

_FIRST: Final = "(SELECT min(product_number) FROM product WHERE product_number LIKE 'QY621022%')"
"""A product of the demo's supplier."""
_OWN: Final = f"(SELECT supplier_id FROM product WHERE product_number = {_FIRST})"
"""The supplier of the demo's person."""

SAMPLES: Final[Mapping[str, str]] = {
    "agreement_id": "SELECT min(id) FROM agreement WHERE host_code LIKE '621022%'",
    "answer_id": "SELECT min(id) FROM requirement_answer",
    "application_id": f"SELECT max(id) FROM qualification WHERE supplier_id = {_OWN}",
    "batch_id": "SELECT max(id) FROM import_batch WHERE user_id IS NOT NULL",
    "certification_id": "SELECT max(id) FROM product_certification",
    "ending": "SELECT 'csv'",
    "event_id": "SELECT min(id) FROM event WHERE host_code LIKE '621022%'",
    "file_id": "SELECT NULL",
    "household_id": "SELECT min(id) FROM household WHERE county_code = '621022'",
    "invitation_id": "SELECT max(id) FROM invitation",
    "job_id": "SELECT max(id) FROM procrastinate_jobs",
    "kind": "SELECT 'events'",
    "line_id": "SELECT max(id) FROM bank_line",
    "linkage_id": "SELECT min(linkage.id) FROM linkage JOIN supplier ON supplier.id = supplier_id "
    "WHERE supplier.county_code = '621022'",
    "look_alike_id": "SELECT min(id) FROM look_alike",
    "lot_id": "SELECT min(lot.id) FROM lot JOIN catalogue_entry USING (product_id)",
    "membership_id": "SELECT max(id) FROM membership",
    "number": "SELECT 1",
    "office": "SELECT 'agriculture'",
    "order_group_id": "SELECT max(id) FROM order_group",
    "order_id": "SELECT max(order_id) FROM shipment",
    "organisation_id": "SELECT organisation_id FROM membership ORDER BY id DESC LIMIT 1",
    "outlet_id": "SELECT min(id) FROM outlet WHERE host_code LIKE '621022%'",
    "part": "SELECT 'month'",
    "payment_id": "SELECT max(household_payment.id) FROM household_payment "
    "JOIN supplier ON supplier.id = supplier_id WHERE supplier.county_code = '621022'",
    "post_id": "SELECT min(id) FROM staff_post",
    "product_number": f"SELECT {_FIRST}",
    "report_id": "SELECT max(id) FROM sales_report",
    "requirement": "SELECT 'business_licence'",
    "sale_id": "SELECT max(id) FROM sale",
    "sha256": "SELECT NULL",
    "sku_code": "SELECT min(code) FROM sku WHERE code LIKE 'QY621022%'",
    "supplier_id": f"SELECT {_OWN}",
    "token": "SELECT 'no-such-invitation'",
    "user_id": "SELECT id FROM user_account WHERE email = 'county-a@demo.example'",
    "version_id": "SELECT max(version.id) FROM roster_version version JOIN roster ON roster.id = roster_id "
    "JOIN supplier ON supplier.id = supplier_id WHERE supplier.county_code = '621022'",
}
"""What stands for an argument of an address, by its name; without one in the tables, a page is left out."""

_LINKAGE: Final = f"SELECT min(id) FROM linkage WHERE supplier_id = {_OWN}"
_LISTED: Final = "SELECT max(id) FROM listing_version"
_ROSTER: Final = f"""
    SELECT max(version.id) FROM roster_version version JOIN roster ON roster.id = roster_id
    WHERE roster.supplier_id = {_OWN}
"""

SAMPLES_OF: Final[Mapping[str, str]] = {
    "admin.show_job.job_id": "SELECT max(id) FROM procrastinate_jobs",
    "buyer.cancel.order_id": "SELECT min(id) FROM purchase_order WHERE state = 'placed'",
    "staff.certify_products.batch_id": "SELECT max(id) FROM certification_batch",
    "staff.edit_report.report_id": "SELECT min(id) FROM sales_report",
    "staff.prove_report.report_id": "SELECT min(id) FROM sales_report",
    "staff.send_version_back.version_id": _LISTED,
    "staff.show_batch.batch_id": "SELECT max(id) FROM certification_batch",
    "staff.show_review.version_id": _LISTED,
    "staff.show_sale.sale_id": "SELECT max(id) FROM sale WHERE origin_code = '621022'",
    "supplier.decline.order_id": "SELECT min(id) FROM purchase_order WHERE state = 'placed'",
    "supplier.end_linkage.linkage_id": _LINKAGE,
    "supplier.mend_linkage.linkage_id": _LINKAGE,
    "supplier.mend_payment.payment_id": f"SELECT min(id) FROM household_payment WHERE supplier_id = {_OWN} "
    "AND state = 'sent_back'",
    "supplier.show_roster.version_id": _ROSTER,
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

    :raises AssertionError: if nobody may open one.
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
    return site.one(statement)


def _path(rule: Rule, arguments: Mapping[str, Any]) -> str:
    return re.sub(r"<(?:[^>]+:)?(\w+)>", lambda found: str(arguments[found[1]]), rule.rule)


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
