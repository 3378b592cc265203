"""What holds of every page: its shape, its safety and its language."""

import itertools
import re

import pytest
from flask_security import hash_password

from marketplace.accounts.rules import Duty
from marketplace.accounts.service import invitations
from marketplace.web.account.dress import TEMPLATES
from tests.factories.cast import HUANXIAN
from tests.web.reading import Page

# the sign-in library's own forms
pytestmark = pytest.mark.filterwarnings("ignore:Passing SelectField choices:DeprecationWarning")

PASSWORD = "correct horse battery"
HAN = re.compile(r"[\u4e00-\u9fff]")
ANYBODYS = ["/", "/?year=1999", "/?region=621022", "/account/login", "/account/reset", "/nowhere", "/?year=x"]
OWN = ["/account/me", "/account/change", "/account/verify", "/account/tf-setup", "/account/mf-recovery-codes"]


@pytest.fixture
def officer(cast, session):
    user = cast.officer(Duty.REPORTER)
    user.password = hash_password(PASSWORD)
    session.commit()
    return user


@pytest.fixture
def invitation(cast, session, now):
    """The address of an invitation that is open."""
    administrator = cast.actor(cast.officer(Duty.ADMINISTRATOR))
    sent = invitations.invite_officer(
        email="new@example.org", region_code=HUANXIAN, duty=Duty.REPORTER, actor=administrator, now=now
    )
    session.commit()
    return f"/invitations/{sent.token}"


@pytest.fixture
def every_page(cast, sell, households, browser, officer, invitation):
    """Every page of somebody who is signed in and of nobody, in a language."""
    supplier = cast.supplier()
    cast.roster(supplier, households(6))
    sell(supplier, 1_000_000)

    def read_all(language: str) -> dict[str, Page]:
        reader = browser(language)
        pages = {address: Page.of(reader.get(address)) for address in [*ANYBODYS, invitation]}
        answer = reader.post(f"/account/login?lang={language}", data={"email": officer.email, "password": PASSWORD})
        assert answer.status_code == 302
        return pages | {address: Page.of(reader.get(address)) for address in OWN}

    return read_all


@pytest.fixture(params=["zh", "en"])
def pages(every_page, request):
    return request.param, every_page(request.param)


def test_a_page_tells_its_language_and_its_title(pages):
    language, read = pages
    for address, page in read.items():
        (root,) = page.all("html")
        assert root["lang"] == {"zh": "zh-CN", "en": "en"}[language], address
        assert any(path[-1] == "title" and text for path, text in page.texts), address
        assert {"charset": "utf-8"} in page.all("meta")
        assert any(meta.get("name") == "viewport" for meta in page.all("meta"))


def test_headings_begin_with_one_first_and_skip_no_level(pages):
    for address, page in pages[1].items():
        levels = page.headings
        assert levels[0] == 1, address
        assert levels.count(1) == 1, address
        assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels)), address


def test_no_page_speaks_the_other_language(pages):
    language, read = pages
    for address, page in read.items():
        foreign = [
            text
            for path, text in page.texts
            if text not in {"English", "中文"} and "code" not in path and HAN.search(text) and language == "en"
        ]
        names = {
            "全国",
            "甘肃省",
            "庆阳市",
            "环县",
            "621022干部",
            "621022干部 · Bangfu",
            "Figures of 甘肃省庆阳市, 2020",
        }
        assert set(foreign) - names - {"Figures of 甘肃省庆阳市环县, 2020"} == set(), address
        if language == "zh":
            sentences = [
                text for path, text in page.texts if "code" not in path and re.search(r"[a-z]{3,} [a-z]", text)
            ]
            assert sentences == [], address


def test_no_page_holds_a_script_or_a_style_of_its_own(pages):
    for address, page in pages[1].items():
        assert page.all("script") == page.all("style") == [], address
        for tag, attributes in page.tags:
            assert not [name for name in attributes if name == "style" or name.startswith("on")], (address, tag)
        policy = page.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy


def test_no_page_reaches_out(pages):
    for address, page in pages[1].items():
        for tag, attributes in page.tags:
            for name in ("href", "src", "action", "formaction", "srcset"):
                value = attributes.get(name)
                assert value is None or re.match(r"/(?!/)|#|data:image/", value), (address, tag, value)
        assert "http://" not in page.html
        assert "https://" not in page.html


def test_fields_have_labels_and_ids_are_their_own(pages):
    for address, page in pages[1].items():
        ids = [attributes["id"] for _, attributes in page.tags if attributes.get("id")]
        assert len(ids) == len(set(ids)), address
        labelled = {label["for"] for label in page.all("label")}
        for control in page.all("input"):
            if control.get("type") not in {"hidden", "submit"}:
                assert control["id"] in labelled, (address, control)
        for _, attributes in page.tags:
            for name in (attributes.get("aria-describedby") or "").split():
                assert name in ids, address
        for picture in page.all("img"):
            assert "alt" in picture


def test_the_switch_keeps_the_page(pages):
    language, read = pages
    other = {"zh": "en", "en": "zh"}[language]
    for address, page in read.items():
        (switch,) = [link["href"] for link in page.all("a") if "hreflang" in link]
        assert f"lang={other}" in switch
        if page.status == 200:
            assert switch.startswith(address), address


def test_every_page_of_the_library_that_can_be_reached_is_dressed(app):
    settings = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("security.")}
    assert settings - {"security.static"} == {
        "security.login",
        "security.logout",
        "security.verify",
        "security.forgot_password",
        "security.reset_password",
        "security.change_password",
        "security.two_factor_setup",
        "security.two_factor_setup_validate",
        "security.two_factor_token_validation",
        "security.two_factor_rescue",
        "security.mf_recovery",
        "security.mf_recovery_codes",
        "security.tf_select",
    }
    for name in TEMPLATES:
        page = app.config[f"SECURITY_{name}_TEMPLATE"]
        assert page.startswith("account/")
        assert app.jinja_env.get_template(page)


def test_every_page_of_ours_is_marked(app):
    for rule in app.url_map.iter_rules():
        if rule.endpoint.split(".")[0] in {"public", "account", "assets"}:
            assert app.view_functions[rule.endpoint].permission in {"public", "signed_in"}, rule.endpoint
