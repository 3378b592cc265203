"""What the demo's supplier tells of its households, waiting for the county: a linkage, a roster version, a payment.

A version and a payment may name only households whose linkage is verified, so some were verified before.
"""

from collections.abc import Sequence
from typing import Final

from marketplace.benefits.rules import ToldPayment
from marketplace.benefits.service import payments
from marketplace.catalogue.queries.products import list_own_products
from marketplace.catalogue.rules import ListingState
from marketplace.households.queries.register import HouseholdFilter, list_households
from marketplace.households.rules import Mechanism, NewMember, NewRosterVersion
from marketplace.households.service import linkages, rosters
from marketplace.workflows.demo.logins import COUNTY
from marketplace.workflows.demo.waiting.desk import Desk

_LINKED: Final = 5
_MECHANISM: Final = Mechanism.DIRECT_PURCHASE


def lay_out(desk: Desk) -> None:
    """Leave one of each to be checked."""
    *linked, waiting = _households(desk)
    for number in linked:
        linkages.verify(linkage_id=_link(desk, number), actor=desk.actor("county-b"), now=desk.now)
    _link(desk, waiting)
    _submit_roster(desk, linked)
    _enter_payment(desk, linked[0])


def _households(desk: Desk) -> Sequence[str]:
    """Choose households of the county that are registered today, one more than will be linked."""
    narrowed = HouseholdFilter(region_code=COUNTY, on=desk.today)
    rows = list_households(narrowed, actor=desk.actor("county-b"), today=desk.today, limit=_LINKED + 1)
    return [row["household_number"] for row in rows]


def _link(desk: Desk, household_number: str) -> int:
    seller, supplier = desk.seller(), desk.actor("supplier")
    contract = desk.file(
        f"Contract with household {household_number}", "收购合同.pdf", actor=supplier, organisation_id=seller.id
    )
    return linkages.enter(
        supplier=seller.uscc,
        household_number=household_number,
        mechanism=_MECHANISM,
        from_on=desk.today.replace(day=1),
        last_on=None,
        through=None,
        evidence_file_id=contract,
        actor=supplier,
        now=desk.now,
    ).id


def _submit_roster(desk: Desk, household_numbers: Sequence[str]) -> None:
    supplier = desk.actor("supplier")
    [product, *_] = list_own_products(actor=supplier, state=ListingState.LISTED, before=None, limit=1)
    told = NewRosterVersion(
        supplier=desk.seller().uscc,
        product_number=product["product_number"],
        mechanism=_MECHANISM,
        household_share_bp=1_500,
        from_on=desk.today,
        members=[NewMember(number, 1) for number in household_numbers],
    )
    rosters.submit(told, actor=supplier, now=desk.now)


def _enter_payment(desk: Desk, household_number: str) -> None:
    seller, supplier = desk.seller(), desk.actor("supplier")
    slip = desk.file("Transfer slip", "转账回单.pdf", actor=supplier, organisation_id=seller.id)
    told = ToldPayment(
        paid_on=desk.today,
        mechanism=_MECHANISM,
        amount_fen=126_000,
        voucher_number=f"HZ{desk.today:%Y%m%d}-001",
        evidence_file_id=slip,
    )
    payments.enter(supplier=seller.uscc, household_number=household_number, told=told, actor=supplier, now=desk.now)
