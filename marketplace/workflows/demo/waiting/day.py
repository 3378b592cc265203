"""All of a day's work, in the order in which one piece needs another."""

from marketplace.accounts.rules import Duty
from marketplace.accounts.service import invitations
from marketplace.workflows.demo.logins import COUNTY, address_of
from marketplace.workflows.demo.waiting import applications, households, listings, money, orders, reports
from marketplace.workflows.demo.waiting.desk import Desk


def lay_out(desk: Desk) -> None:
    """Leave something to do for each person of the demo; part of the one transaction that ends its first load.

    :raises DemoRefusedError: if a file is refused.
    """
    orders.lay_out(desk)
    applications.lay_out(desk)
    listings.lay_out(desk)
    reports.lay_out(desk)
    households.lay_out(desk)
    money.lay_out(desk)
    invitations.invite_officer(
        email=address_of("county-c"), region_code=COUNTY, duty=Duty.REPORTER, actor=desk.actor("admin"), now=desk.now
    )
