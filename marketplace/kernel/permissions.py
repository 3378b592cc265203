"""The one vocabulary of permissions; which role holds which stands in `accounts.rules`."""

from enum import StrEnum


class Permission(StrEnum):
    """What a role may do, `noun.verb`; scope (organisation or region) comes with the grant."""

    ACCOUNTS_ADMINISTER = "accounts.administer"
    """Make organisations, users, posts and invitations in the region."""
    MEMBERS_MANAGE = "members.manage"
    """Invite and dismiss members of one's own organisation."""
    AUDIT_READ = "audit.read"
    JOBS_READ = "jobs.read"
    JOBS_RETRY = "jobs.retry"
    """Let failed jobs run again that are not of one's own imports."""
    REGIONS_IMPORT = "regions.import"
    IMPORTS_RUN = "imports.run"
    """Upload files of the kinds one may otherwise enter singly."""

    SUPPLIERS_READ = "suppliers.read"
    SUPPLIERS_APPLY = "suppliers.apply"
    SUPPLIERS_RECOMMEND_OPERATION = "suppliers.recommend_operation"
    """The agriculture office's check of operation, capacity and quality."""
    SUPPLIERS_RECOMMEND_LINKAGE = "suppliers.recommend_linkage"
    """The revitalisation office's check of linkage."""
    SUPPLIERS_REVIEW = "suppliers.review"
    """Platform review, suspension and withdrawal."""

    CATALOGUE_EDIT = "catalogue.edit"
    CATALOGUE_REVIEW = "catalogue.review"
    CATALOGUE_CERTIFY = "catalogue.certify"
    STOCK_MANAGE = "stock.manage"

    HOUSEHOLDS_READ = "households.read"
    HOUSEHOLDS_EDIT = "households.edit"
    HOUSEHOLDS_UNMASK = "households.unmask"
    LINKAGES_ENTER = "linkages.enter"
    LINKAGES_VERIFY = "linkages.verify"
    ROSTERS_ENTER = "rosters.enter"
    ROSTERS_APPROVE = "rosters.approve"

    ORDERS_READ = "orders.read"
    ORDERS_PLACE = "orders.place"
    ORDERS_APPROVE = "orders.approve"
    ORDERS_RECEIVE = "orders.receive"
    ORDERS_SUPPLY = "orders.supply"
    """Confirm and ship, for the supplier."""

    PAYMENTS_READ = "payments.read"
    PAYMENTS_MATCH = "payments.match"
    """Import bank statements, match and unmatch."""

    REPORTS_ENTER = "reports.enter"
    REPORTS_APPROVE = "reports.approve"
    EVENTS_MANAGE = "events.manage"
    """Events, outlets and agreements."""
    SALES_READ = "sales.read"
    SALES_RESOLVE = "sales.resolve"
    """Enter sales of other platforms and decide look-alikes."""

    BENEFITS_READ = "benefits.read"
    BENEFITS_ENTER = "benefits.enter"
    BENEFITS_VERIFY = "benefits.verify"
    BENEFITS_ALLOCATE = "benefits.allocate"
    STATISTICS_READ = "statistics.read"
