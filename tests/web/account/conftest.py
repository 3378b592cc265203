"""Somebody with a password, and a browser that fills in forms as they stand on the page."""

import re
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from flask_security import hash_password

from marketplace.accounts.rules import MemberRole
from tests.web.reading import Page

PASSWORD = "correct horse battery"
FOREIGN = re.compile(r"[A-Za-z]{3,} [a-z]")
HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass
class Forms:
    """A browser without scripts: it goes to pages, fills in their form, and follows where it is sent."""

    client: FlaskClient
    language: str
    page: Page | None = None
    address: str = ""

    def open(self, address: str) -> Page:
        return self._read(self.client.get(address, follow_redirects=True))

    def send(self, form: int = 0, **fields: str) -> Page:
        """Send the page's form, hidden fields and all."""
        forms = [part.split("</form>")[0] for part in self.page.html.split("<form ")[1:]]
        action = re.search(r'action="([^"]*)"', forms[form]).group(1).replace("&amp;", "&")
        hidden = {}
        for tag in re.findall(r"<input[^>]*>", forms[form]):
            told = dict(re.findall(r'(\w+)="([^"]*)"', tag))
            if told.get("type") == "hidden":
                hidden[told["name"]] = told.get("value", "")
        return self._read(self.client.post(action, data=hidden | fields, follow_redirects=True))

    def sign_in(self, user, password: str = PASSWORD, address: str = "/account/login") -> Page:
        self.open(address)
        return self.send(email=user.email, password=password)

    def _read(self, answer) -> Page:
        self.page, self.address = Page.of(answer), answer.request.path
        for path, text in self.page.texts:
            if "code" in path or text in {"English", "中文"}:
                continue
            pattern = FOREIGN if self.language == "zh" else HAN
            assert not pattern.search(text) or "span" in path, text
        return self.page


@pytest.fixture(params=["zh", "en"])
def forms(browser, request) -> Forms:
    return Forms(browser(request.param), request.param)


@pytest.fixture
def say(forms):
    """One of two sentences, by the language of the forms."""
    return lambda chinese, english: english if forms.language == "en" else chinese


@pytest.fixture
def user(cast, session, forms):
    user = cast.member(cast.organisation(name="环县第一中学"), MemberRole.PURCHASER)
    user.password, user.language, user.name = hash_password(PASSWORD), forms.language, "Li <b>Si</b>"
    session.commit()
    return user
