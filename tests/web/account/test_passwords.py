import pytest
from flask_security.recoverable import generate_reset_password_token

from tests.web.account.conftest import PASSWORD

NEW = "another horse battery"


def test_a_password_is_changed(forms, user, say):
    forms.sign_in(user)
    forms.open("/account/change")
    page = forms.send(password=PASSWORD, new_password=NEW, new_password_confirm=NEW)
    assert page.status == 200
    assert say("成功更改密码", "successfully changed your password") in page.text
    forms.client.post("/account/logout")
    forms.sign_in(user, NEW)
    assert forms.address == "/buyer/"


@pytest.mark.parametrize(
    ("fields", "chinese", "english"),
    [
        ({"password": "wrong", "new_password": NEW, "new_password_confirm": NEW}, "密码不正确", "Invalid password"),
        ({"password": PASSWORD, "new_password": NEW, "new_password_confirm": "x"}, "密码不匹配", "do not match"),
        ({"password": PASSWORD, "new_password": "short", "new_password_confirm": "short"}, "密码至少", "at least 8"),
        ({"password": "", "new_password": "", "new_password_confirm": ""}, "未填写密码", "Password not provided"),
    ],
)
def test_what_is_wrong_stands_under_its_field(forms, user, say, fields, chinese, english):
    forms.sign_in(user)
    forms.open("/account/change")
    page = forms.send(**fields)
    assert say(chinese, english) in page.text
    assert [field for field in page.all("input") if field.get("aria-invalid") == "true"]
    assert not [field for field in page.all("input") if field.get("type") == "password" and field.get("value")]


def test_without_the_token_of_the_form_nothing_changes(forms, user):
    forms.sign_in(user)
    fields = {"password": PASSWORD, "new_password": NEW, "new_password_confirm": NEW}
    answer = forms.client.post("/account/change", data=fields)
    assert answer.status_code in {200, 400, 403}
    forms.client.post("/account/logout")
    forms.sign_in(user)
    assert forms.address == "/buyer/"


def test_a_known_and_an_unknown_address_are_answered_alike(forms, user, say):
    texts = []
    for email in (user.email, "nobody@example.org"):
        forms.open("/account/reset")
        page = forms.send(email=email)
        texts.append(page.text)
        assert say("如果这个邮箱有账户", "If there is an account with this address") in page.text
    assert texts[0] == texts[1]


def test_a_link_sets_the_password_anew(forms, user, say):
    forms.open(f"/account/reset/{generate_reset_password_token(user)}")
    weak = forms.send(password="short", password_confirm="short")
    assert say("密码至少", "at least 8") in weak.text
    page = forms.send(password=NEW, password_confirm=NEW)
    assert say("密码已重新设置", "Your password is set anew") in page.text
    assert forms.address == "/account/login"
    forms.sign_in(user, NEW)
    assert forms.address == "/buyer/"


def test_a_wrong_link_says_so_and_offers_another(forms, user, say):
    page = forms.open("/account/reset/not-a-token")
    assert forms.address == "/account/reset"
    assert say("无效", "Invalid") in page.text
