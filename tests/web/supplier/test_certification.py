"""Certification as a checklist: opened, handed in, submitted, rejected, handed in again, certified, expiring."""

from datetime import date

import pytest

from marketplace.suppliers.models import Qualification

CERTIFICATION = "/supplier/certification"


@pytest.fixture
def opened(desk, applicant):
    """The applicant's browser on the page of a new application."""
    browser = desk(applicant)
    browser.open("/supplier/applications/new")
    browser.send()
    return browser


@pytest.fixture
def submitted(opened, hand_in):
    """The same after every document was handed in and the application submitted."""
    address = opened.address
    hand_in(opened, address)
    opened.send(f"{address}/submission")
    return opened


def id_of(browser) -> int:
    return int(browser.address.split("/")[3])


def test_who_is_no_supplier_yet_is_told_to_apply(desk, applicant):
    page = desk(applicant).open(CERTIFICATION)
    assert "环县小米合作社" in page.text
    assert "申请认定" in page.text
    assert "申请认定" in desk(applicant).open("/supplier/").text


def test_an_application_begins_as_a_checklist(opened):
    page = opened.page
    assert "申请已建立，请逐项上传材料。" in page.text
    assert [text for path, text in page.texts if path[-1] == "span"].count("未提交") == 4
    assert page.text.count("已通过") == 2
    assert "2 / 6" in page.text
    assert not [form for form in page.all("form") if (form.get("action") or "").endswith("/submission")]


def test_a_second_application_is_refused_and_the_page_says_why(opened):
    opened.open("/supplier/applications/new")
    page = opened.send(status=409)
    assert "正在办理" in page.text


def test_a_code_that_is_no_county_stands_at_its_field(desk, applicant):
    browser = desk(applicant)
    browser.open("/supplier/applications/new")
    page = browser.send(county_code="62", status=422)
    assert "62 不是县级区划代码" in page.text
    assert browser.fields(browser.address)["county_code"] == "62"
    assert "county_code-errors" in page.html


def test_a_document_needs_its_file_and_its_last_day(opened, scan):
    opened.open(f"{opened.address}/requirements/food_permit")
    page = opened.send(expires_on="2021-13-01", status=422)
    assert "请选择文件" in page.text
    assert "应为日期" in page.text
    assert opened.fields(opened.address)["expires_on"] == "2021-13-01"
    page = opened.send(file_id=scan(content=b"MZ" + bytes(99)), expires_on="2021-01-01", status=422)
    assert "文件内容不是可接受的类型" in page.text


def test_a_file_stays_while_its_last_day_is_mended(opened, scan):
    opened.open(f"{opened.address}/requirements/food_permit")
    page = opened.send(file_id=scan("许可证.pdf"), expires_on="2020-01-01", status=422)
    assert "不早于今天" in page.text
    assert "许可证.pdf" in page.text
    page = opened.send(expires_on="2021-01-01")
    assert "材料已上传。" in page.text
    assert "有效至 2021-01-01" in page.text


def test_a_commitment_is_confirmed_besides_its_letter(opened, scan):
    opened.open(f"{opened.address}/requirements/commitment_letter")
    page = opened.send(file_id=scan(), status=422)
    assert "请确认承诺" in page.text
    page = opened.send(attested="1")
    assert "3 / 6" in page.text


def test_what_the_program_sees_itself_and_what_is_unknown_is_nothing_to_hand_in(opened):
    address = opened.address
    for requirement in ("county_assisted", "nothing"):
        opened.open(f"{address}/requirements/{requirement}", status=404)


def test_what_lacks_cannot_be_submitted_and_the_page_names_it(opened):
    address = opened.address
    token = opened.fields("/account/logout")["csrf_token"]
    page = opened.post(f"{address}/submission", {"csrf_token": token}, status=409)
    assert "还有材料未齐备" in page.text
    assert "营业执照" in page.text


def test_it_is_submitted_when_everything_is_there(submitted, session):
    assert "申请已提交县级两部门。" in submitted.page.text
    assert "等待县级两部门审核推荐。" in submitted.page.text
    assert session.get(Qualification, id_of(submitted)).state == "submitted"
    assert "上传" not in [text for path, text in submitted.page.texts if path[-1] == "a"]


def test_a_rejected_document_says_why_and_is_handed_in_again(submitted, officers, scan, session):
    address = submitted.address
    officers(id_of(submitted), reject="food_permit")
    page = submitted.open("/supplier/")
    assert "照片看不清" in page.text
    page = submitted.open(address)
    assert "退回补正" in page.text
    assert "照片看不清" in page.text
    assert "不予推荐" in page.text
    assert "照片看不清" in submitted.open(f"{address}/requirements/food_permit").text
    page = submitted.send(file_id=scan("新证.pdf"), expires_on="2021-06-30")
    assert [row[1] for row in page.cells() if row[0] == "食品生产经营许可证"] == ["1", "2"]
    submitted.send(f"{address}/submission")
    assert session.get(Qualification, id_of(submitted)).round == 2


def test_both_offices_and_the_end_are_shown_once_it_is_certified(submitted, officers):
    address = submitted.address
    officers(id_of(submitted), last_on=date(2020, 10, 10))
    page = submitted.open(address)
    assert page.text.count("同意推荐") == 2
    assert "2020-09-15 – 2020-10-10" in page.text
    page = submitted.open(CERTIFICATION)
    assert "已认定" in page.text
    assert "还有 25 天" in page.text
    assert "申请续期" in page.text


def test_documents_that_run_out_are_told_beforehand(submitted, officers):
    officers(id_of(submitted), last_on=date(2021, 9, 1))
    page = submitted.open("/supplier/")
    assert page.text.count("还有 16 天") == 2
    assert "联农带农证明" in page.text


def test_law_3_a_form_that_is_sent_twice_opens_one_application(desk, applicant, session):
    browser = desk(applicant)
    browser.open("/supplier/applications/new")
    sent = browser.fields(browser.address)
    landed = []
    for _ in range(2):
        browser.post("/supplier/applications/new", sent)
        landed.append(browser.address)
    assert landed[0] == landed[1]


def test_an_outsider_learns_nothing(desk, cast, submitted, scan):
    address = submitted.address
    outsider = desk(cast.outsider())
    for each in (address, f"{address}/requirements/food_permit"):
        assert "环县小米合作社" not in outsider.open(each, status=404).html
    outsider.open("/supplier/")
    token = outsider.fields("/account/logout")["csrf_token"]
    outsider.post(f"{address}/submission", {"csrf_token": token}, status=404)
    for each in ("/supplier/", CERTIFICATION):
        assert "环县小米合作社" not in outsider.open(each).html


def test_a_buyer_is_refused(desk, stage):
    desk(stage.purchaser).open(CERTIFICATION, status=403)


def test_what_waits_takes_the_same_statements_however_many_documents(desk, opened, scan, statements):
    counts = []
    address = opened.address
    for attempt in range(2):
        statements.clear()
        opened.open(address)
        counts.append(len(statements))
        for requirement in ("business_licence", "linkage_proof"):
            opened.open(f"{address}/requirements/{requirement}")
            told = {"expires_on": f"2021-0{attempt + 1}-01"} if requirement == "linkage_proof" else {}
            opened.send(file_id=scan(), **told)
        opened.open("/supplier/")
    assert counts[0] == counts[1]
