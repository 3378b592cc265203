import re
from datetime import timedelta

import pytest
from sqlalchemy import text

from marketplace.accounts.models import Invitation, Membership, User
from marketplace.accounts.rules import FAILURES_UNTIL_LOCKED, Duty, MemberRole
from marketplace.accounts.service.letters import open_letter

PASSWORD = "correct horse battery"
EMAIL = "new@example.org"


@pytest.fixture
def school(cast):
    return cast.organisation()


@pytest.fixture
def manager(cast, school):
    return cast.member(school, MemberRole.MANAGER)


def invite(client, **body):
    return client.post("/api/v1/invitations", json={"email": EMAIL, **body})


def letters(session):
    rows = session.execute(text("SELECT args FROM procrastinate_jobs WHERE task_name = 'send_letter' ORDER BY id"))
    return [open_letter(args["sealed"]) for (args,) in rows]


def token_of(session):
    return re.search(r"/invitations/(\S+)", letters(session)[-1]["text"]).group(1)


def accept(client, token, /, **body):
    return client.post("/api/v1/invitations/acceptance", json={"token": token, "password": PASSWORD} | body)


def test_a_new_person_takes_up_an_invitation_and_signs_in(cast, school, manager, session):
    sent = invite(cast.client(manager), organisation_id=school.id, role="purchaser")
    assert sent.status_code == 201
    token = token_of(session)
    assert token not in sent.text
    assert letters(session)[0]["to"] == EMAIL

    browser = cast.client()
    taken = accept(browser, token, name="李四")
    assert taken.status_code == 200
    assert taken.json["role"] == "purchaser"
    assert browser.post("/account/login", json={"email": EMAIL, "password": PASSWORD}).status_code == 200
    assert browser.get("/api/v1/session").json["memberships"][0]["organisation_id"] == school.id

    again = accept(cast.client(), token, name="王五")
    assert (again.status_code, again.json["code"]) == (404, "invitation.wrong")
    assert session.query(Membership).filter_by(role=MemberRole.PURCHASER).count() == 1


def test_the_queue_holds_no_address_and_no_link(cast, school, manager, session):
    invite(cast.client(manager), organisation_id=school.id, role="purchaser")
    kept = session.scalar(text("SELECT args::text FROM procrastinate_jobs"))
    assert EMAIL not in kept
    assert token_of(session) not in kept


def test_a_known_person_shows_their_password(cast, school, manager, session):
    known = cast.user()
    from flask_security import hash_password

    known.password = hash_password(PASSWORD)
    session.flush()
    cast.client(manager).post(
        "/api/v1/invitations", json={"email": known.email.upper(), "organisation_id": school.id, "role": "receiver"}
    )
    token = token_of(session)

    wrong = accept(cast.client(), token, password="something else")
    assert (wrong.status_code, wrong.json["code"]) == (403, "password.wrong")
    assert known.id not in wrong.json.values()
    session.refresh(known)
    assert known.failed_logins == 1
    assert accept(cast.client(), token).status_code == 200


def test_guessing_at_an_invitation_closes_the_account(cast, school, manager, session):
    from flask_security import hash_password

    known = cast.user()
    known.password = hash_password(PASSWORD)
    session.flush()
    cast.client(manager).post(
        "/api/v1/invitations", json={"email": known.email, "organisation_id": school.id, "role": "receiver"}
    )
    token = token_of(session)
    for _ in range(FAILURES_UNTIL_LOCKED):
        accept(cast.client(), token, password="something else")
    assert accept(cast.client(), token).status_code == 403


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"name": None}, 422, "user.name_missing"),
        ({"name": "李四", "password": "short"}, 422, "password.weak"),
        ({"name": "李四", "password": "new@example.org"}, 422, "password.weak"),
        ({"name": "李四", "token": "x"}, 404, "invitation.wrong"),
    ],
)
def test_what_is_wrong_leaves_the_invitation_open(cast, school, manager, session, body, status, code):
    invite(cast.client(manager), organisation_id=school.id, role="purchaser")
    token = token_of(session)
    answer = accept(cast.client(), token, **body)
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert session.query(User).filter_by(email=EMAIL).count() == 0
    assert accept(cast.client(), token, name="李四").status_code == 200


def test_an_invitation_ends_after_two_weeks(cast, app, school, manager, session, now):
    invite(cast.client(manager), organisation_id=school.id, role="purchaser")
    app.config["CLOCK"] = lambda: now + timedelta(days=14)
    assert accept(cast.client(), token_of(session), name="李四").json["code"] == "invitation.wrong"


def test_a_withdrawn_invitation_does_not_work(cast, school, manager, session):
    client = cast.client(manager)
    made = invite(client, organisation_id=school.id, role="purchaser").json
    address = f"/api/v1/invitations/{made['id']}/withdrawal"

    assert cast.client(cast.outsider()).post(address).status_code == 404
    assert client.post(address).json["withdrawn_at"] is not None
    assert client.post(address).json["code"] == "invitation.not_found"
    assert accept(cast.client(), token_of(session), name="李四").status_code == 404


def test_an_administrator_invites_managers_and_officers_of_the_region(cast, school, session):
    client = cast.client(cast.officer(Duty.ADMINISTRATOR))
    assert invite(client, organisation_id=school.id, role="manager").status_code == 201
    assert invite(client, region_code="621022", duty="reviewer").status_code == 201
    assert accept(cast.client(), token_of(session), name="李四").json["duty"] == "reviewer"
    assert invite(client, region_code="621000", duty="reviewer").json["code"] == "region.outside"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"role": "manager"},
        {"organisation_id": 1, "duty": "reviewer"},
        {"organisation_id": 1, "role": "manager", "region_code": "621022", "duty": "reviewer"},
    ],
)
def test_an_unclear_offer_is_refused(cast, body):
    answer = invite(cast.client(cast.officer(Duty.ADMINISTRATOR)), **body)
    assert (answer.status_code, answer.json["code"]) == (422, "invitation.offer_unclear")


def test_who_may_not_invite(cast, school, manager, session):
    offer = {"organisation_id": school.id, "role": "manager"}
    purchaser = cast.client(cast.member(school, MemberRole.PURCHASER))
    assert invite(purchaser, **offer).status_code == 403
    assert invite(cast.client(cast.outsider()), **offer).json["code"] == "organisation.not_found"
    assert invite(cast.client(manager), region_code="621022", duty="reviewer").status_code == 403
    own = cast.client(manager).post("/api/v1/invitations", json={"email": manager.email.upper(), **offer})
    assert (own.status_code, own.json["code"]) == (403, "appointment.own")
    wrong = cast.client(manager).post("/api/v1/invitations", json={"email": "a@b", **offer})
    assert (wrong.status_code, wrong.json["code"]) == (422, "email.wrong")
    assert session.query(Invitation).count() == 0
    assert letters(session) == []


def test_law_3_the_same_invitation_under_one_key_is_sent_once(cast, school, manager, session):
    client = cast.client(manager)
    body = {"email": EMAIL, "organisation_id": school.id, "role": "purchaser"}
    first = client.post("/api/v1/invitations", json=body, headers={"Idempotency-Key": "i"})
    second = client.post("/api/v1/invitations", json=body, headers={"Idempotency-Key": "i"})
    assert first.json == second.json
    assert len(letters(session)) == 1


def test_invitations_are_listed_for_those_who_may_send_them(cast, school, manager):
    client = cast.client(manager)
    made = [invite(client, organisation_id=school.id, role=role).json["id"] for role in ("purchaser", "receiver")]

    first = client.get("/api/v1/invitations?limit=1").json
    rest = client.get(f"/api/v1/invitations?limit=1&after={first['next']}").json
    assert [item["id"] for item in first["items"] + rest["items"]] == made[::-1]
    assert client.get(f"/api/v1/invitations/{made[0]}").json["email"] == EMAIL

    outsider = cast.client(cast.outsider())
    assert outsider.get("/api/v1/invitations").json["items"] == []
    assert outsider.get(f"/api/v1/invitations/{made[0]}").status_code == 404
    assert cast.client(cast.member(school, MemberRole.PURCHASER)).get("/api/v1/invitations").status_code == 403
