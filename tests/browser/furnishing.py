"""What stands in the house before one walks through it: orders on their way, a report, a bank line, an invitation."""

from datetime import date

from sqlalchemy import text

from marketplace.accounts.models import User
from marketplace.accounts.queries import get_actor
from marketplace.accounts.rules import Duty
from marketplace.accounts.service import invitations
from marketplace.db import db
from marketplace.kernel.actor import Actor, Via
from marketplace.payments.models import BankLine
from marketplace.payments.rules import BankLineState
from marketplace.reporting.rules import NewLine
from marketplace.reporting.service import reports
from marketplace.sales.rules import Channel
from marketplace.transaction import transaction
from tests.browser.site import NOW, Site, deliver, harvest, order

COUNTY = "621022"


def furnish(site: Site) -> None:
    """Put in what the reference year has not: work that waits for each audience."""
    deliver(site, order(site, {"QY62102200002": 20, "QY62102200003": 10}), part={1: 12, 2: 10})
    order(site, {"QY62102200001": 40})
    order(site, {"QY62102200003": 200})
    harvest(site)
    with site.app.app_context():
        _report(_actor("county-a"))
        with transaction():
            db.session.add(_bank_line())
            invitations.invite_officer(
                email="new@demo.example", region_code=COUNTY, duty=Duty.REVIEWER, actor=_actor("admin"), now=NOW
            )


def _actor(name: str) -> Actor:
    return get_actor(db.session.query(User).filter_by(email=f"{name}@demo.example").one(), via=Via.WEB)


def _report(reporter: Actor) -> None:
    code = db.session.scalar(
        text(
            "SELECT uscc FROM supplier JOIN organisation ON organisation.id = organisation_id WHERE county_code = :at"
        ),
        {"at": COUNTY},
    )
    told = {"sold_on": date(2020, 12, 12), "channel": Channel.EVENT, "supplier": code, "amount_fen": 3_860_000}
    for invoice_number, title in (("00451201", "十二月年货展销会"), ("00451202", "元旦机关团购")):
        line = NewLine(**told, invoice_number=invoice_number)
        with transaction():
            report = reports.draft(region_code=COUNTY, title=title, lines=[line], actor=reporter, now=NOW)
    with transaction():
        reports.submit(report_id=report.id, actor=reporter, now=NOW)


def _bank_line() -> BankLine:
    [code] = db.session.scalars(text("SELECT remittance_code FROM charge ORDER BY id LIMIT 1"))
    return BankLine(
        bank_reference="20201218-0007",
        booked_on=date(2020, 12, 18),
        payer_name="环县示范中学",
        amount_fen=97_200,
        remark=f"货款 {code}",
        codes=[code],
        region_code=COUNTY,
        state=BankLineState.QUEUED,
    )
