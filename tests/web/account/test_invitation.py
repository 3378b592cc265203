import re
from dataclasses import replace

import pytest
from flask_security import hash_password
from sqlalchemy import text

from marketplace.accounts.rules import Duty
from marketplace.accounts.service import invitations
from marketplace.accounts.service.letters import open_letter
from marketplace.api.security import limiter
from marketplace.db import db
from marketplace.factory import create_app

PASSWORD = "correct horse battery"
EMAIL = "new@example.org"


@pytest.fixture
def address(cast, session):
    body = {"email": EMAIL, "region_code": "621022", "duty": "reporter"}
    cast.client(cast.officer(Duty.ADMINISTRATOR)).post("/api/v1/invitations", json=body)
    sealed = session.scalar(text("SELECT args->>'sealed' FROM procrastinate_jobs"))
    return re.search(r"(/invitations/\S+)", open_letter(sealed)["text"]).group(1)


def test_a_new_person_gets_an_account_from_the_link(cast, address):
    browser = cast.client()
    page = browser.get(address)
    assert page.status_code == 200
    assert EMAIL in page.text
    assert 'name="name"' in page.text

    taken = browser.post(address, data={"name": "李四", "password": PASSWORD})
    assert (taken.status_code, taken.headers["Location"]) == (303, "/account/login")
    assert "邀请已接受" in browser.get("/account/login").text
    assert browser.post("/account/login", json={"email": EMAIL, "password": PASSWORD}).status_code == 200
    assert browser.get(address, headers={"Accept": "text/html"}).status_code == 404


@pytest.mark.parametrize(("name", "password"), [("", PASSWORD), ("李四", "short")])
def test_what_is_wrong_is_said_on_the_page_and_the_link_still_works(cast, address, name, password):
    browser = cast.client()
    refused = browser.post(address, data={"name": name, "password": password})
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text
    assert browser.post(address, data={"name": "李四", "password": PASSWORD}).status_code == 303


def test_a_known_person_gives_the_password_they_have(cast, session, now):
    known = cast.user()
    known.password = hash_password(PASSWORD)
    session.flush()
    administrator = cast.actor(cast.officer(Duty.ADMINISTRATOR))
    sent = invitations.invite_officer(
        email=known.email, region_code="621022", duty=Duty.REPORTER, actor=administrator, now=now
    )
    session.commit()  # a refused request rolls back to here
    browser = cast.client()
    address = f"/invitations/{sent.token}"
    assert 'name="name"' not in browser.get(address).text
    assert browser.post(address, data={"password": "wrong"}).status_code == 403
    session.refresh(known)
    assert known.failed_logins == 1
    assert browser.post(address, data={"password": PASSWORD}).status_code == 303


def test_guessing_links_is_slowed_down_by_address(config):
    limited = create_app(replace(config, rate_limits_enabled=True))
    limiter.reset()
    try:
        answers = [limited.test_client().post("/invitations/x", data={"password": PASSWORD}) for _ in range(21)]
        read = limited.test_client().get("/invitations/x")
    finally:
        limiter.enabled = False
        with limited.app_context():
            db.session.remove()
            db.engine.dispose()
    assert [answer.status_code for answer in answers] == [404] * 20 + [429]
    assert read.status_code == 404


def test_a_wrong_link_says_so(cast):
    answer = cast.client().get("/invitations/x", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "邀请无效" in answer.text
