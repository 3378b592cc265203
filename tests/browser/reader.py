"""A person in front of a real browser: what they see is driven, and what goes wrong behind it is noted."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the package may be missing; then these tests are skipped
    from playwright.sync_api import Locator, Page

PHONE = {"width": 375, "height": 812}
DESK = {"width": 1440, "height": 900}

REFUSED = ("status of 422 (UNPROCESSABLE ENTITY)", "status of 409 (CONFLICT)", "status of 404 (NOT FOUND)")
"""A form that came back to be mended, and a page that is not there, are told to the console too."""


@dataclass
class Reader:
    """A browser's window with somebody's language, and everything it complained of."""

    page: "Page"
    address: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen to what a page says to nobody: errors of scripts, refusals of the policy, files that are not there."""
        self.page.on("console", lambda said: said.type in {"error", "warning"} and self._hear(said.text))
        self.page.on("pageerror", lambda error: self._note(str(error)))

    def open(self, path: str) -> None:
        """Open a page of the site."""
        answer = self.page.goto(f"{self.address}{path}")
        assert answer is not None
        assert answer.ok, (path, answer.status)

    def press(self, name: str, *, nth: int = 0) -> None:
        """Press a button by its words."""
        self.page.get_by_role("button", name=name, exact=True).nth(nth).click()

    def follow(self, name: str, *, nth: int = 0) -> None:
        """Follow a link by its words."""
        self.page.get_by_role("link", name=name, exact=True).nth(nth).click()

    def fill(self, label: str, text: str, *, nth: int = 0) -> None:
        """Write into a field by its label."""
        self.labelled(label).nth(nth).fill(text)

    def choose(self, label: str, words: str, *, nth: int = 0) -> None:
        """Choose of a list by what stands in it."""
        self.labelled(label).nth(nth).select_option(label=words)

    def labelled(self, label: str) -> "Locator":
        """Find the fields of a label, also where a word of it says that one may leave it out."""
        return self.page.get_by_label(label)

    def sign_in(self, email: str, password: str, *, button: str = "登录") -> None:
        """Sign in through the form."""
        self.open("/account/login")
        self.page.locator("#email").fill(email)
        self.page.locator("#password").fill(password)
        self.page.locator("main").get_by_role("button", name=button).click()

    def sees(self, words: str) -> bool:
        """Tell whether words stand on the page."""
        return words in self.text

    @property
    def text(self) -> str:
        """What stands on the page."""
        return self.page.locator("main").inner_text()

    @property
    def path(self) -> str:
        """The address of the page, without the site's."""
        return self.page.url.removeprefix(self.address)

    def overflow(self) -> int:
        """Tell by how many pixels the page is wider than its window."""
        wider: int = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return wider

    def _hear(self, text: str) -> None:
        if not text.endswith(REFUSED):
            self._note(text)

    def _note(self, text: str) -> None:
        self.complaints.append(f"{self.path}: {text}")
