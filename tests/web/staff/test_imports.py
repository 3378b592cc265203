"""A file is uploaded, checked, committed by whoever may and taken back, all on pages."""

import pytest
from sqlalchemy import select

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty, MemberRole
from marketplace.gateways import sheets
from marketplace.imports.models import ImportBatch
from marketplace.jobs.imports import read_import
from marketplace.reporting.models import Event
from marketplace.sales.models import Sale

HEAD = "编号,名称,类型,区划,日期\n"
EVENTS = HEAD + "E-1,九月展销会,展销会,621022,2020-09-01\nE-2,对接会,产销对接会,621022,2020-09-02\n"
BAD = HEAD + "E-1,九月展销会,展销会,621022,2020-09-01\nE-2,对接会,赶集,621022,2020-13-02\n"


@pytest.fixture
def reporter(officer):
    return officer(Duty.REPORTER)


def commit(browser, address):
    page = browser.send(f"{address}/commit")
    read_import(batch_id=int(address.rsplit("/", 1)[1]))
    return page


def test_a_page_of_a_kind_tells_its_columns_and_gives_a_template(reporter, tmp_path):
    page = reporter.open("/office/imports/new/events")
    assert "名称" in page.text
    path = tmp_path / "events.xlsx"
    answer = reporter.client.get("/office/imports/new/events/template")
    assert "attachment" in answer.headers["Content-Disposition"]
    path.write_bytes(answer.data)
    _, header = next(sheets.read(path).rows)
    assert header[0].startswith("编号/number")


def test_a_file_is_checked_then_committed_then_taken_back(reporter, send_sheet, session):
    address = send_sheet(reporter, "events", EVENTS)
    page = reporter.open(address)
    assert "检查通过，尚未写入任何数据" in page.text
    assert session.scalar(select(Event)) is None
    page = commit(reporter, address)
    assert "已确认，正在写入。" in page.text
    page = reporter.open(address)
    assert "导入完成。" in page.text
    assert len(session.scalars(select(Event)).all()) == 2
    reporter.open(f"{address}/undoing")
    page = reporter.send()
    assert "已整批撤销。" in page.text
    assert session.scalars(select(Event)).all() == []


def test_a_page_of_a_file_under_way_renews_itself_and_shows_progress(reporter, send_sheet, session):
    address = send_sheet(reporter, "events", EVENTS, read=False)
    page = reporter.open(address)
    assert page.headers["Refresh"] == "3"
    assert "排队中" in page.text
    batch = session.scalars(select(ImportBatch)).one()
    batch.state, batch.rows_done, batch.rows_total = "reading", 40, 100
    session.commit()
    page = reporter.open(address)
    assert "40 / 100" in page.text
    (bar,) = page.all("progress")
    assert (bar["value"], bar["max"]) == ("40", "100")
    batch.state, batch.rows_done, batch.rows_total = "waiting", 0, 0
    session.commit()
    read_import(batch_id=batch.id)
    assert "Refresh" not in reporter.open(address).headers


def test_every_problem_is_told_with_its_row_and_the_bad_rows_come_back(reporter, send_sheet, tmp_path):
    address = send_sheet(reporter, "events", BAD)
    page = reporter.open(address)
    assert "文件有误，没有写入任何数据" in page.text
    assert "赶集" in page.text
    assert "2020-13-02" in page.text
    answer = reporter.client.get(f"{address}/bad-rows")
    assert answer.headers["Cache-Control"] == "private, no-store"
    path = tmp_path / "bad.xlsx"
    path.write_bytes(answer.data)
    rows = [cells for _, cells in sheets.read(path).rows]
    assert len(rows) == 2
    assert "错误/error" in rows[0]


def test_good_rows_go_in_where_bad_ones_may_be_left_out(reporter, send_sheet, session):
    address = send_sheet(reporter, "events", BAD, skip_bad_rows="1")
    page = reporter.open(address)
    assert "检查通过" in page.text
    commit(reporter, address)
    assert session.scalars(select(Event.number)).all() == ["E-1"]


def test_a_form_without_a_file_says_so_and_keeps_its_tick(reporter):
    address = "/office/imports/new/events"
    reporter.open(address)
    page = reporter.post(address, reporter.fields(address) | {"skip_bad_rows": "1"}, 422)
    assert "请选择文件" in page.text
    assert any(box.get("name") == "skip_bad_rows" and "checked" in box for box in page.all("input"))


def test_what_is_no_sheet_is_refused_with_a_reason(reporter, send_sheet):
    page = reporter.open(send_sheet(reporter, "events", "\x00\x01\x02 no sheet", name="x.xlsx"))
    assert "整个文件" in page.text


def test_law_11_sales_that_one_officer_sends_are_committed_by_another(officer, cast, send_sheet, session, credit_code):
    sender, other = officer(Duty.APPROVER), officer(Duty.APPROVER)
    code = credit_code(cast.supplier())
    text = f"来源,来源单号,销售日期,渠道,供应商信用代码,金额\n台账,S-1,2020-09-01,展销活动,{code},100\n"
    address = send_sheet(sender, "sales", text)
    page = sender.open(address)
    assert "等待另一位工作人员确认" in page.text
    assert f"{address}/commit" not in page.html
    sent = {"csrf_token": sender.fields("/account/logout")["csrf_token"]}
    assert sender.client.post(f"{address}/commit", data=sent).status_code == 403
    page = other.open(address)
    assert "bad-rows" not in page.html
    commit(other, address)
    assert session.scalars(select(Sale.amount_fen)).all() == [10_000]


def test_a_supplier_brings_the_kinds_of_a_supplier(cast, desk, session):
    supplier = cast.supplier()
    seller = desk(cast.member(session.get(Organisation, supplier.organisation_id), MemberRole.SUPPLIER_STAFF))
    page = seller.open("/office/imports")
    assert "/office/imports/new/products" in page.html
    assert "/office/imports/new/events" not in page.html
    seller.open("/office/imports/new/events", 403)


def test_who_works_in_two_places_says_for_which(cast, desk, session, send_sheet):
    user = cast.officer(Duty.REPORTER)
    from marketplace.accounts.models import StaffPost
    from tests.factories.cast import LONG_AGO, QINGCHENG

    session.add(StaffPost(user_id=user.id, region_code=QINGCHENG, duty=Duty.REPORTER, created_at=LONG_AGO))
    session.commit()
    both = desk(user)
    send_sheet(both, "events", EVENTS, status=422)
    assert "必填" in both.page.text
    send_sheet(both, "events", EVENTS, status=422, place="r110101")
    send_sheet(both, "events", EVENTS, place="r621022")
    assert session.scalars(select(ImportBatch.region_code)).all() == ["621022"]


def test_a_list_is_narrowed_and_asks_a_constant_number_of_statements(reporter, send_sheet, statements):
    send_sheet(reporter, "events", EVENTS, name="一.csv")
    statements.clear()
    reporter.open("/office/imports")
    one = len(statements)
    send_sheet(reporter, "events", BAD, name="二.csv")
    send_sheet(reporter, "events", BAD, name="三.csv", skip_bad_rows="1")
    statements.clear()
    page = reporter.open("/office/imports")
    assert len(statements) == one
    assert "三.csv" in page.text
    page = reporter.open("/office/imports?state=refused")
    assert "二.csv" in page.text
    assert "三.csv" not in page.text


def test_outsiders_learn_nothing(reporter, outsider, receiver, send_sheet, cast, desk):
    address = send_sheet(reporter, "events", BAD, name="秘密.csv")
    assert "秘密" not in outsider.open("/office/imports").text
    for way in ("", "/undoing"):
        assert "秘密" not in outsider.open(address + way, 404).text
    assert outsider.client.get(f"{address}/bad-rows").status_code == 404
    receiver.open("/office/imports", 403)
    receiver.open(address, 403)
    purchaser = desk(cast.member(cast.organisation(), MemberRole.PURCHASER))
    purchaser.open("/office/imports", 403)
    purchaser.open("/office/imports/new/order-lines", 404)
