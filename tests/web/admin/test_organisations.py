"""Organisations are found and registered; who manages one invites, dismisses and sets its rules."""

import pytest

from marketplace.accounts.models import Invitation, Membership, Organisation
from marketplace.accounts.rules import Duty, MemberRole, OrganisationKind
from tests.factories.codes import uscc_number


def roles(session, user) -> set[MemberRole]:
    session.expire_all()
    return {row.role for row in session.query(Membership).filter_by(user_id=user.id, ended_at=None)}


def test_an_organisation_is_registered_and_its_manager_invited(desk, administrator, session):
    admin = desk(administrator)
    admin.open("/administration/organisations/new")
    page = admin.send(name="环县第三中学", uscc=uscc_number(77, county="621022"), kind="school", region="环县")
    assert "单位已登记" in page.text
    assert "还没有成员" in page.text
    [row] = session.query(Organisation).filter_by(name="环县第三中学")
    assert row.kind is OrganisationKind.SCHOOL
    admin.open(f"/administration/organisations/{row.id}/invitation")
    page = admin.send(email="Head@Example.org", role="manager")
    assert "邀请已发送" in page.text
    assert "head@example.org" in page.text


def test_what_is_wrong_stands_at_its_field_and_a_known_code_above(desk, administrator, school):
    admin = desk(administrator)
    admin.open("/administration/organisations/new")
    page = admin.send(status=422, name="甲", uscc="123", kind="school", region="环县")
    assert "123" in page.text
    page = admin.send(status=409, name="甲", uscc=school.uscc, kind="school", region="环县")
    assert "已存在" in page.text
    assert admin.fields(admin.address)["name"] == "甲"


def test_organisations_are_found_by_name_code_and_kind(desk, administrator, school, cast):
    cast.outsider()
    admin = desk(administrator)
    for narrowed in ("", "?q=第二中学", f"?q={school.uscc[:12]}", "?kind=school"):
        page = admin.open(f"/administration/organisations{narrowed}")
        assert "环县第二中学" in page.text
        assert "外地学校" not in page.html
    assert "没有这样的单位" in admin.open("/administration/organisations?kind=union").text


def test_a_manager_finds_the_own_organisation_and_its_members(desk, manager, purchaser, school):
    browser = desk(manager)
    page = browser.open("/administration/own")
    assert browser.address == f"/administration/organisations/{school.id}"
    assert purchaser.email in page.text
    assert "解除角色" in page.text


def test_a_manager_invites_and_takes_the_invitation_back(desk, manager, school, session, audited):
    browser = desk(manager)
    browser.open(f"/administration/organisations/{school.id}/invitation")
    assert "不是邮箱地址" in browser.send(status=422, email="x", role="purchaser").text
    page = browser.send(email="new@example.org", role="purchaser")
    assert "new@example.org" in page.text
    [row] = session.query(Invitation)
    browser.open(f"/administration/invitations/{row.id}/withdrawal")
    page = browser.send()
    assert "邀请已撤回" in page.text
    assert "new@example.org" not in page.text
    assert audited()[-2:] == ["invitation.sent", "invitation.withdrawn"]


def test_a_manager_dismisses_a_member_after_asking_but_not_themselves(desk, manager, purchaser, session):
    [own] = session.query(Membership).filter_by(user_id=manager.id)
    [other] = session.query(Membership).filter_by(user_id=purchaser.id)
    browser = desk(manager)
    browser.open(f"/administration/memberships/{other.id}/ending")
    assert roles(session, purchaser)
    assert "角色已解除" in browser.send().text
    assert roles(session, purchaser) == set()
    browser.open(f"/administration/memberships/{own.id}/ending")
    assert "不能给自己" in browser.send(status=403).text
    assert roles(session, manager) == {MemberRole.MANAGER}


def test_a_manager_sets_from_which_amount_a_second_person_is_needed(desk, manager, school, session):
    browser = desk(manager)
    browser.open(f"/administration/organisations/{school.id}/rules")
    page = browser.send(approval="5000", inspection="0")
    assert "设置已保存" in page.text
    assert "5,000.00 元" in page.text
    session.refresh(school)
    assert (school.order_approval_fen, school.dual_inspection_from_fen) == (500_000, 0)
    browser.open(f"/administration/organisations/{school.id}/rules")
    assert browser.fields(browser.address)["approval"] == "5000.00"
    assert browser.send(status=422, approval="many").all("ul")
    browser.send(approval="", inspection="")
    session.refresh(school)
    assert (school.order_approval_fen, school.dual_inspection_from_fen) == (None, None)


@pytest.mark.parametrize("action", ["", "/invitation", "/rules"])
def test_others_do_not_see_the_organisation(desk, cast, school, purchaser, action):
    address = f"/administration/organisations/{school.id}{action}"
    assert "环县第二中学" not in desk(cast.outsider()).open(address, 404).html
    elsewhere = cast.member(cast.organisation(), MemberRole.MANAGER)
    assert "环县第二中学" not in desk(elsewhere).open(address, 404).html
    desk(purchaser).open(address, 403)


def test_who_reads_an_organisation_for_another_reason_does_not_manage_it(desk, cast, school):
    both = cast.officer(Duty.REPORTER)
    cast._keep(Membership(user_id=both.id, organisation_id=cast.organisation().id, role=MemberRole.MANAGER,
                          created_at=school.created_at))  # fmt: skip
    desk(both).open(f"/administration/organisations/{school.id}", 404)


def test_the_outsider_takes_nothing_back_and_dismisses_nobody(desk, cast, manager, purchaser, school, session):
    browser = desk(manager)
    browser.open(f"/administration/organisations/{school.id}/invitation")
    browser.send(email="new@example.org", role="purchaser")
    [row], [member] = session.query(Invitation), session.query(Membership).filter_by(user_id=purchaser.id)
    outsider = desk(cast.outsider())
    assert "new@example.org" not in outsider.open(f"/administration/invitations/{row.id}/withdrawal", 404).html
    assert purchaser.name not in outsider.open(f"/administration/memberships/{member.id}/ending", 404).html


def test_members_take_a_constant_number_of_statements(desk, cast, manager, school, statements):
    browser = desk(manager)
    statements.clear()
    browser.open(f"/administration/organisations/{school.id}")
    few = len(statements)
    for _ in range(5):
        cast.member(school, MemberRole.PURCHASER, MemberRole.APPROVER)
    statements.clear()
    page = browser.open(f"/administration/organisations/{school.id}")
    assert len(statements) == few
    assert page.html.count('data-of="角色"') == 11
