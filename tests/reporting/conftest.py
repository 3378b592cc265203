"""Two officers of a county, one supplier of it, and a report between them."""

import itertools
from datetime import date

import pytest

from marketplace.accounts.rules import Duty
from marketplace.reporting.rules import NewLine
from marketplace.reporting.service import reports
from marketplace.sales.rules import Channel
from tests.factories.cast import HUANXIAN


@pytest.fixture
def reporter(cast):
    return cast.actor(cast.officer(Duty.REPORTER))


@pytest.fixture
def approver(cast):
    return cast.actor(cast.officer(Duty.APPROVER))


@pytest.fixture
def supplier(cast):
    return cast.supplier()


@pytest.fixture
def line(cast, session, supplier):
    """Makes a line of an offline sale of the supplier."""
    from marketplace.accounts.models import Organisation

    code = session.get(Organisation, supplier.organisation_id).uscc
    invoices = itertools.count(1)

    def make(amount_fen: int = 12_300, **changes) -> NewLine:
        facts = {"sold_on": date(2020, 9, 1), "channel": Channel.EVENT, "supplier": code, "amount_fen": amount_fen}
        facts["invoice_number"] = f"FP{next(invoices)}"
        return NewLine(**facts | changes)

    return make


@pytest.fixture
def draft(reporter, line, now):
    """Drafts a report with these lines."""

    def make(*lines: NewLine, actor=None):
        return reports.draft(
            region_code=HUANXIAN, title="九月展销会", lines=lines or [line()], actor=actor or reporter, now=now
        )

    return make


@pytest.fixture
def submitted(draft, reporter, now):
    """Drafts and submits a report with these lines."""

    def make(*lines: NewLine):
        return reports.submit(report_id=draft(*lines).id, actor=reporter, now=now)

    return make
