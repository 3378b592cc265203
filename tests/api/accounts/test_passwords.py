import re

import pytest
from flask_security import hash_password
from sqlalchemy import text

from marketplace.accounts.service.letters import open_letter
from marketplace.audit.models import AuditLine
from tests.api.accounts.browsers import Browser

PASSWORD = "correct horse battery"
NEW = "another horse battery"


@pytest.fixture
def user(cast, session):
    user = cast.user()
    user.password = hash_password(PASSWORD)
    session.flush()
    return user


@pytest.fixture
def browser(cast, user):
    browser = Browser(cast.client())
    browser.sign_in(user.email, PASSWORD)
    return browser


def change(browser, *, old=PASSWORD, new=NEW):
    return browser.post(
        "/account/change", {"password": old, "new_password": new, "new_password_confirm": new}
    )  # fmt: skip


def letters(session):
    rows = session.execute(text("SELECT args FROM procrastinate_jobs WHERE task_name = 'send_letter' ORDER BY id"))
    return [open_letter(args["sealed"]) for (args,) in rows]


def test_a_changed_password_ends_the_other_sessions(browser, cast, user, session):
    other = Browser(cast.client())
    other.sign_in(user.email, PASSWORD)
    assert change(browser).status_code == 200
    assert browser.get("/api/v1/session").status_code == 200
    assert other.get("/api/v1/session").status_code == 401
    assert other.sign_in(user.email, PASSWORD).status_code == 400
    assert other.sign_in(user.email, NEW).status_code == 200
    assert session.query(AuditLine).filter_by(action="user.password_changed").count() == 1
    assert [letter["to"] for letter in letters(session)] == [user.email]


@pytest.mark.parametrize("new", ["short", "12345678", "user", "x" * 129])
def test_a_weak_password_is_refused_in_the_readers_language(browser, new):
    answer = change(browser, new=new)
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert any("密码" in error["message"] for error in answer.json["errors"])


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("change", {}),
        ("change", {"password": "wrong", "new_password": NEW, "new_password_confirm": NEW}),
        ("change", {"password": PASSWORD, "new_password": NEW, "new_password_confirm": "another one"}),
        ("change", {"password": PASSWORD, "new_password": PASSWORD, "new_password_confirm": PASSWORD}),
        ("change", {"password": ["x"], "new_password": 1}),
        ("reset", {"email": ""}),
        ("reset", {"email": "no address"}),
        ("tf-setup/nonsense", {"code": "123456"}),
        ("mf-recovery-codes", {}),
        ("verify", {"password": ""}),
    ],
)
def test_a_program_is_told_of_every_field_in_the_readers_language(browser, address, body):
    answer = browser.post(f"/account/{address}", body)
    told = [error["message"] for error in answer.json.get("errors", [])]
    assert answer.status_code < 400 or told or answer.json["detail"]
    assert [message for message in told if not re.search("[\u4e00-\u9fff]", message)] == []


def test_the_old_password_is_asked_for(browser):
    assert change(browser, old="wrong").status_code == 400


def test_a_password_is_not_changed_without_csrf_token_or_session(browser, cast):
    browser.token = ""
    refused = change(browser)
    assert (refused.status_code, refused.json["code"]) == (400, "csrf.refused")
    nobody = change(Browser(cast.client()))
    assert (nobody.status_code, nobody.json["code"]) == (401, "sign_in.needed")


def test_a_forgotten_password_is_set_anew_by_mail(cast, user, session, browser):
    stranger = Browser(cast.client())
    assert stranger.post("/account/reset", {"email": user.email}).status_code == 200
    letter = letters(session)[-1]
    assert letter["to"] == user.email
    path = re.search(r"https?://[^/\s]+(/account/reset/\S+)", letter["text"]).group(1)

    weak = stranger.post(path, {"password": "short", "password_confirm": "short"})
    assert weak.status_code == 400
    assert stranger.post(path, {"password": NEW, "password_confirm": NEW}).status_code == 200
    assert browser.get("/api/v1/session").status_code == 401
    assert Browser(cast.client()).sign_in(user.email, NEW).status_code == 200
    assert stranger.post(path, {"password": PASSWORD, "password_confirm": PASSWORD}).status_code == 400
    assert session.query(AuditLine).filter_by(action="user.password_reset").count() == 1


def test_who_asks_for_a_reset_does_not_learn_whether_the_address_is_known(cast, user, session):
    known = cast.client().post("/account/reset", json={"email": user.email})
    unknown = cast.client().post("/account/reset", json={"email": "nobody@example.org"})
    assert known.status_code == unknown.status_code == 200
    assert known.json["response"].keys() == unknown.json["response"].keys()
    assert len(letters(session)) == 1


def test_a_reset_link_does_not_follow_a_forged_host(cast, user, session):
    cast.client().post("/account/reset", json={"email": user.email}, headers={"Host": "evil.example"})
    assert "evil.example" not in letters(session)[-1]["text"]
