from dataclasses import replace

from flask_security import hash_password

from marketplace.accounts.rules import Duty
from tests.web.account.conftest import PASSWORD


def test_somebody_sees_who_they_are_and_what_they_may_do(forms, user, say):
    forms.sign_in(user)
    page = forms.open("/account/me")
    assert page.status == 200
    assert user.email in page.text
    assert "环县第一中学" in page.text
    assert say("采购人", "purchaser") in page.text
    assert "Li &lt;b&gt;Si&lt;/b&gt;" in page.html


def test_an_officer_sees_duty_and_region(forms, cast, session, say):
    officer = cast.officer(Duty.APPROVER, Duty.REPORTER)
    officer.password, officer.language, officer.name = hash_password(PASSWORD), forms.language, "Wang"
    session.commit()
    forms.sign_in(officer)
    page = forms.open("/account/me")
    assert "环县" in page.text
    assert say("上报审批人", "approver of reports") in page.text
    assert say("上报人", "reporter") in page.text


def test_who_needs_a_second_factor_is_told(forms, cast, session, app, monkeypatch, say):
    monkeypatch.setitem(app.config, "BANGFU", replace(app.config["BANGFU"], staff_totp_required=True))
    officer = cast.officer(Duty.REPORTER)
    officer.password, officer.language, officer.name = hash_password(PASSWORD), forms.language, "Wang"
    session.commit()
    forms.sign_in(officer)
    assert say("您的岗位要求两步验证", "Your post needs two-step sign-in") in forms.open("/account/me").text


def test_somebody_without_a_role_is_told_whom_to_ask(forms, cast, session, say):
    newcomer = cast.user(name="Wang")
    newcomer.password, newcomer.language = hash_password(PASSWORD), forms.language
    session.commit()
    forms.sign_in(newcomer)
    assert say("您还没有任何角色", "You hold no role") in forms.open("/account/me").text


def test_nobody_signs_in_first(forms):
    forms.open("/account/me")
    assert forms.address == "/account/login"


def test_an_outsider_sees_only_themselves(forms, user, cast, session):
    outsider = cast.outsider()
    outsider.password, outsider.language, outsider.name = hash_password(PASSWORD), forms.language, "Zhao"
    session.commit()
    forms.sign_in(outsider)
    page = forms.open("/account/me")
    assert user.email not in page.html
    assert "环县第一中学" not in page.html


def test_the_button_signs_out(forms, user, say):
    forms.sign_in(user)
    forms.open("/account/me")
    page = forms.send()
    assert forms.address == "/"
    assert say("登录", "Sign in") in page.text
    forms.open("/account/me")
    assert forms.address == "/account/login"


def test_the_page_is_nobody_elses_to_keep(forms, user):
    forms.sign_in(user)
    answer = forms.client.get("/account/me")
    assert answer.cache_control.private or answer.cache_control.no_store
