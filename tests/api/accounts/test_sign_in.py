from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask_security import hash_password

from marketplace.accounts.models import User
from marketplace.accounts.rules import FAILURES_UNTIL_LOCKED, Duty, MemberRole
from marketplace.api.security import limiter
from marketplace.factory import create_app

PASSWORD = "correct horse battery"


@pytest.fixture
def user(cast, session):
    user = cast.member(cast.organisation(), MemberRole.PURCHASER)
    user.password = hash_password(PASSWORD)
    session.flush()
    return user


@pytest.fixture
def browser(cast):
    return cast.client()


def csrf_of(browser) -> str:
    answer = browser.get("/account/login", headers={"Accept": "application/json"})
    return answer.json["response"]["csrf_token"]


def sign_in(browser, email, password):
    return browser.post("/account/login", json={"email": email, "password": password})


def test_a_person_signs_in_and_is_known_until_signing_out(browser, user):
    assert browser.get("/api/v1/session").status_code == 401
    assert sign_in(browser, user.email, PASSWORD).status_code == 200

    known = browser.get("/api/v1/session")
    assert known.status_code == 200
    assert known.json["email"] == user.email
    assert known.json["memberships"][0]["role"] == "purchaser"

    assert browser.post("/account/logout").status_code in {200, 302}
    assert browser.get("/api/v1/session").status_code == 401


@pytest.mark.parametrize("password", ["wrong", "", "x" * 5000])
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(browser, user, password):
    wrong = sign_in(browser, user.email, password)
    unknown = sign_in(browser, "nobody@example.org", password)

    assert wrong.status_code == unknown.status_code == 400
    assert wrong.json == unknown.json
    assert "errors" not in wrong.json["response"], "the library's own sentences know one language"


def test_the_tenth_failure_closes_the_account_for_a_while(browser, user, session):
    for _ in range(FAILURES_UNTIL_LOCKED):
        sign_in(browser, user.email, "wrong")

    assert sign_in(browser, user.email, PASSWORD).status_code == 400
    session.refresh(user)
    assert user.locked_until > datetime.now(UTC)

    user.locked_until = datetime.now(UTC) - timedelta(seconds=1)
    session.flush()
    assert sign_in(browser, user.email, PASSWORD).status_code == 200


def test_a_success_forgets_the_failures(browser, user, session):
    for _ in range(FAILURES_UNTIL_LOCKED - 1):
        sign_in(browser, user.email, "wrong")
    assert sign_in(browser, user.email, PASSWORD).status_code == 200
    session.refresh(user)
    assert user.failed_logins == 0


def test_a_session_cannot_write_without_its_csrf_token(browser, user):
    sign_in(browser, user.email, PASSWORD)

    refused = browser.post("/api/v1/tokens", json={"name": "script"})
    assert refused.status_code == 400

    token = csrf_of(browser)
    allowed = browser.post("/api/v1/tokens", json={"name": "script"}, headers={"X-XSRF-Token": token})
    assert allowed.status_code == 201


def test_a_new_password_ends_other_sessions(browser, user, session, cast):
    sign_in(browser, user.email, PASSWORD)
    user.fs_uniquifier = "another"
    session.flush()
    assert browser.get("/api/v1/session").status_code == 401


def test_an_inactive_user_is_not_let_in(browser, user, session):
    user.active = False
    session.flush()
    assert sign_in(browser, user.email, PASSWORD).status_code == 400


def test_a_post_grants_nothing_before_its_second_factor_where_that_is_required(cast, app, session, monkeypatch):
    officer = cast.officer(Duty.STATISTICIAN)
    client = cast.client(officer)
    assert "statistics.read" in client.get("/api/v1/session").json["permissions"]

    monkeypatch.setitem(app.config, "BANGFU", replace(app.config["BANGFU"], staff_totp_required=True))
    assert client.get("/api/v1/session").json["permissions"] == []

    officer.tf_primary_method = "authenticator"
    session.flush()
    assert "statistics.read" in client.get("/api/v1/session").json["permissions"]


def test_every_answer_carries_the_headers_that_keep_a_browser_safe(browser):
    headers = browser.get("/").headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert User.__tablename__ not in str(headers)


def test_a_refused_sign_in_is_a_problem_in_the_readers_language(cast, user):
    for language, said in (("zh", "邮箱或密码不正确"), ("en", "The address or password is wrong")):
        answer = sign_in(cast.client(language=language), user.email, "wrong")
        assert answer.mimetype == "application/problem+json"
        assert answer.json["code"] == "sign_in.refused"
        assert said in answer.json["title"]


def test_a_closed_account_looks_like_a_wrong_password(cast, browser, user, session):
    wrong = sign_in(browser, user.email, "wrong")
    user.locked_until = datetime.now(UTC) + timedelta(minutes=1)
    session.flush()
    assert sign_in(browser, user.email, PASSWORD).json == wrong.json
    user.locked_until, user.active = None, False
    session.flush()
    assert sign_in(browser, user.email, PASSWORD).json == wrong.json


def test_a_refused_session_is_told_so_even_if_it_asks_for_no_language(browser, user):
    sign_in(browser, user.email, PASSWORD)
    del browser.environ_base["HTTP_ACCEPT_LANGUAGE"]
    answer = browser.post("/api/v1/tokens", json={"name": "script"})
    assert (answer.status_code, answer.json["code"]) == (400, "csrf.refused")


def test_another_site_cannot_make_the_browser_write(browser, user):
    form = {"email": user.email, "password": PASSWORD}
    answer = browser.post("/account/login", data=form, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 400
    assert browser.get("/api/v1/session").status_code == 401


def test_the_cookie_of_a_session_is_kept_from_scripts_and_other_sites(browser, user):
    cookies = sign_in(browser, user.email, PASSWORD).headers.getlist("Set-Cookie")
    session_cookie = next(cookie for cookie in cookies if cookie.startswith("session="))
    assert "HttpOnly" in session_cookie
    assert "SameSite=Lax" in session_cookie
    csrf_cookie = next(cookie for cookie in cookies if cookie.startswith("XSRF-TOKEN="))
    assert "SameSite=Strict" in csrf_cookie


def test_guessing_is_slowed_down_by_address(cast, config):
    limited = create_app(replace(config, rate_limits_enabled=True))
    try:
        answers = [
            limited.test_client().post("/account/login", json={"email": "nobody@example.org", "password": ""})
            for _ in range(21)
        ]
    finally:
        limiter.enabled = False
    assert [answer.status_code for answer in answers] == [400] * 20 + [429]
    assert [answer for answer in answers[:-1] if "Retry-After" in answer.headers] == []
    assert answers[-1].json["code"] == "too_many_requests"
    assert int(answers[-1].headers["Retry-After"]) > 0
