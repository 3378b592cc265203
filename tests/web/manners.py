"""What every page keeps to: one language, one heading, scripts only of the house, a label for every field."""

import itertools
import re

from tests.web.reading import Page

HAN = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[a-z]{3,} [a-z]{2,}")
NAMED = re.compile(r'<title>.*?</title>|<code>.*?</code>|<option value="[\w-]*\d[\w-]*".*?</option>', re.DOTALL)
"""What is called by its own name: the page, codes, and the things that are chosen by a number."""


def keeps_manners(page: Page, address: str, language: str) -> None:
    """Assert that a page speaks one language, marks what is not in it, and can be used by everybody."""
    marked = re.sub(r'<(\w+)[^>]* lang="zh-CN"[^>]*>.*?</\1>', " ", page.html, flags=re.DOTALL)
    text = re.sub(r"<[^>]*>", " ", NAMED.sub(" ", marked))
    if language == "en":
        assert not HAN.search(text.replace("中文", "")), (address, HAN.findall(text))
    else:
        assert not LATIN.search(text), (address, LATIN.findall(text))
    assert page.headings.count(1) == 1, address
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(page.headings)), address
    assert all(script["type"] == "module" and "/assets/" in script["src"] for script in page.all("script")), address
    assert not any("script" in path for path, _ in page.texts), address
    assert page.all("style") == [], address
    ids = [attributes["id"] for _, attributes in page.tags if attributes.get("id")]
    assert len(ids) == len(set(ids)), address
    labelled = {label["for"] for label in page.all("label")}
    for control in [*page.all("input"), *page.all("select"), *page.all("textarea")]:
        assert control.get("type") == "hidden" or control["id"] in labelled, (address, control)
    for _, attributes in page.tags:
        assert not [name for name in attributes if name == "style" or name.startswith("on")], address
        assert set((attributes.get("aria-describedby") or "").split()) <= set(ids), address
