import pytest

from marketplace.accounts.models import Membership
from marketplace.accounts.rules import Duty, MemberRole


@pytest.fixture
def school(cast):
    return cast.organisation()


@pytest.fixture
def manager(cast, school):
    return cast.member(school, MemberRole.MANAGER)


def membership_of(session, user):
    return session.query(Membership).filter_by(user_id=user.id).one()


def test_a_manager_lists_the_members_page_by_page(cast, school, manager):
    cast.member(school, MemberRole.PURCHASER, MemberRole.RECEIVER)
    address = f"/api/v1/organisations/{school.id}/members"
    client = cast.client(manager)

    first = client.get(f"{address}?limit=2").json
    rest = client.get(f"{address}?limit=2&after={first['next']}").json
    assert [item["role"] for item in first["items"] + rest["items"]] == ["manager", "purchaser", "receiver"]
    assert first["items"][0]["email"] == manager.email


def test_law_12_members_are_shown_to_nobody_else(cast, school, manager):
    address = f"/api/v1/organisations/{school.id}/members"
    assert cast.client(cast.member(school, MemberRole.PURCHASER)).get(address).status_code == 403
    answer = cast.client(cast.outsider()).get(address)
    assert answer.status_code == 404
    assert manager.email not in answer.text


def test_a_dismissed_member_loses_the_role_at_once(cast, school, manager, session):
    buyer = cast.member(school, MemberRole.PURCHASER)
    held = membership_of(session, buyer)
    client = cast.client(manager)

    assert client.delete(f"/api/v1/memberships/{held.id}").status_code == 204
    assert cast.client(buyer).get("/api/v1/session").json["permissions"] == []
    assert client.delete(f"/api/v1/memberships/{held.id}").status_code == 404


def test_an_administrator_of_the_region_dismisses_too(cast, school, session):
    held = membership_of(session, cast.member(school, MemberRole.PURCHASER))
    client = cast.client(cast.officer(Duty.ADMINISTRATOR))
    assert client.delete(f"/api/v1/memberships/{held.id}").status_code == 204


def test_nobody_dismisses_themselves(cast, manager, session):
    answer = cast.client(manager).delete(f"/api/v1/memberships/{membership_of(session, manager).id}")
    assert (answer.status_code, answer.json["code"]) == (403, "appointment.own")


def test_the_outsider_dismisses_nobody(cast, manager, session):
    held = membership_of(session, manager)
    assert cast.client(cast.outsider()).delete(f"/api/v1/memberships/{held.id}").status_code == 404
    session.refresh(held)
    assert held.ended_at is None
