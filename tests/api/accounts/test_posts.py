import pytest

from marketplace.accounts.models import StaffPost
from marketplace.accounts.rules import Duty


@pytest.fixture
def administrator(cast):
    return cast.officer(Duty.ADMINISTRATOR)


@pytest.fixture
def officer(cast):
    return cast.officer(Duty.REPORTER)


def give(client, user, **changes):
    body = {"user_id": user.id, "region_code": "621022", "duty": "approver", **changes}
    return client.post("/api/v1/posts", json=body)


def test_an_administrator_gives_a_second_duty_once(cast, administrator, officer, session):
    client = cast.client(administrator)
    given = give(client, officer)
    assert given.status_code == 201
    assert give(client, officer).json["id"] == given.json["id"]
    assert session.query(StaffPost).filter_by(user_id=officer.id, duty=Duty.APPROVER).count() == 1
    assert "reports.approve" in cast.client(officer).get("/api/v1/session").json["permissions"]


def test_nobody_appoints_themselves(cast, administrator):
    answer = give(cast.client(administrator), administrator)
    assert (answer.status_code, answer.json["code"]) == (403, "appointment.own")


def test_law_12_neither_strangers_are_appointed_nor_posts_given_elsewhere(cast, administrator, officer):
    client = cast.client(administrator)
    assert give(client, cast.outsider()).json["code"] == "user.not_found"
    assert give(client, officer, region_code="110101").json["code"] == "region.outside"
    assert give(client, officer, region_code="621000").json["code"] == "region.outside"
    assert give(cast.client(cast.outsider()), officer).status_code == 404
    assert give(cast.client(officer), officer).status_code == 403


def test_posts_of_a_region_are_listed(cast, administrator, officer):
    client = cast.client(administrator)
    cast.officer(Duty.REPORTER, region="621021")
    first = client.get("/api/v1/posts?region_code=621022&limit=1").json
    rest = client.get(f"/api/v1/posts?region_code=621022&after={first['next']}").json
    assert [item["user_id"] for item in first["items"] + rest["items"]] == [administrator.id, officer.id]


def test_law_12_posts_are_listed_for_nobody_else(cast, officer):
    answer = cast.client(cast.outsider()).get("/api/v1/posts?region_code=621022")
    assert answer.status_code == 404
    assert officer.email not in answer.text
    assert cast.client(officer).get("/api/v1/posts?region_code=621022").status_code == 403
    assert cast.client(cast.outsider()).get("/api/v1/posts").json["errors"][0]["code"] == "field.required"


def test_a_post_that_ended_grants_nothing(cast, administrator, officer, session):
    post = session.query(StaffPost).filter_by(user_id=officer.id).one()
    assert cast.client(cast.outsider()).delete(f"/api/v1/posts/{post.id}").status_code == 404
    assert cast.client(administrator).delete(f"/api/v1/posts/{post.id}").status_code == 204
    assert cast.client(officer).get("/api/v1/session").json["permissions"] == []
    own = session.query(StaffPost).filter_by(user_id=administrator.id).one()
    assert cast.client(administrator).delete(f"/api/v1/posts/{own.id}").json["code"] == "appointment.own"


def test_users_are_listed_for_the_administrator_of_their_region(cast, administrator, officer):
    client = cast.client(administrator)
    told = client.get("/api/v1/users").json["items"]
    assert [item["id"] for item in told] == [administrator.id, officer.id]
    assert told[0]["is_active"] is True
    assert told[0]["has_second_factor"] is False
    assert [item["id"] for item in client.get(f"/api/v1/users?q={officer.email}").json["items"]] == [officer.id]

    outsider = cast.client(cast.outsider()).get("/api/v1/users")
    assert officer.email not in outsider.text
    assert cast.client(officer).get("/api/v1/users").status_code == 403
