"""A browser in which somebody is signed in, who sends forms as they stand on a page."""

import html
import re
from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient

from tests.web.reading import Page


@dataclass
class Desk:
    """A browser without scripts in which somebody is signed in."""

    client: FlaskClient
    page: Page | None = None
    address: str = ""
    landed: list[str] = field(default_factory=list)

    def open(self, address: str, status: int = 200) -> Page:
        """Open a page and expect a status."""
        return self._read(self.client.get(address, follow_redirects=True), status)

    def fields(self, action: str) -> dict[str, str]:
        """What stands in the page's form that goes to an address."""
        form = next(part for part in self._forms() if self._action(part) == action)
        found = {}
        for tag in re.findall(r"<input[^>]*>", form):
            told = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
            if told.get("type") not in {"checkbox", "file"} and "name" in told:
                found[told["name"]] = html.unescape(told.get("value", ""))
        for name, text in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)</textarea>', form):
            found[name] = html.unescape(text)
        for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
            chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
            found[name] = chosen.group(1)
        return found

    def send(self, action: str | None = None, status: int = 200, **changes: Any) -> Page:
        """Send the form that goes to an address (this page's own, if none is named), and follow where it leads."""
        goal = action or self.address
        sent = self.fields(goal) | {name.replace("__", "."): value for name, value in changes.items()}
        return self.post(goal, sent, status)

    def post(self, address: str, sent: dict[str, Any], status: int = 200) -> Page:
        """Post something and follow where it leads."""
        return self._read(self.client.post(address, data=sent, follow_redirects=True), status)

    def _forms(self) -> list[str]:
        return [part.split("</form>")[0] for part in self.page.html.split("<form ")[1:]]

    def _action(self, form: str) -> str:
        told = re.search(r'action="([^"]*)"', form.split(">", maxsplit=1)[0])
        return html.unescape(told.group(1)) if told else self.address

    def _read(self, answer: Any, status: int) -> Page:
        assert answer.status_code == status, (answer.status_code, answer.get_data(as_text=True)[:2000])
        self.page, self.address = Page.of(answer), answer.request.path
        return self.page
