"""How a test reads a page: as its tags and its words, strictly."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

ALONE = frozenset({"meta", "link", "img", "input", "br", "hr", "source"})
NO_TEXT = frozenset({"style", "script"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[tuple[str, ...], str]] = []

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        self.tags.append((tag, dict(attrs)))
        if tag not in ALONE:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes another tag"

    def handle_data(self, data):
        if data.strip():
            self.texts.append((tuple(self.open), " ".join(data.split())))


@dataclass
class Page:
    """A page that was parsed; unbalanced tags fail the test that read it."""

    status: int
    html: str
    headers: dict[str, str]
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    texts: list[tuple[tuple[str, ...], str]] = field(default_factory=list)

    @classmethod
    def of(cls, answer) -> "Page":
        html = answer.get_data(as_text=True)
        assert answer.mimetype == "text/html", answer.mimetype
        assert html.startswith("<!doctype html>")
        reader = _Reader()
        reader.feed(html)
        reader.close()
        assert reader.open == [], f"left open: {reader.open}"
        return cls(answer.status_code, html, dict(answer.headers), reader.tags, reader.texts)

    @property
    def text(self) -> str:
        return "\n".join(text for _, text in self.texts)

    @property
    def headings(self) -> list[int]:
        return [int(tag[1]) for tag, _ in self.tags if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}]

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def cells(self) -> list[list[str]]:
        """The cells of every row of every table, row by row."""
        rows: list[list[str]] = []
        for fragment in self.html.split("<tr>")[1:]:
            reader = _Reader()
            reader.feed(fragment.split("</tr>")[0])
            rows.append([text for path, text in reader.texts if path[0] in {"th", "td"} and "small" not in path])
        return rows

    def cards(self) -> dict[str, str]:
        """The number of every card, by its label."""
        fragment = self.html.split('<ul class="cards">')[1].split("</ul>")[0]
        found = {}
        for item in fragment.split("<li>")[1:]:
            reader = _Reader()
            reader.feed(item.split("</li>")[0])
            label, number = (next(text for path, text in reader.texts if path[0] == tag) for tag in ("h3", "p"))
            found[label] = number
        return found
