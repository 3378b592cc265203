"""Kinds of organisation, roles, duties, and the one table of what each may do."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from marketplace.kernel.permissions import Permission as P

_ADDRESS: Final = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_LONGEST_ADDRESS: Final = 254
FAILURES_UNTIL_LOCKED: Final = 10
LOCKED_MINUTES: Final = 15
LEAST_PASSWORD: Final = 8
USE_NOTED_EVERY: Final = timedelta(hours=1)
"""A token's use is noted at most this often, so that a read is not a write."""
LOCKED: Final = "account.locked"
"""What the sign-in form says of an account that too many failures closed for a while."""


class OrganisationKind(StrEnum):
    """What an organisation is; suppliers and buyers are both organisations."""

    ENTERPRISE = "enterprise"
    COOPERATIVE = "cooperative"
    FAMILY_FARM = "family_farm"
    AGENT = "agent"
    """A trader who acts for a supplier."""
    AGENCY = "agency"
    SCHOOL = "school"
    UNION = "union"
    HOSPITAL = "hospital"
    GOVERNMENT = "government"
    OTHER = "other"


class BuyerKind(StrEnum):
    """How buyers are grouped in statistics."""

    AGENCY = "agency"
    SCHOOL = "school"
    ENTERPRISE = "enterprise"
    UNION = "union"
    HOSPITAL = "hospital"
    OTHER = "other"


def buyer_kind_of(kind: OrganisationKind) -> BuyerKind:
    """Tell under which kind of buyer an organisation's purchases count."""
    by_name = {
        OrganisationKind.GOVERNMENT: BuyerKind.AGENCY,
        OrganisationKind.COOPERATIVE: BuyerKind.ENTERPRISE,
        OrganisationKind.FAMILY_FARM: BuyerKind.ENTERPRISE,
        OrganisationKind.AGENT: BuyerKind.ENTERPRISE,
    }
    return by_name.get(kind) or BuyerKind(kind.value)


class MemberRole(StrEnum):
    """A person's role in an organisation."""

    MANAGER = "manager"
    """Invites and dismisses members."""
    SUPPLIER_STAFF = "supplier_staff"
    PURCHASER = "purchaser"
    APPROVER = "approver"
    RECEIVER = "receiver"
    FINANCE = "finance"


class Duty(StrEnum):
    """A government officer's duty in a region."""

    ADMINISTRATOR = "administrator"
    AGRICULTURE_OFFICER = "agriculture_officer"
    """Recommends suppliers for operation, capacity and quality."""
    REVITALISATION_OFFICER = "revitalisation_officer"
    """Recommends suppliers for linkage; keeps households and verifies linkages and rosters."""
    REVIEWER = "reviewer"
    """Reviews suppliers and listings, certifies products."""
    REPORTER = "reporter"
    """Enters sales reports, events, outlets, agreements."""
    APPROVER = "approver"
    """Approves sales reports and decides look-alikes."""
    CASHIER = "cashier"
    """Imports bank statements and matches them."""
    STATISTICIAN = "statistician"
    AUDITOR = "auditor"
    """Reads everything in scope with personal data masked; changes nothing."""


class UserState(StrEnum):
    """Whether a person is let in."""

    ACTIVE = "active"
    LOCKED = "locked"
    """Too many failures closed the account for a while."""
    DISABLED = "disabled"


def state_of(*, is_active: bool, locked_until: datetime | None, now: datetime) -> UserState:
    """Tell whether a person is let in."""
    if not is_active:
        return UserState.DISABLED
    return UserState.LOCKED if locked_until is not None and locked_until > now else UserState.ACTIVE


class InvitationState(StrEnum):
    """Where an invitation stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


_READS: Final = frozenset(
    {
        P.AUDIT_READ,
        P.SUPPLIERS_READ,
        P.HOUSEHOLDS_READ,
        P.ORDERS_READ,
        P.PAYMENTS_READ,
        P.SALES_READ,
        P.BENEFITS_READ,
        P.STATISTICS_READ,
    }
)
_BUYER_READS: Final = frozenset({P.ORDERS_READ, P.PAYMENTS_READ})

MEMBER_PERMISSIONS: Final[Mapping[MemberRole, frozenset[P]]] = {
    MemberRole.MANAGER: frozenset({P.MEMBERS_MANAGE, P.AUDIT_READ, P.SUPPLIERS_READ, P.ORDERS_READ, P.PAYMENTS_READ}),
    MemberRole.SUPPLIER_STAFF: frozenset(
        {
            P.SUPPLIERS_READ,
            P.SUPPLIERS_APPLY,
            P.CATALOGUE_EDIT,
            P.STOCK_MANAGE,
            P.LINKAGES_ENTER,
            P.ROSTERS_ENTER,
            P.ORDERS_READ,
            P.ORDERS_SUPPLY,
            P.PAYMENTS_READ,
            P.SALES_READ,
            P.BENEFITS_READ,
            P.BENEFITS_ENTER,
            P.IMPORTS_RUN,
        }
    ),
    MemberRole.PURCHASER: _BUYER_READS | {P.ORDERS_PLACE, P.IMPORTS_RUN},
    MemberRole.APPROVER: _BUYER_READS | {P.ORDERS_APPROVE},
    MemberRole.RECEIVER: _BUYER_READS | {P.ORDERS_RECEIVE},
    MemberRole.FINANCE: _BUYER_READS,
}

DUTY_PERMISSIONS: Final[Mapping[Duty, frozenset[P]]] = {
    Duty.ADMINISTRATOR: frozenset(
        {
            P.ACCOUNTS_ADMINISTER,
            P.MEMBERS_MANAGE,
            P.AUDIT_READ,
            P.JOBS_READ,
            P.JOBS_RETRY,
            P.REGIONS_IMPORT,
            P.IMPORTS_RUN,
        }
    ),
    Duty.AGRICULTURE_OFFICER: frozenset({P.SUPPLIERS_READ, P.SUPPLIERS_RECOMMEND_OPERATION, P.STATISTICS_READ}),
    Duty.REVITALISATION_OFFICER: frozenset(
        {
            P.SUPPLIERS_READ,
            P.SUPPLIERS_RECOMMEND_LINKAGE,
            P.HOUSEHOLDS_READ,
            P.HOUSEHOLDS_EDIT,
            P.HOUSEHOLDS_UNMASK,
            P.LINKAGES_VERIFY,
            P.ROSTERS_APPROVE,
            P.BENEFITS_READ,
            P.BENEFITS_VERIFY,
            P.IMPORTS_RUN,
            P.STATISTICS_READ,
        }
    ),
    Duty.REVIEWER: frozenset(
        {P.SUPPLIERS_READ, P.SUPPLIERS_REVIEW, P.CATALOGUE_REVIEW, P.CATALOGUE_CERTIFY, P.IMPORTS_RUN}
    ),
    Duty.REPORTER: frozenset({P.REPORTS_ENTER, P.EVENTS_MANAGE, P.SALES_READ, P.IMPORTS_RUN, P.STATISTICS_READ}),
    Duty.APPROVER: frozenset({P.REPORTS_APPROVE, P.SALES_READ, P.SALES_RESOLVE, P.IMPORTS_RUN, P.STATISTICS_READ}),
    Duty.CASHIER: frozenset({P.PAYMENTS_READ, P.PAYMENTS_MATCH, P.ORDERS_READ, P.IMPORTS_RUN}),
    Duty.STATISTICIAN: _READS | {P.BENEFITS_ALLOCATE, P.JOBS_READ},
    Duty.AUDITOR: _READS,
}


def is_mail_address(text: str) -> bool:
    """Tell whether a text has the shape of a mail address; whether it exists only a mail can tell."""
    return _ADDRESS.fullmatch(text) is not None and len(text) <= _LONGEST_ADDRESS
