import re
import time

import pytest

from tests.api.accounts.browsers import code_of

# the sign-in library's own forms
pytestmark = pytest.mark.filterwarnings("ignore:Passing SelectField choices:DeprecationWarning")


@pytest.fixture
def key(forms, user):
    """Sets up one-time codes as a person does; gives their key."""
    forms.sign_in(user)
    forms.open("/account/tf-setup")
    page = forms.send(setup="authenticator")
    (picture,) = [image for image in page.all("img") if image["src"].startswith("data:image/svg+xml")]
    assert picture["alt"]
    shown = re.search(r'<code class="key">([^<]+)</code>', page.html).group(1).replace("-", "")
    forms.send(code="000000" if code_of(shown) != "000000" else "111111")
    forms.open("/account/tf-setup")
    page = forms.send(setup="authenticator")
    shown = re.search(r'<code class="key">([^<]+)</code>', page.html).group(1).replace("-", "")
    forms.send(code=code_of(shown))
    return shown


def sign_out(forms):
    forms.open("/account/me")
    forms.send()


def test_it_is_set_up_by_picture_or_key_and_then_asked_for(forms, user, key, say):
    assert say("两步验证已启用。", "Two-step sign-in is on.") in forms.open("/account/me").text
    sign_out(forms)
    page = forms.sign_in(user)
    assert say("输入验证码", "Give your code") in page.text
    assert say("我的账户", "My account") not in page.text

    refused = forms.send(code="12")
    assert say("验证码不正确", "The code is wrong") in refused.text
    later = code_of(key, steps=1)
    page = forms.send(code=later)
    assert (page.status, forms.address) == (200, "/buyer/")


def test_a_recovery_code_stands_in_once(forms, user, key, say):
    forms.open("/account/mf-recovery-codes?show_codes=1")
    assert say("还没有生成备用码", "No recovery codes have been made yet") in forms.page.text
    page = forms.send(1)
    codes = [text for path, text in page.texts if path[-2:] == ("li", "code")]
    assert len(codes) >= 3

    sign_out(forms)
    forms.sign_in(user)
    forms.open("/account/mf-recovery")
    assert say("备用码不正确", "The recovery code is wrong") in forms.send(code="nonsense").text
    forms.send(code=codes[0])
    assert say("我的账户", "My account") in forms.page.text

    sign_out(forms)
    forms.sign_in(user)
    forms.open("/account/mf-recovery")
    assert say("备用码不正确", "The recovery code is wrong") in forms.send(code=codes[0]).text


def test_it_is_turned_off_again(forms, user, key, say):
    forms.open("/account/tf-setup")
    page = forms.send(setup="disable")
    assert say("两步验证已停用。", "Two-step sign-in is off.") in page.text
    sign_out(forms)
    forms.sign_in(user)
    assert forms.address == "/buyer/"


def test_the_pages_of_a_code_lead_back_without_a_sign_in(forms, user):
    for address in ("/account/tf-validate", "/account/mf-recovery"):
        assert forms.open(address).status in {200, 400}
        assert forms.address == "/account/login"


def test_an_old_sign_in_asks_for_the_password_again(forms, user, say):
    forms.sign_in(user)
    with forms.client.session_transaction() as session:
        session["fs_paa"] = time.time() - 30 * 24 * 3600
        session.pop("fs_gexp", None)
    page = forms.open("/account/tf-setup")
    assert forms.address == "/account/verify"
    assert say("再次输入密码", "Give your password again") in page.text
    assert say("密码不正确", "Invalid password") in forms.send(password="wrong").text
    forms.send(password="correct horse battery")
    assert forms.address == "/account/tf-setup"
