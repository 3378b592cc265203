import re
from datetime import timedelta

import pytest

from marketplace.kernel.days import now_utc
from tests.web.account.conftest import PASSWORD


def test_a_person_signs_in_without_a_script_and_finds_the_way_back(forms, user, say):
    page = forms.sign_in(user)
    assert (page.status, forms.address) == (200, "/buyer/")
    assert say("我的账户", "My account") in page.text


def test_a_wrong_password_and_an_unknown_address_get_the_same_words(forms, user, say):
    words = say(
        "邮箱或密码不正确，或账户暂时不可用", "The address or password is wrong, or the account is closed for now"
    )
    wrong = forms.sign_in(user, "wrong")
    assert wrong.text.count(words) == 1
    assert user.email in wrong.html
    forms.open("/account/login")
    unknown = forms.send(email="nobody@example.org", password="wrong")
    assert wrong.text == unknown.text


@pytest.mark.parametrize("password", ["", "wrong"])
def test_a_password_is_never_shown_again(forms, user, password):
    page = forms.sign_in(user, password)
    assert 'value="wrong"' not in page.html


def test_a_closed_account_is_told_of_in_words(forms, user, session, say):
    user.locked_until = now_utc() + timedelta(minutes=5)
    session.commit()
    page = forms.sign_in(user)
    assert forms.address == "/account/login"
    assert say("账户暂时", "closed for") in page.text


def test_who_came_for_a_page_gets_there(forms, user):
    forms.open("/account/me")
    assert forms.address == "/account/login"
    forms.send(email=user.email, password=PASSWORD)
    assert forms.address == "/account/me"


def test_who_signs_in_from_a_page_comes_back_to_it_query_and_all(forms, user):
    page = forms.open("/catalogue?q=a%26b&lang=" + forms.language)
    [way] = [link["href"] for link in page.all("a") if link["href"].startswith("/account/login")]
    forms.sign_in(user, address=way)
    assert forms.address == "/catalogue"
    assert 'value="a&amp;b"' in forms.page.html


@pytest.mark.parametrize("address", ["/", "/account/login", "/account/reset"])
def test_from_home_and_the_pages_of_signing_in_ones_work_begins(forms, address):
    assert "/account/login" in [link["href"] for link in forms.open(address).all("a")]


def test_where_is_only_posted_to_nobody_comes_back(forms):
    answer = forms.client.post("/supplier/orders/1/confirmation?x=1")
    assert answer.headers["Location"] == "/account/login"


def test_a_page_with_a_form_is_come_back_to_after_a_post_too_late(forms):
    answer = forms.client.post("/buyer/order/review?x=1")
    assert answer.headers["Location"] == "/account/login?next=/buyer/order/review"


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example/x", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_elsewhere(forms, user, elsewhere):
    forms.open(f"/account/login?next={elsewhere}")
    answer = forms.client.post(
        f"/account/login?next={elsewhere}", data={"email": user.email, "password": PASSWORD, "next": elsewhere}
    )
    assert re.match(r"/(?![/\\])", answer.headers.get("Location", "/"))


def test_who_is_signed_in_already_is_sent_on(forms, user):
    forms.sign_in(user)
    forms.open("/account/login")
    assert forms.address == "/buyer/"
