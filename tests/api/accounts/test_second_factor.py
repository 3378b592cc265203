from dataclasses import replace

import pytest
from flask_security import hash_password
from sqlalchemy import text

from marketplace.accounts.rules import FAILURES_UNTIL_LOCKED, Duty
from marketplace.audit.models import AuditLine
from tests.api.accounts.browsers import Browser, code_of

# The sign-in library still writes its choices the old way.
pytestmark = pytest.mark.filterwarnings("ignore:Passing SelectField choices as tuples:DeprecationWarning")

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _required(app, monkeypatch):
    monkeypatch.setitem(app.config, "BANGFU", replace(app.config["BANGFU"], staff_totp_required=True))


@pytest.fixture
def officer(cast, session):
    officer = cast.officer(Duty.STATISTICIAN)
    officer.password = hash_password(PASSWORD)
    session.flush()
    return officer


@pytest.fixture
def browser(cast, officer):
    browser = Browser(cast.client())
    browser.sign_in(officer.email, PASSWORD)
    return browser


def test_setting_it_up_gives_the_post_its_permissions(browser, officer, session):
    assert browser.permissions() == []
    browser.set_up_second_factor()
    assert "statistics.read" in browser.permissions()
    assert browser.get("/api/v1/session").json["has_second_factor"] is True
    assert session.query(AuditLine).filter_by(action="user.second_factor_set_up").count() == 1


def test_a_wrong_code_sets_nothing_up(browser):
    asked = browser.post("/account/tf-setup", {"setup": "authenticator"}).json["response"]
    answer = browser.post(f"/account/tf-setup/{asked['tf_state_token']}", {"code": "000000"})
    assert (answer.status_code, answer.json["code"]) == (400, "second_factor.refused")
    assert browser.permissions() == []


def test_sessions_and_tokens_from_before_do_not_gain_by_it(browser, cast, officer):
    thief = Browser(cast.client())
    thief.sign_in(officer.email, PASSWORD)
    program = cast.client(officer)
    browser.set_up_second_factor()
    assert thief.get("/api/v1/session").status_code == 401
    assert program.get("/api/v1/session").status_code == 401


def test_the_password_alone_then_opens_nothing(browser, cast, officer):
    key = browser.set_up_second_factor()
    other = Browser(cast.client())
    answer = other.sign_in(officer.email, PASSWORD)
    assert answer.json["response"]["tf_required"] is True
    assert other.get("/api/v1/session").status_code == 401

    assert other.post("/account/tf-validate", {"code": "000000"}).json["code"] == "second_factor.refused"
    assert other.post("/account/tf-validate", {"code": code_of(key, steps=1)}).status_code in {200, 400}


def test_a_code_works_once(browser, cast, officer, session):
    key = browser.set_up_second_factor()
    officer.tf_last_counter = None
    session.flush()
    code = code_of(key)
    first, second = Browser(cast.client()), Browser(cast.client())
    first.sign_in(officer.email, PASSWORD)
    second.sign_in(officer.email, PASSWORD)
    assert first.post("/account/tf-validate", {"code": code}).status_code == 200
    assert "statistics.read" in first.permissions()
    assert second.post("/account/tf-validate", {"code": code}).json["code"] == "second_factor.refused"
    assert second.get("/api/v1/session").status_code == 401


def test_guessing_codes_closes_the_account_even_for_the_right_one(browser, cast, officer, session):
    key = browser.set_up_second_factor()
    officer.tf_last_counter = None
    session.flush()
    other = Browser(cast.client())
    other.sign_in(officer.email, PASSWORD)
    for _ in range(FAILURES_UNTIL_LOCKED):
        other.post("/account/tf-validate", {"code": "000000"})
    assert other.post("/account/tf-validate", {"code": code_of(key)}).status_code == 400
    assert other.get("/api/v1/session").status_code == 401
    assert session.query(AuditLine).filter_by(action="user.locked").count() == 1


def test_a_recovery_code_works_once_in_place_of_a_lost_device(browser, cast, officer, session):
    browser.set_up_second_factor()
    codes = browser.post("/account/mf-recovery-codes").json["response"]["recovery_codes"]
    assert codes[0] not in session.scalar(text("SELECT mf_recovery_codes::text FROM user_account"))
    for expected in (200, 400):
        other = Browser(cast.client())
        other.sign_in(officer.email, PASSWORD)
        assert other.post("/account/mf-recovery", {"code": codes[0]}).status_code == expected


def test_removing_it_takes_the_permissions_away(browser, session):
    browser.set_up_second_factor()
    assert browser.post("/account/tf-setup", {"setup": "disable"}).status_code == 200
    assert browser.permissions() == []
    assert session.query(AuditLine).filter_by(action="user.second_factor_removed").count() == 1


def test_no_mail_stands_in_for_a_lost_second_factor(browser, cast, officer):
    browser.set_up_second_factor()
    other = Browser(cast.client())
    other.sign_in(officer.email, PASSWORD)
    for help_setup in ("help", "email", "no_mail_access"):
        assert other.post("/account/tf-rescue", {"help_setup": help_setup}).status_code == 404
