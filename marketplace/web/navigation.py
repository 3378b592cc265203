"""Where a person can go: links by audience, those that their roles and posts open."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from flask import request, url_for

from marketplace.kernel.actor import Actor, Grant
from marketplace.kernel.permissions import Permission as P
from marketplace.web.access import find_actor


@dataclass(frozen=True, slots=True)
class Link:
    """A way to a page: its word, its endpoint, and the permissions of which one opens it."""

    word: str
    endpoint: str
    permissions: frozenset[P]
    also: tuple[str, ...] = ()
    """How the addresses of other pages begin that belong to it."""

    @property
    def is_here(self) -> bool:
        """Whether this is the page that is shown."""
        return request.endpoint == self.endpoint

    @property
    def is_around(self) -> bool:
        """Whether the page that is shown stands below this one."""
        address = url_for(self.endpoint)
        return request.path.startswith(self.also if address.endswith("/") else (f"{address}/", *self.also))


@dataclass(frozen=True, slots=True)
class Section:
    """The links of an audience; they are opened by roles in organisations or else by posts in government."""

    word: str
    is_of_members: bool
    links: Sequence[Link]
    others: P | None = None
    """Who holds this reads for another audience: reading alone opens nothing here."""


_BUYS: Final = frozenset({P.ORDERS_PLACE, P.ORDERS_APPROVE, P.ORDERS_RECEIVE})

_READS: Final = frozenset({P.ORDERS_READ, P.PAYMENTS_READ})

_ADMINISTERS: Final = frozenset({P.ACCOUNTS_ADMINISTER})

OFFICE: Final = frozenset(P) - {P.ACCOUNTS_ADMINISTER, P.MEMBERS_MANAGE, P.AUDIT_READ, P.JOBS_READ, P.JOBS_RETRY}
"""What of an officer is work with suppliers, households, sales and figures; the rest is administration."""

SECTIONS: Final[Sequence[Section]] = (
    Section(
        "buyer_centre",
        is_of_members=True,
        links=(
            Link("buyer_start", "buyer.start", _BUYS | _READS),
            Link("write_order", "buyer.write_order", frozenset({P.ORDERS_PLACE})),
            Link("orders", "buyer.list_placed", _BUYS | _READS),
            Link("to_pay", "buyer.list_owed", _BUYS | _READS),
        ),
        others=P.ORDERS_SUPPLY,
    ),
    Section(
        "supplier_centre",
        is_of_members=True,
        links=(
            Link("supplier_start", "supplier.start", frozenset({P.SUPPLIERS_APPLY})),
            Link("supplier_certification", "supplier.show_certification", frozenset({P.SUPPLIERS_APPLY})),
            Link("own_products", "supplier.list_products", frozenset({P.CATALOGUE_EDIT})),
            Link("stock", "supplier.list_stock", frozenset({P.STOCK_MANAGE})),
            Link("lots", "supplier.list_lots", frozenset({P.STOCK_MANAGE})),
            Link("supplied_orders", "supplier.list_orders", frozenset({P.ORDERS_SUPPLY})),
            Link("received_money", "supplier.list_received", frozenset({P.ORDERS_SUPPLY})),
            Link("passed_on", "supplier.list_passed_on", frozenset({P.BENEFITS_ENTER})),
            Link("linkages", "supplier.list_entered", frozenset({P.LINKAGES_ENTER})),
            Link("rosters", "supplier.list_rosters", frozenset({P.ROSTERS_ENTER})),
        ),
    ),
    Section(
        "office",
        is_of_members=False,
        links=(
            Link("office_start", "staff.start", OFFICE),
            Link("office_suppliers", "staff.list_suppliers", frozenset({P.SUPPLIERS_READ}), ("/office/applications",)),
            Link("office_listings", "staff.list_reviews", frozenset({P.CATALOGUE_REVIEW})),
            Link("office_batches", "staff.list_batches", frozenset({P.CATALOGUE_CERTIFY}), ("/office/certifications",)),
            Link("office_households", "staff.list_households", frozenset({P.HOUSEHOLDS_READ})),
            Link("office_linkages", "staff.list_linkages", frozenset({P.HOUSEHOLDS_READ})),
            Link("office_rosters", "staff.list_rosters", frozenset({P.HOUSEHOLDS_READ})),
            Link("sales_reports", "staff.list_reports", frozenset({P.REPORTS_ENTER, P.REPORTS_APPROVE, P.SALES_READ})),
            Link("bank_lines", "staff.list_bank_lines", frozenset({P.PAYMENTS_MATCH})),
            Link("look_alikes", "staff.list_look_alikes", frozenset({P.SALES_RESOLVE})),
            Link("events_all", "staff.list_events", frozenset({P.EVENTS_MANAGE})),
            Link("household_payments", "staff.list_payments", frozenset({P.BENEFITS_READ})),
            Link("allocations", "staff.list_pools", frozenset({P.BENEFITS_ALLOCATE})),
            Link("explorer", "staff.explore", frozenset({P.STATISTICS_READ})),
            Link("bulletins", "staff.show_bulletin", frozenset({P.STATISTICS_READ})),
            Link("imports", "staff.list_imports", frozenset({P.IMPORTS_RUN})),
        ),
    ),
    Section(
        "administration",
        is_of_members=False,
        links=(
            Link("admin_start", "admin.start", _ADMINISTERS),
            Link("users", "admin.list_people", _ADMINISTERS),
            Link("admin_posts", "admin.list_officers", _ADMINISTERS),
            Link("organisations", "admin.list_known", _ADMINISTERS),
            Link("invitations", "admin.list_invited", _ADMINISTERS),
            Link("audit_trail", "admin.list_written", frozenset({P.AUDIT_READ})),
            Link("jobs", "admin.list_jobs", frozenset({P.JOBS_READ})),
        ),
    ),
    Section(
        "own_organisation",
        is_of_members=True,
        links=(
            Link("organisation_members", "admin.list_own", frozenset({P.MEMBERS_MANAGE})),
            Link("audit_trail", "admin.list_written", frozenset({P.AUDIT_READ})),
        ),
    ),
)
"""Every audience with its pages, in the order in which a person meets them."""


_STARTS: Final[Sequence[tuple[bool, frozenset[P], str]]] = (
    (True, frozenset({P.SUPPLIERS_APPLY}), "supplier.start"),
    (True, _BUYS | _READS, "buyer.start"),
    (False, OFFICE - {P.IMPORTS_RUN, P.REGIONS_IMPORT}, "staff.start"),
    (False, _ADMINISTERS, "admin.start"),
)
"""Where somebody begins who holds one of these permissions, as a member or by a post: the first that fits."""


def start_of(actor: Actor) -> str:
    """Tell the endpoint at which a person begins; one's own account for who holds nothing."""
    held = {is_of_members: _held(actor.grants, is_of_members=is_of_members) for is_of_members in (True, False)}
    found = (endpoint for is_of_members, permissions, endpoint in _STARTS if permissions & held[is_of_members])
    return next(found, "account.show_own")


def sections() -> list[Section]:
    """List what is open to whoever is signed in; nothing for others."""
    actor = find_actor()
    if actor is None:
        return []
    held = {is_of_members: _held(actor.grants, is_of_members=is_of_members) for is_of_members in (True, False)}
    return [
        replace(section, links=links)
        for section in SECTIONS
        if (links := [link for link in section.links if link.permissions & _own(section, held[section.is_of_members])])
    ]


def _held(grants: frozenset[Grant], *, is_of_members: bool) -> frozenset[P]:
    return frozenset(grant.permission for grant in grants if (grant.organisation_id is not None) == is_of_members)


def _own(section: Section, held: frozenset[P]) -> frozenset[P]:
    return held - _READS if section.others in held else held
