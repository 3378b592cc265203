"""Every kind of import, by name."""

from collections.abc import Mapping
from typing import Final

from marketplace.workflows.imports.agreements import AGREEMENTS
from marketplace.workflows.imports.bank_statement import BANK_STATEMENT
from marketplace.workflows.imports.events import EVENTS
from marketplace.workflows.imports.household_payments import HOUSEHOLD_PAYMENTS
from marketplace.workflows.imports.households import HOUSEHOLDS
from marketplace.workflows.imports.kind import Kind
from marketplace.workflows.imports.order_lines import ORDER_LINES
from marketplace.workflows.imports.outlets import OUTLETS
from marketplace.workflows.imports.products import PRODUCTS
from marketplace.workflows.imports.regions import REGIONS
from marketplace.workflows.imports.rosters import ROSTERS
from marketplace.workflows.imports.sales import SALES
from marketplace.workflows.imports.suppliers import SUPPLIERS

KINDS: Final[Mapping[str, Kind]] = {
    kind.name: kind
    for kind in (
        REGIONS,
        HOUSEHOLDS,
        SUPPLIERS,
        PRODUCTS,
        ROSTERS,
        SALES,
        HOUSEHOLD_PAYMENTS,
        AGREEMENTS,
        EVENTS,
        OUTLETS,
        ORDER_LINES,
        BANK_STATEMENT,
    )
}
"""In the order in which a first load brings them."""
