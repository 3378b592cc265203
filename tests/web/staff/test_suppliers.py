"""Reviewing suppliers beside their documents: each decided, two offices heard, certified, suspended."""

import pytest

from marketplace.accounts.models import StaffPost, User
from marketplace.accounts.rules import Duty
from marketplace.suppliers.models import Qualification, Supplier
from marketplace.suppliers.rules import Office


@pytest.fixture
def submitted(story) -> int:
    """An application that waits for the two offices."""
    return story.submitted()


@pytest.fixture
def supplier_id(session, submitted) -> int:
    return session.get(Qualification, submitted).supplier_id


def state(session, application_id) -> str:
    session.expire_all()
    return session.get(Qualification, application_id).state


def test_a_supplier_is_shown_with_its_documents_to_download(desk, agriculture, submitted, supplier_id, story):
    page = desk(agriculture).open(f"/office/suppliers/{supplier_id}")
    assert "环县小杂粮合作社" in page.text
    assert "营业执照" in page.text
    assert f"/files/{story.file_id}" in [link["href"] for link in page.all("a")]


def test_documents_are_accepted_and_rejected_one_by_one(desk, agriculture, submitted):
    officer = desk(agriculture)
    page = officer.open(f"/office/applications/{submitted}")
    accept = next(form["action"] for form in page.all("form") if (form.get("action") or "").endswith("/acceptance"))
    assert "已通过。" in officer.send(accept).text
    reject = next(link["href"] for link in officer.page.all("a") if (link["href"] or "").endswith("/rejection"))
    officer.open(reject)
    assert "必填" in officer.send(reason="", status=422).text
    page = officer.send(reason="照片不清楚")
    assert "已退回此项" in page.text
    assert "照片不清楚" in page.text


def test_two_offices_recommend_and_the_platform_certifies(
    desk, session, agriculture, revitalisation, reviewer, submitted, story
):
    story.accept_documents(submitted)
    for officer, office in ((agriculture, "agriculture"), (revitalisation, "revitalisation")):
        person = desk(officer)
        person.open(f"/office/applications/{submitted}/recommendations/{office}")
        assert "意见已记录。" in person.send(verdict="favourable").text
    assert state(session, submitted) == "recommended"
    platform = desk(reviewer)
    platform.open(f"/office/applications/{submitted}/certification")
    page = platform.send(from_on="2020-09-15", last_on="2020-09-01", status=422)
    assert "last_on-errors" in [tag.get("id") for tag in page.all("ul")]
    assert platform.fields(platform.address)["last_on"] == "2020-09-01"
    assert "已认定。" in platform.send(from_on="2020-09-15", last_on="2021-09-14").text
    assert state(session, submitted) == "certified"


def test_a_word_against_needs_its_reason_and_sends_back(desk, session, agriculture, submitted):
    officer = desk(agriculture)
    officer.open(f"/office/applications/{submitted}/recommendations/agriculture")
    page = officer.send(verdict="unfavourable", reason="", status=422)
    assert "reason-errors" in [tag.get("id") for tag in page.all("ul")]
    assert "verdict-errors" in [tag.get("id") for tag in officer.send(verdict="x", status=422).all("ul")]
    officer.send(verdict="unfavourable", reason="产能不足")
    assert state(session, submitted) == "sent_back"


def test_law_11_the_second_office_is_another_person_and_the_page_says_so(desk, session, agriculture, story, submitted):
    session.add(
        StaffPost(user_id=agriculture.id, region_code="621022", duty=Duty.REVITALISATION_OFFICER, created_at=story.now)
    )
    session.commit()
    story.recommend(submitted, Office.AGRICULTURE, story.agriculture)
    officer = desk(agriculture)
    page = officer.open(f"/office/applications/{submitted}")
    assert "另一部门须由他人提出" in page.text
    assert not [link for link in page.all("a") if (link["href"] or "").endswith("/recommendations/revitalisation")]
    officer.open(f"/office/applications/{submitted}/recommendations/revitalisation")
    page = officer.send(verdict="favourable", reason="联结紧密", status=403)
    assert "两个部门须由不同的人推荐" in page.text
    assert officer.fields(officer.address)["reason"] == "联结紧密"
    assert state(session, submitted) == "submitted"


def test_the_platform_sends_back_or_refuses_with_a_reason(desk, session, reviewer, story):
    application = story.recommended()
    platform = desk(reviewer)
    platform.open(f"/office/applications/{application}/sending-back")
    assert "已退回供应商补正。" in platform.send(reason="补充检测报告").text
    assert state(session, application) == "sent_back"


def test_an_application_is_refused_for_good(desk, session, reviewer, story):
    application = story.recommended()
    platform = desk(reviewer)
    platform.open(f"/office/applications/{application}/refusal")
    platform.send(reason="不在目录范围")
    assert state(session, application) == "refused"


def test_a_supplier_is_suspended_lifted_and_withdrawn(desk, session, reviewer, story):
    application = story.certified()
    supplier_id = session.get(Qualification, application).supplier_id
    platform = desk(reviewer)
    for verb, said, after in (
        ("suspension", "已暂停。", "suspended"),
        ("lifting", "已恢复。", "certified"),
        ("withdrawal", "认定已取消。", "withdrawn"),
    ):
        platform.open(f"/office/suppliers/{supplier_id}/{verb}")
        assert "必填" in platform.send(reason=" ", status=422).text
        assert said in platform.send(reason="抽检不合格").text
        assert state(session, application) == after
    platform.open(f"/office/suppliers/{supplier_id}/lifting")
    platform.send(reason="再试", status=404)


def test_the_list_is_narrowed_by_its_address(desk, cast, reviewer, submitted):
    other = cast.supplier(name="合水县肉羊养殖场", county="621024")
    platform = desk(reviewer)
    everything = platform.open("/office/suppliers").text
    assert "环县小杂粮合作社" in everything
    assert "合水县肉羊养殖场" in everything
    page = platform.open("/office/suppliers?state=submitted")
    assert "环县小杂粮合作社" in page.text
    assert "合水县肉羊养殖场" not in page.text
    assert "合水县肉羊养殖场" not in platform.open("/office/suppliers?region=621022").text
    assert "合水县肉羊养殖场" in platform.open("/office/suppliers?q=肉羊").text
    assert "没有符合条件的供应商" in platform.open("/office/suppliers?expiring=7").text
    for nonsense in ("state=x", "region=9x", "expiring=-1", "region=110101", "after=x"):
        assert other.id
        assert "合水县肉羊养殖场" in platform.open(f"/office/suppliers?{nonsense}").text


def test_the_list_is_paged(desk, cast, reviewer):
    for _ in range(25):
        cast.supplier()
    platform = desk(reviewer)
    page = platform.open("/office/suppliers?state=certified")
    (following,) = [link["href"] for link in page.all("a") if link.get("rel") == "next"]
    assert "state=certified" in following
    platform.open(following.replace("&amp;", "&"))


def test_the_number_of_statements_does_not_grow(desk, cast, reviewer, statements, submitted):
    platform = desk(reviewer)

    def count():
        statements.clear()
        platform.open("/office/suppliers")
        platform.open(f"/office/applications/{submitted}")
        return len(statements)

    count()
    few = count()
    for _ in range(9):
        cast.supplier()
    assert count() == few
    assert few <= 24


@pytest.mark.parametrize(
    "address",
    [
        "suppliers/{supplier}",
        "suppliers/{supplier}/suspension",
        "suppliers/{supplier}/lifting",
        "suppliers/{supplier}/withdrawal",
        "applications/{application}",
        "applications/{application}/recommendations/agriculture",
        "applications/{application}/certification",
        "applications/{application}/sending-back",
        "applications/{application}/refusal",
    ],
)
def test_an_officer_of_another_county_finds_nothing(desk, cast, submitted, supplier_id, address):
    page = desk(cast.outsider()).open("/office/" + address.format(supplier=supplier_id, application=submitted), 404)
    assert "环县" not in page.text


def test_an_officer_of_another_county_decides_nothing(desk, cast, session, submitted, supplier_id, agriculture):
    officer = desk(agriculture)
    page = officer.open(f"/office/applications/{submitted}")
    accept = next(form["action"] for form in page.all("form") if (form.get("action") or "").endswith("/acceptance"))
    outsider = desk(cast.outsider())
    page = outsider.open("/account/me")
    token = {"csrf_token": next(tag["value"] for tag in page.all("input") if tag.get("name") == "csrf_token")}
    sent = token | {"reason": "x", "verdict": "favourable", "from_on": "2020-09-15"}
    for address in (
        accept,
        accept.replace("acceptance", "rejection"),
        f"/office/applications/{submitted}/recommendations/agriculture",
        f"/office/applications/{submitted}/sending-back",
        f"/office/suppliers/{supplier_id}/withdrawal",
    ):
        assert "环县" not in outsider.post(address, sent, 404).text
    assert state(session, submitted) == "submitted"


@pytest.mark.parametrize("address", ["/office/suppliers", "/office/"])
def test_who_holds_no_post_is_refused(desk, stage, address, submitted):
    for user in (stage.purchaser, stage.seller):
        assert "环县小杂粮" not in desk(user).open(address, 403).text


def test_an_office_that_is_none_is_not_found(desk, agriculture, submitted):
    desk(agriculture).open(f"/office/applications/{submitted}/recommendations/police", 404)


def test_a_supplier_without_any_application_is_shown(desk, session, agriculture, stage):
    supplier = session.get(Supplier, stage.supplier.id)
    session.query(Qualification).filter_by(supplier_id=supplier.id).delete()
    session.commit()
    assert "没有认定申请" in desk(agriculture).open(f"/office/suppliers/{supplier.id}").text
    assert isinstance(agriculture, User)
