"""Linkages that wait: verified one by one or many at once by another person, sent back, ended."""

from datetime import date

import pytest

from marketplace.households.models import Linkage
from marketplace.households.rules import LinkageState, Mechanism


@pytest.fixture
def enter(session, cast, stage, village, now):
    """Enters a linkage of the cooperative with a new household."""

    def one(**changes) -> Linkage:
        facts = {
            "supplier_id": stage.supplier.id,
            "household_id": cast.household().id,
            "mechanism": Mechanism.CONTRACT_FARMING,
            "from_on": date(2020, 1, 1),
            "state": LinkageState.ENTERED,
            "entered_at": now,
            "entered_by_id": stage.seller.id,
        }
        row = Linkage(**facts | changes)
        session.add(row)
        session.commit()
        return row

    return one


def states(session, *rows) -> list[str]:
    session.expire_all()
    return [session.get(Linkage, row.id).state for row in rows]


def test_many_linkages_are_verified_at_once(desk, session, revitalisation, enter):
    rows = [enter() for _ in range(3)]
    officer = desk(revitalisation)
    officer.open("/office/linkages?state=entered")
    sent = officer.fields("/office/linkages")
    page = officer.post("/office/linkages?state=entered", sent | {"chosen": [str(rows[0].id), str(rows[2].id)]})
    assert "勾选的联结已核实。" in page.text
    assert states(session, *rows) == ["verified", "entered", "verified"]


def test_nothing_ticked_or_what_may_not_be_verified_is_refused_whole(desk, session, revitalisation, enter):
    rows = [enter(), enter(state=LinkageState.SENT_BACK, reason="缺合同")]
    officer = desk(revitalisation)
    officer.open("/office/linkages")
    sent = officer.fields("/office/linkages")
    assert "请至少勾选一项" in officer.post("/office/linkages", sent, 422).text
    page = officer.post("/office/linkages", sent | {"chosen": [str(row.id) for row in rows]}, 422)
    assert "请重新勾选" in page.text
    assert [tag["value"] for tag in page.all("input") if "checked" in tag] == [str(rows[0].id)]
    assert "请至少勾选一项" in officer.post("/office/linkages", sent | {"chosen": ["x", "９"]}, 422).text
    assert states(session, *rows) == ["entered", "sent_back"]


def test_one_is_verified_sent_back_or_ended(desk, session, revitalisation, enter):
    first, second = enter(), enter()
    officer = desk(revitalisation)
    page = officer.open(f"/office/linkages/{first.id}")
    assert "订单" in page.text
    assert "张**" in page.text
    assert "联结已核实。" in officer.send(f"/office/linkages/{first.id}/verification").text
    officer.open(f"/office/linkages/{second.id}/sending-back")
    assert "必填" in officer.send(reason="", status=422).text
    assert "缺少合同" in officer.send(reason="缺少合同").text
    officer.open(f"/office/linkages/{first.id}/ending")
    page = officer.send(last_on="2019-01-01", reason="合同到期", status=422)
    assert "last_on-errors" in [tag.get("id") for tag in page.all("ul")]
    assert "联结已终止。" in officer.send(last_on="2020-12-31", reason="合同到期").text
    assert states(session, first, second) == ["ended", "sent_back"]


def test_law_11_who_entered_it_is_told_why_not(desk, session, revitalisation, enter):
    row = enter(entered_by_id=revitalisation.id)
    officer = desk(revitalisation)
    page = officer.open(f"/office/linkages/{row.id}")
    assert "须由他人核实" in page.text
    assert "核实通过" not in page.text
    assert "核实勾选的联结" not in officer.open("/office/linkages").text
    other = enter()
    officer.open(f"/office/linkages/{other.id}")
    sent = officer.fields(f"/office/linkages/{other.id}/verification")
    page = officer.post(f"/office/linkages/{row.id}/verification", sent, 403)
    assert any(tag.get("role") == "alert" for tag in page.all("div"))
    assert states(session, row) == ["entered"]


def test_a_list_is_narrowed_to_a_supplier_and_a_village(desk, cast, revitalisation, enter, village, credit_code):
    other = cast.supplier(name="环县羊羔肉合作社")
    here, there = enter(), enter(supplier_id=other.id, household_id=cast.household(village="621022101002").id)
    officer = desk(revitalisation)

    def shown(asked: str) -> list[str]:
        links = [link["href"] for link in officer.open(f"/office/linkages?{asked}").all("a")]
        return [name for name, row in (("here", here), ("there", there)) if f"/office/linkages/{row.id}" in links]

    assert shown("") == ["here", "there"]
    assert shown("q=羊羔") == shown(f"q={credit_code(other)}") == ["there"]
    assert shown(f"region={village}") == ["here"]
    assert shown("region=621022101") == ["here", "there"]
    assert shown(f"region={village}&q=羊羔") == []
    officer.open(f"/office/linkages?region={village}")
    page = officer.post(
        f"/office/linkages?region={village}", officer.fields("/office/linkages") | {"chosen": there.id}, 422
    )
    assert "请重新勾选" in page.text


def test_outsiders_find_nothing_and_write_nothing(desk, cast, session, stage, agriculture, enter):
    row = enter()
    outsider = desk(cast.outsider())
    assert "环县" not in outsider.open("/office/linkages").text
    outsider.open("/office/households")
    token = {"csrf_token": outsider.fields("/office/households")["csrf_token"], "reason": "x", "last_on": "2020-10-01"}
    for verb in ("", "/sending-back", "/ending"):
        assert "环县" not in outsider.open(f"/office/linkages/{row.id}{verb}", 404).text
    for verb in ("verification", "sending-back", "ending"):
        outsider.post(f"/office/linkages/{row.id}/{verb}", token, 404)
    outsider.post("/office/linkages", token | {"chosen": str(row.id)}, 422)
    for user in (stage.purchaser, stage.seller, agriculture):
        desk(user).open(f"/office/linkages/{row.id}", 403)
    assert states(session, row) == ["entered"]


def test_the_number_of_statements_does_not_grow(desk, revitalisation, enter, statements):
    number = enter().id
    officer = desk(revitalisation)

    def count():
        statements.clear()
        officer.open("/office/linkages")
        officer.open(f"/office/linkages/{number}")
        return len(statements)

    count()
    few = count()
    for _ in range(6):
        enter()
    assert count() == few
    assert few <= 14
