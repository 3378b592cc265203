import pytest
from flask_security import hash_password

from marketplace.accounts.rules import MemberRole
from marketplace.web.language import COOKIE

PASSWORD = "correct horse battery"


def spoken(answer) -> str:
    return "en" if '<html lang="en">' in answer.get_data(as_text=True) else "zh"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("en-GB,en;q=0.9", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("fr", "zh"),
        ("", "zh"),
        ("en;q=0.2,zh;q=0.1", "en"),
    ],
)
def test_the_browser_is_asked_first_and_chinese_is_last(browser, header, language):
    assert spoken(browser(header).get("/")) == language


def test_a_choice_is_kept(browser):
    reader = browser("zh")
    answer = reader.get("/?lang=en")
    assert spoken(answer) == "en"
    cookie = reader.get_cookie(COOKIE)
    assert cookie.value == "en"
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert spoken(reader.get("/account/login")) == "en"
    assert spoken(reader.get("/nowhere")) == "en"
    assert spoken(reader.get("/?lang=zh")) == "zh"
    assert spoken(reader.get("/")) == "zh"


@pytest.mark.parametrize("asked", ["fr", "", "EN", "en%00", "<script>"])
def test_a_choice_that_is_none_changes_nothing(browser, asked):
    reader = browser("zh")
    assert spoken(reader.get(f"/?lang={asked}")) == "zh"
    assert reader.get_cookie(COOKIE) is None


def test_refusals_and_forms_heed_the_choice(browser):
    reader = browser("zh")
    reader.get("/?lang=en")
    refused = reader.post("/account/login", data={"email": "a@example.org", "password": "no"})
    assert "The address or password is wrong" in refused.get_data(as_text=True)
    assert "There is no such page" in reader.get("/nowhere").get_data(as_text=True)


def test_programs_are_answered_as_their_header_asks(browser):
    reader = browser("zh")
    reader.get("/?lang=en")
    assert reader.get("/api/v1/orders", headers={"Accept": "application/json"}).json["title"].startswith("请先登录")


def test_who_signs_in_goes_on_in_the_language_they_read(browser, cast, session):
    user = cast.member(cast.organisation(), MemberRole.PURCHASER)
    user.password, user.language = hash_password(PASSWORD), "en"
    session.commit()
    words = {"email": user.email, "password": PASSWORD}

    reader = browser("zh")
    reader.post("/account/login", data=words)
    assert spoken(reader.get("/account/me")) == "zh"
    assert reader.get_cookie(COOKIE) is None

    chose = browser("en")
    chose.get("/?lang=zh")
    chose.post("/account/login", data=words)
    assert spoken(chose.get("/account/me")) == "zh"


@pytest.mark.parametrize(
    "address",
    ["/?year=2020&endpoint=x&_external=1&year=2019", "/?a=%22%3E%3Cscript%3E&region=621000", "//evil.example/"],
)
def test_the_switch_survives_any_query_and_stays_here(browser, address):
    answer = browser().get(address)
    html = answer.get_data(as_text=True)
    assert answer.status_code < 500
    assert "<script>" not in html
    assert 'href="//' not in html
