"""Linkages with households: entered with their proof, mended, ended; nothing of them for an outsider."""

import io
from datetime import date

import pytest

from marketplace.evidence.models import StoredFile
from marketplace.households.models import Household, Linkage
from marketplace.households.rules import LinkageState, Mechanism
from tests.web.supplier.ties import tie

NEW = "/supplier/linkages/new"
TOLD = {"mechanism": "contract_farming", "from_on": "2020-03-01"}


def latest(stage) -> Linkage:
    stage.session.expire_all()
    return stage.session.query(Linkage).order_by(Linkage.id.desc()).first()


@pytest.fixture
def household(cast) -> Household:
    """A registered household."""
    return cast.household()


def test_a_linkage_is_entered_with_its_proof(desk, stage, household, scan):
    seller = desk(stage.seller)
    seller.open(NEW)
    page = seller.send(household_number=household.household_number, evidence_file_id=scan("合同.pdf"), **TOLD)
    assert "已提交，等待核实。" in page.text
    linkage = latest(stage)
    assert (linkage.household_id, linkage.mechanism, linkage.from_on, linkage.state) == (
        household.id,
        Mechanism.CONTRACT_FARMING,
        date(2020, 3, 1),
        LinkageState.ENTERED,
    )
    file = stage.session.get(StoredFile, linkage.evidence_file_id)
    assert file.organisation_id == stage.supplier.organisation_id
    assert file.shown_in == [household.village_code]


def test_a_file_is_chosen_once_however_often_another_field_is_mended(desk, stage, household, scan):
    seller = desk(stage.seller)
    seller.open(NEW)
    page = seller.send(household_number="NONE", evidence_file_id=scan("合同.pdf"), status=422, **TOLD)
    assert [tag["id"] for tag in page.all("ul") if tag.get("class") == "wrong"] == ["household_number-errors"]
    assert "合同.pdf" in page.text
    told = seller.fields(NEW)
    assert (told["from_on"], told["mechanism"], told["household_number"]) == ("2020-03-01", "contract_farming", "NONE")
    seller.send(household_number=household.household_number)
    assert latest(stage).evidence_file_id == int(told["evidence_file_id"])
    assert stage.session.query(StoredFile).count() == 1


def test_the_file_of_another_is_no_proof(desk, stage, household, cast):
    foreign = cast.file(stage.school.id, file_name="别人的.pdf")
    stage.session.commit()
    seller = desk(stage.seller)
    seller.open(NEW)
    page = seller.send(
        household_number=household.household_number, evidence_file_id=str(foreign.id), status=422, **TOLD
    )
    assert "evidence_file_id-errors" in [tag.get("id") for tag in page.all("ul")]
    assert "别人的" not in page.text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"from_on": "soon"}, "from_on"),
        ({"from_on": ""}, "from_on"),
        ({"mechanism": "magic"}, "mechanism"),
        ({"last_on": "2020-02-01"}, "last_on"),
        ({"through": "91621022MA00000000"}, "through"),
    ],
)
def test_what_is_wrong_stands_at_its_field(desk, stage, household, scan, changes, field):
    seller = desk(stage.seller)
    seller.open(NEW)
    sent = {"household_number": household.household_number, "evidence_file_id": scan("合同.pdf"), **TOLD, **changes}
    page = seller.send(status=422, **sent)
    assert f"{field}-errors" in [tag.get("id") for tag in page.all("ul")]
    assert latest(stage) is None


@pytest.mark.parametrize("content", [b"", b"#!/bin/sh", b"%PDF-1.4 cut"])
def test_what_is_no_document_is_refused_at_its_field(desk, stage, household, scan, content):
    seller = desk(stage.seller)
    seller.open(NEW)
    sent = (io.BytesIO(content), "合同.pdf")
    page = seller.send(household_number=household.household_number, evidence_file_id=sent, status=422, **TOLD)
    assert "evidence_file_id-errors" in [tag.get("id") for tag in page.all("ul")]


def test_what_was_sent_back_says_why_and_is_mended(desk, stage, scan):
    linkage = tie(stage, state=LinkageState.SENT_BACK)
    seller = desk(stage.seller)
    assert "合同看不清" in seller.open("/supplier/linkages").text
    address = f"/supplier/linkages/{linkage.id}/mending"
    assert "合同看不清" in seller.open(address).text
    assert seller.fields(address)["from_on"] == "2020-01-01"
    seller.send(from_on="2020-02-01", evidence_file_id=scan("合同.pdf"))
    assert seller.address == "/supplier/linkages"
    assert (latest(stage).state, latest(stage).from_on) == (LinkageState.ENTERED, date(2020, 2, 1))


def test_a_linkage_is_ended_with_its_last_day_and_a_reason(desk, stage):
    linkage = tie(stage)
    seller = desk(stage.seller)
    address = f"/supplier/linkages/{linkage.id}/ending"
    seller.open(address)
    assert seller.fields(address)["last_on"] == "2020-09-15"
    assert "reason-errors" in [tag.get("id") for tag in seller.send(reason=" ", status=422).all("ul")]
    assert "联结已终止。" in seller.send(last_on="2020-08-31", reason="合同到期").text
    assert (latest(stage).state, latest(stage).until_on) == (LinkageState.ENDED, date(2020, 9, 1))


def test_what_waits_is_not_ended_and_the_page_says_so(desk, stage):
    linkage = tie(stage, state=LinkageState.ENTERED)
    seller = desk(stage.seller)
    seller.open(f"/supplier/linkages/{linkage.id}/ending")
    page = seller.send(reason="合同到期", status=409)
    assert "合同到期" in page.html


def test_heads_are_masked_and_a_verified_linkage_leads_to_a_payment(desk, stage):
    household = tie(stage) and stage.session.query(Household).one()
    page = desk(stage.seller).open("/supplier/linkages")
    assert "张**" in page.text
    assert "张三丰" not in page.html
    links = [link["href"] for link in page.all("a")]
    assert any(
        f"household-payments/new?household_number={household.household_number}" in link for link in links if link
    )


def test_the_list_is_narrowed_and_paged_and_takes_as_many_statements_for_many_as_for_few(desk, stage, statements):
    seller = desk(stage.seller)

    def count():
        statements.clear()
        seller.open("/supplier/linkages?state=verified")
        return len(statements)

    tie(stage)
    few = count()
    for _ in range(25):
        tie(stage)
    assert count() == few <= 6
    (following,) = [link["href"] for link in seller.page.all("a") if link.get("rel") == "next"]
    assert "state=verified" in following
    seller.open(following)
    assert "没有符合条件的记录。" in seller.open("/supplier/linkages?state=ended").text


def test_without_linkages_the_page_says_what_to_do(desk, stage):
    page = desk(stage.seller).open("/supplier/linkages")
    assert "还没有利益联结，请先登记一户。" in page.text


@pytest.mark.parametrize("verb", ["mending", "ending"])
def test_an_outsider_finds_nothing_and_writes_nothing(desk, cast, stage, verb):
    linkage = tie(stage, state=LinkageState.SENT_BACK if verb == "mending" else LinkageState.VERIFIED)
    outsider = desk(cast.outsider())
    page = outsider.open(f"/supplier/linkages/{linkage.id}/{verb}", 404)
    assert "张**" not in page.text
    outsider.open("/buyer/order")
    token = {"csrf_token": outsider.fields("/buyer/order/review")["csrf_token"], "reason": "x", "from_on": "2020-01-01"}
    outsider.post(f"/supplier/linkages/{linkage.id}/{verb}", token, 404)
    assert latest(stage).state is linkage.state
    assert "张**" not in outsider.open("/supplier/linkages").text


def test_nobody_enters_for_a_supplier_of_others(desk, cast, stage, household, scan):
    other = cast.supplier()
    seller = desk(stage.seller)
    seller.open(NEW)
    page = seller.send(
        household_number=household.household_number,
        evidence_file_id=scan("合同.pdf"),
        supplier=str(other.id),
        status=422,
        **TOLD,
    )
    assert page.status == 422
    assert latest(stage) is None


def test_a_buyer_has_no_linkages(desk, stage):
    desk(stage.purchaser).open("/supplier/linkages", 403)
    desk(stage.purchaser).open(NEW, 403)
