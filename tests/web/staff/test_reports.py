"""A sales report is written by rows, proved, handed in, decided by another officer, corrected or deleted."""

import io
import itertools

import pytest
from sqlalchemy import select

from marketplace.accounts.rules import Duty
from marketplace.reporting.models import SalesReport, SalesReportLine
from marketplace.sales.models import Sale
from tests.factories import documents
from tests.factories.cast import QINGCHENG

NEW = "/office/sales-reports/new"


@pytest.fixture
def supplier(cast):
    return cast.supplier(name="环县合作社")


@pytest.fixture
def code(credit_code, supplier):
    return credit_code(supplier)


@pytest.fixture
def reporter(officer):
    return officer(Duty.REPORTER)


@pytest.fixture
def approver(officer):
    return officer(Duty.APPROVER)


def first_line(code, **changes):
    facts = {"sold_on": "2020-09-01", "channel": "event", "uscc": code, "amount": "1,230.50"} | changes
    return {f"lines__0__{name}": value for name, value in facts.items()}


@pytest.fixture
def saved(reporter, code):
    """Saves a draft of one line and tells its address."""

    invoices = itertools.count(1)

    def save(browser=reporter, **changes):
        changes = {"invoice_number": f"04{next(invoices)}"} | changes
        browser.open(NEW)
        browser.send(title="九月展销会", do="save", **first_line(code, **changes))
        return browser.address

    return save


def test_a_report_is_written_handed_in_and_counted_by_another(reporter, approver, saved, session):
    address = saved()
    assert "草稿已保存" in reporter.page.text
    assert "1,230.50 元" in reporter.page.text
    assert "已提交" in reporter.send(f"{address}/submission").text
    page = approver.open(address)
    assert "环县合作社" in page.text
    assert "已批准" in approver.send(f"{address}/approval").text
    assert session.scalars(select(Sale.amount_fen)).all() == [123_050]


def test_rows_are_pasted_with_a_header_in_any_order_or_without_one(reporter, code, session):
    reporter.open(NEW)
    pasted = f"金额(元)\t渠道\t销售日期\t供应商信用代码\n100\t展销活动\t2020/9/1\t{code}"
    page = reporter.send(title="粘贴", do="add", pasted=pasted)
    assert reporter.fields(NEW)["lines.0.amount"] == "100"
    assert reporter.fields(NEW)["lines.0.sold_on"] == "2020-09-01"
    page = reporter.send(do="add", pasted=f"2020-09-02\t直播带货\t{code}\t\t\t20.5")
    told = reporter.fields(NEW)
    assert [told[f"lines.{i}.amount"] for i in range(2)] == ["100", "20.5"]
    assert told["lines.1.channel"] == "livestream"
    page = reporter.send(do="save")
    assert "草稿已保存" in page.text
    assert session.scalars(select(SalesReportLine.amount_fen).order_by(SalesReportLine.number)).all() == [10_000, 2_050]


def test_a_sheet_adds_its_rows(reporter, code):
    reporter.open(NEW)
    content = f"销售日期,渠道,供应商信用代码,金额\n2020-09-01,展销活动,{code},7\n".encode()
    reporter.send(do="add", sheet=(io.BytesIO(content), "表.csv"))
    assert reporter.fields(NEW)["lines.0.amount"] == "7"
    page = reporter.send(do="add", status=422, sheet=(io.BytesIO("甲,乙\n1,2\n".encode()), "别的.csv"))
    assert "不是表头" in page.text


def test_what_is_wrong_stands_at_its_cell_and_what_was_typed_stays(reporter, code):
    reporter.open(NEW)
    page = reporter.send(
        title="错",
        do="save",
        status=422,
        **first_line(code, amount="十元", sold_on="昨天", channel="赶集", quantity="-1"),
    )
    told = reporter.fields(NEW)
    assert (told["lines.0.amount"], told["lines.0.sold_on"], told["lines.0.channel"]) == ("十元", "昨天", "赶集")
    wrong = [box["id"] for box in [*page.all("input"), *page.all("select")] if box.get("aria-invalid")]
    assert set(wrong) == {"lines-0-sold_on", "lines-0-channel", "lines-0-quantity", "lines-0-amount"}
    page = reporter.send(do="save", status=422, **first_line("91110000000000000X"))
    page = reporter.send(do="save", status=422, title="", **first_line(code, sold_on="2020-12-31"))
    assert "必填" in page.text


def test_what_the_domain_refuses_stands_at_its_cell(reporter, code, cast, credit_code):
    reporter.open(NEW)
    foreign = credit_code(cast.supplier(county="110101"))
    page = reporter.send(title="外", do="save", status=422, **first_line(foreign, sold_on="2020-12-31"))
    wrong = [box["id"] for box in page.all("input") if box.get("aria-invalid")]
    assert wrong == ["lines-0-sold_on", "lines-0-uscc"]
    page = reporter.send(do="save", status=422, **first_line(code, product_number="NOTHING"))
    assert [box["id"] for box in page.all("input") if box.get("aria-invalid")] == ["lines-0-product_number"]


def test_what_counting_refuses_is_told_at_the_line(reporter, approver, saved, session):
    first = saved(invoice_number="0451")
    reporter.send(f"{first}/submission")
    second = saved(invoice_number="0451", amount="99")
    reporter.send(f"{second}/submission")
    approver.open(first)
    approver.send(f"{first}/approval")
    approver.open(second)
    page = approver.send(f"{second}/approval", status=422)
    assert "这一发票号码" in page.text
    assert len(session.scalars(select(Sale.id)).all()) == 1


def test_evidence_lies_under_the_lines_it_proves(reporter, saved, session, approver, outsider):
    address = saved()
    reporter.open(f"{address}/evidence")
    page = reporter.send(status=422, file=(io.BytesIO(documents.pdf("receipt")), "收据.pdf"))
    assert "请至少勾选一行" in page.text
    page = reporter.send(line__1="1")
    assert "佐证材料已附上。" in page.text
    file_id = session.scalars(select(SalesReportLine.evidence_file_id)).one()
    assert f"/files/{file_id}" in page.html
    assert "收据.pdf" in page.text
    with approver.client.get(f"/files/{file_id}") as answer:
        assert answer.get_data() == documents.pdf("receipt")
    assert outsider.client.get(f"/files/{file_id}").status_code == 404
    reporter.open(f"{address}/edit")
    reporter.send(do="save", title="改名")
    assert session.scalars(select(SalesReportLine.evidence_file_id)).one() == file_id
    reporter.open(f"{address}/evidence")
    assert "佐证材料已移除。" in reporter.send(do="take_away", line__1="1").text
    assert session.scalars(select(SalesReportLine.evidence_file_id)).one() is None


def test_a_file_of_a_wrong_kind_is_refused_at_its_field(reporter, saved):
    address = saved()
    reporter.open(f"{address}/evidence")
    page = reporter.send(status=422, line__1="1", file=(io.BytesIO(b"MZ program"), "x.pdf"))
    assert any(box.get("type") == "file" and box.get("aria-invalid") for box in page.all("input"))


def test_a_line_without_evidence_is_not_handed_in_and_named(reporter, saved, session):
    address = saved(invoice_number="")
    page = reporter.send(f"{address}/submission", status=422)
    assert "每一行须有佐证" in page.text
    assert session.scalars(select(SalesReport.state)).one() == "draft"
    reporter.open(f"{address}/evidence")
    reporter.send(line__1="1", file=(io.BytesIO(documents.pdf("invoice")), "发票.pdf"))
    assert "待审批" in reporter.send(f"{address}/submission").text


def test_it_is_sent_back_with_a_reason_and_mended(reporter, approver, saved):
    address = saved()
    reporter.send(f"{address}/submission")
    approver.open(f"{address}/sending-back")
    assert "必填" in approver.send(status=422).text
    assert "缺发票" in approver.send(reason="缺发票").text
    assert "缺发票" in reporter.open(f"{address}/edit").text
    reporter.send(do="save", lines__0__invoice_number="0451")
    assert "待审批" in reporter.send(f"{address}/submission").text


def test_a_counted_report_is_corrected_away_with_a_reason(reporter, approver, saved, session):
    address = saved()
    reporter.send(f"{address}/submission")
    approver.open(address)
    approver.send(f"{address}/approval")
    approver.open(f"{address}/reversal")
    page = approver.send(reason="重复录入")
    assert "已冲销" in page.text
    assert sum(session.scalars(select(Sale.amount_fen))) == 0


def test_a_submitted_report_is_taken_back_and_deleted(reporter, saved, session):
    address = saved()
    reporter.send(f"{address}/submission")
    reporter.open(f"{address}/deletion")
    reporter.send(status=409)
    reporter.open(address)
    assert "草稿" in reporter.send(f"{address}/withdrawal").text
    reporter.open(f"{address}/deletion")
    assert "已删除。" in reporter.send().text
    assert session.scalars(select(SalesReport.id)).all() == []
    reporter.open(address, 404)


def test_law_3_a_second_click_on_delete_is_told_what_the_first_was(reporter, saved):
    address = f"{saved()}/deletion"
    reporter.open(address)
    sent = reporter.fields(address)
    first, second = (reporter.client.post(address, data=sent) for _ in range(2))
    told = {(answer.status_code, answer.location) for answer in (first, second)}
    assert told == {(303, "/office/sales-reports")}


def test_law_11_who_wrote_in_it_is_not_offered_the_approval(officer, saved):
    both = officer(Duty.REPORTER, Duty.APPROVER)
    address = saved(both)
    page = both.send(f"{address}/submission")
    assert f"{address}/approval" not in page.html
    sent = {"csrf_token": both.fields("/account/logout")["csrf_token"]}
    assert both.client.post(f"{address}/approval", data=sent).status_code == 403


def test_a_list_is_narrowed_and_asks_a_constant_number_of_statements(reporter, saved, code, statements):
    saved()
    statements.clear()
    reporter.open("/office/sales-reports")
    one = len(statements)
    address = saved(sold_on="2020-08-01", amount="3")
    reporter.send(f"{address}/submission")
    saved()
    statements.clear()
    page = reporter.open("/office/sales-reports")
    assert len(statements) == one
    assert page.text.count("九月展销会") == 3
    assert reporter.open("/office/sales-reports?state=submitted").text.count("九月展销会") == 1
    assert reporter.open("/office/sales-reports?month=2020-08").text.count("九月展销会") == 1
    assert "没有这样的上报" in reporter.open("/office/sales-reports?month=2019-01").text
    reporter.open("/office/sales-reports?month=x&state=y")


def test_outsiders_learn_nothing(saved, outsider, receiver, officer):
    address = saved()
    for way in ("", "/edit", "/evidence", "/deletion", "/sending-back", "/reversal"):
        assert "展销会" not in outsider.open(address + way, 404).text, way
    assert "展销会" not in outsider.open("/office/sales-reports").text
    for way in (NEW, address, "/office/sales-reports"):
        receiver.open(way, 403)
    officer(Duty.APPROVER).open(f"{address}/edit", 403)


def test_a_form_that_is_sent_twice_makes_one_report(reporter, code, session):
    reporter.open(NEW)
    sent = reporter.fields(NEW) | {"title": "一次", "do": "save"}
    sent |= {name.replace("__", "."): value for name, value in first_line(code).items()}
    reporter.post(NEW, sent)
    first = reporter.address
    reporter.post(NEW, sent)
    assert reporter.address == first
    assert len(session.scalars(select(SalesReport.id)).all()) == 1


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("pasted", "a\x00b,c"),
        ("pasted", '"' + "9" * 200_000),
        ("lines__0__evidence_file_id", "1"),
        ("lines__0__tags", "a\x00b"),
        ("lines__0__buyer_region", "62"),
        ("lines__0__quantity", "9" * 30),
        ("title", "x" * 501),
        ("rows", "many"),
    ],
)
def test_what_no_form_sends_is_refused_and_writes_nothing(reporter, code, session, field, typed):
    reporter.open(NEW)
    reporter.send(status=422, **{"title": "标题", "do": "save", **first_line(code), field: typed})
    assert session.scalars(select(SalesReport.id)).all() == []


def test_what_is_no_number_of_a_file_is_no_evidence(saved, session):
    saved(evidence_file_id="9" * 400)
    assert session.scalars(select(SalesReportLine.evidence_file_id)).all() == [None]


def test_pages_of_reports_take_forms_of_many_fields_and_others_do_not(reporter):
    many = {f"lines.{number}.tags": "" for number in range(1_500)}
    for address, status in (("/office/sales-reports/new", 422), ("/office/events/new", 413)):
        reporter.open(address)
        reporter.post(address, reporter.fields(address) | many | {"file": (io.BytesIO(b"x"), "x.txt")}, status)


def test_a_supplier_is_told_by_its_name_too_and_offered_by_name_and_code(reporter, code, session, cast):
    cast.supplier(name="庆城县合作社", county=QINGCHENG)
    page = reporter.open(NEW)
    assert f'<option value="{code}">环县合作社</option>' in page.html
    assert "庆城县合作社" not in page.html
    reporter.send(title="按名称", do="save", **first_line("环县合作社"))
    assert code in reporter.page.text
    reporter.open(NEW)
    page = reporter.send(title="无此名称", do="save", status=422, **first_line("没有的合作社"))
    assert 'value="没有的合作社"' in page.html


def test_a_refused_move_names_states_as_the_page_does(reporter, saved, officer):
    address, another = saved(), officer(Duty.REPORTER)
    another.open(address)
    reporter.send(f"{address}/submission")
    page = another.send(f"{address}/submission", status=409)
    assert "状态为“待审批”" in page.text
    assert "“submitted”" not in page.text
