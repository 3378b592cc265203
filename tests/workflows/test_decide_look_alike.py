"""Law 11: a line of a report that looks like another sale is decided on by nobody who wrote the report."""

from datetime import date

import pytest

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty
from marketplace.catalogue.models import Product
from marketplace.kernel.actor import system
from marketplace.reporting.rules import NewLine
from marketplace.reporting.service import reports
from marketplace.sales.errors import DecidesOwnEntry, LookAlikeUnknown
from marketplace.sales.models import LookAlike
from marketplace.sales.queries.look_alikes import get_look_alike
from marketplace.sales.rules import Channel, LookAlikeState, NewSale
from marketplace.sales.service import recording
from marketplace.sales.service.look_alikes import decide
from marketplace.transaction import transaction
from marketplace.workflows.count_report import count_report
from tests.factories.cast import HUANXIAN

DAY = date(2020, 9, 1)


@pytest.fixture
def writer(cast):
    """An officer who writes reports and may decide on look-alikes."""
    return cast.actor(cast.officer(Duty.REPORTER, Duty.APPROVER))


@pytest.fixture
def approver(cast):
    """Another officer, who approved the report."""
    return cast.actor(cast.officer(Duty.APPROVER))


@pytest.fixture
def waiting(cast, session, writer, approver, now) -> int:
    """A line of the writer's report, approved by another officer, that looks like a sale known before."""
    supplier = cast.supplier()
    product = session.get(Product, cast.product(supplier).product_id)
    same = {"sold_on": DAY, "channel": Channel.EVENT, "amount_fen": 700, "buyer_name": "某校"}
    known = NewSale(supplier_id=supplier.id, product_id=product.id, source="ledger", source_number="1", **same)
    code = session.get(Organisation, supplier.organisation_id).uscc
    line = NewLine(supplier=code, product_number=product.product_number, invoice_number="1", **same)
    with transaction():
        recording.record([known], actor=system(), now=now)
        report = reports.draft(region_code=HUANXIAN, title="上报", lines=[line], actor=writer, now=now)
        reports.submit(report_id=report.id, actor=writer, now=now)
        count_report(report_id=report.id, actor=approver, now=now)
    return session.query(LookAlike.id).scalar()


@pytest.mark.parametrize("verdict", [LookAlikeState.COUNTED, LookAlikeState.REFUSED])
def test_who_wrote_the_report_does_not_decide(cast, session, writer, waiting, now, verdict):
    with pytest.raises(DecidesOwnEntry), transaction():
        decide(look_alike_id=waiting, verdict=verdict, reason="是我写的", actor=writer, now=now)
    session.expire_all()
    assert session.get(LookAlike, waiting).state is LookAlikeState.WAITING


def test_who_only_approved_the_report_decides_and_an_outsider_finds_nothing(cast, approver, writer, waiting, now):
    assert get_look_alike(waiting, actor=approver)["may_decide"]
    assert get_look_alike(waiting, actor=writer)["is_own"]
    facts = {"look_alike_id": waiting, "verdict": LookAlikeState.COUNTED, "reason": "另一笔", "now": now}
    with pytest.raises(LookAlikeUnknown), transaction():
        decide(**facts, actor=cast.actor(cast.outsider()))
    with transaction():
        assert decide(**facts, actor=approver).state is LookAlikeState.COUNTED


def test_who_wrote_the_report_is_told_so_by_the_api(cast, session, writer, waiting):
    user = cast.client(session.get(type(cast.user()), writer.user_id))
    answer = user.post(f"/api/v1/look-alikes/{waiting}/decision", json={"verdict": "counted", "reason": "是我写的"})
    assert (answer.status_code, answer.json["code"]) == (403, "look_alike.own_entry")
