"""Administrators find the people of their regions and decide whether they are let in."""

from datetime import timedelta

import pytest

from marketplace.accounts.models import ApiToken, StaffPost
from marketplace.accounts.rules import Duty
from marketplace.regions.rules import NATION


def test_people_are_found_by_name_or_address_with_what_they_hold(desk, administrator, officer, purchaser, cast):
    cast.outsider()
    admin = desk(administrator)
    page = admin.open("/administration/users")
    assert {officer.email, purchaser.email, administrator.email} <= set(page.text.split())
    assert "环县 · 上报人" in " ".join(page.text.split()).replace(" ·\n", " ·")
    assert "外地学校" not in page.html
    page = admin.open(f"/administration/users?q={officer.email}")
    assert officer.email in page.text
    assert purchaser.email not in page.text
    assert "没有这样的用户" in admin.open("/administration/users?q=nobody").text


def test_a_person_who_is_locked_is_unlocked(desk, administrator, officer, session, now, audited):
    officer.locked_until = now + timedelta(minutes=10)
    session.commit()
    admin = desk(administrator)
    assert "已锁定" in admin.open(f"/administration/users/{officer.id}").text
    page = admin.send(f"/administration/users/{officer.id}/unlocking")
    assert "已解除锁定" in page.text
    session.refresh(officer)
    assert officer.locked_until is None
    assert audited()[-1] == "user.unlocked"


def test_somebody_is_signed_out_everywhere(desk, administrator, officer, session, cast, audited):
    browser, program = desk(officer), cast.client(officer)
    assert program.get("/api/v1/session").status_code == 200
    admin = desk(administrator)
    admin.open(f"/administration/users/{officer.id}/signing-out")
    assert "已在所有设备上退出登录" in admin.send().text
    assert browser.client.get("/account/me").status_code == 302
    assert program.get("/api/v1/session").status_code == 401
    assert all(row.revoked_at for row in session.query(ApiToken))
    assert audited()[-1] == "user.signed_out"


@pytest.mark.parametrize("above", ["621000", "620000", NATION])
def test_who_holds_a_post_above_the_region_is_not_acted_on(desk, administrator, cast, session, now, above):
    person = cast.officer(Duty.REPORTER)
    session.add(StaffPost(user_id=person.id, region_code=above, duty=Duty.AUDITOR, created_at=now))
    person.locked_until, mark = now + timedelta(minutes=10), person.fs_uniquifier
    session.commit()
    admin = desk(administrator)
    page = admin.open(f"/administration/users/{person.id}")
    assert "解除锁定" not in page.text
    assert f"/administration/users/{person.id}/signing-out" not in page.html
    form = {"csrf_token": admin.fields("/account/logout")["csrf_token"]}
    for way in ("unlocking", "signing-out"):
        admin.post(f"/administration/users/{person.id}/{way}", form, 404)
    admin.open(f"/administration/users/{person.id}/signing-out", 404)
    session.refresh(person)
    assert person.locked_until is not None
    assert person.fs_uniquifier == mark


def test_a_post_beside_or_below_the_region_does_not_shield(desk, administrator, cast, session, now):
    person = cast.officer(Duty.REPORTER)
    for code in ("621023", "621022101000"):
        session.add(StaffPost(user_id=person.id, region_code=code, duty=Duty.REPORTER, created_at=now))
    session.commit()
    admin = desk(administrator)
    admin.open(f"/administration/users/{person.id}/signing-out")
    assert "已在所有设备上退出登录" in admin.send().text


def test_the_administrator_of_the_nation_disables_and_enables(desk, chief, officer, session, cast, audited):
    admin, browser, program = desk(chief), desk(officer), cast.client(officer)
    admin.open(f"/administration/users/{officer.id}/disabling")
    page = admin.send()
    assert "账户已停用" in page.text
    assert browser.client.get("/account/me").status_code == 302
    assert officer.email in admin.open("/administration/users?state=disabled").text
    admin.open(f"/administration/users/{officer.id}")
    assert "账户已启用" in admin.send(f"/administration/users/{officer.id}/enabling").text
    assert officer.email not in admin.open("/administration/users?state=disabled").text
    assert program.get("/api/v1/session").status_code == 401
    assert audited()[-2:] == ["user.disabled", "user.enabled"]


def test_nobody_disables_themselves(desk, chief, session):
    admin = desk(chief)
    admin.open(f"/administration/users/{chief.id}/disabling")
    assert "不能停用自己" in admin.send(status=403).text
    session.refresh(chief)
    assert chief.active


def test_the_administrator_of_a_county_disables_nobody(desk, administrator, officer, session):
    admin = desk(administrator)
    assert "停用账户" not in admin.open(f"/administration/users/{officer.id}").text
    admin.open(f"/administration/users/{officer.id}/disabling")
    admin.send(status=404)
    session.refresh(officer)
    assert officer.active


@pytest.mark.parametrize("action", ["", "/disabling", "/signing-out", "/posts"])
def test_the_outsider_sees_nobody_of_this_county(desk, cast, officer, action):
    page = desk(cast.outsider()).open(f"/administration/users/{officer.id}{action}", 404)
    assert officer.email not in page.html
    assert officer.name not in page.html


@pytest.mark.parametrize("address", ["", "users", "posts", "organisations", "invitations", "jobs"])
def test_who_administers_nothing_is_refused(desk, officer, purchaser, address):
    for user in (officer, purchaser):
        desk(user).open(f"/administration/{address}", 403)


def test_a_list_of_people_takes_a_constant_number_of_statements(desk, administrator, cast, statements):
    admin = desk(administrator)
    cast.officer(Duty.REPORTER)
    statements.clear()
    admin.open("/administration/users")
    few = len(statements)
    for _ in range(5):
        cast.officer(Duty.REPORTER, Duty.APPROVER)
    statements.clear()
    admin.open("/administration/users")
    assert len(statements) == few
