"""A sales report of the county's reporter that waits for another person's word."""

from datetime import timedelta
from decimal import Decimal

from marketplace.accounts.rules import BuyerKind
from marketplace.catalogue.queries.products import list_own_products
from marketplace.catalogue.rules import ListingState
from marketplace.reporting.rules import NewLine
from marketplace.reporting.service import reports
from marketplace.sales.rules import Channel
from marketplace.workflows.demo.logins import COUNTY
from marketplace.workflows.demo.waiting.desk import Desk


def lay_out(desk: Desk) -> None:
    """Leave a submitted report of a sale at a fair, with its receipt."""
    reporter = desk.actor("county-a")
    [product, *_] = list_own_products(actor=desk.actor("supplier"), state=ListingState.LISTED, before=None, limit=1)
    line = NewLine(
        sold_on=desk.today - timedelta(days=3),
        channel=Channel.EVENT,
        supplier=desk.seller().uscc,
        product_number=product["product_number"],
        quantity=Decimal(40),
        amount_fen=286_000,
        buyer_name="展会散客",
        buyer_kind=BuyerKind.OTHER,
        evidence_file_id=desk.file("Receipt of the fair", "展销会收据.pdf", actor=reporter, region_code=COUNTY),
    )
    report = reports.draft(region_code=COUNTY, title="周末农产品展销会", lines=[line], actor=reporter, now=desk.now)
    reports.submit(report_id=report.id, actor=reporter, now=desk.now)
