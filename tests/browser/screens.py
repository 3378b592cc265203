"""Pictures of every page, for people to look at: `make screens` writes them to docs/screens.

`make screens OF="buyer admin"` takes those of some audiences only.

Chinese pages at both widths; in English those that a reader of the English documents is shown. What is in them is the
small reference year, so a picture changes only where a page does.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from marketplace.db import db
from marketplace.factory import create_app
from marketplace.gateways import embedded_postgres
from tests.browser.chromium import CHROMIUM, OPTIONS
from tests.browser.furnishing import furnish
from tests.browser.places import PEOPLE, Place, places
from tests.browser.reader import DESK, PHONE
from tests.browser.site import NOW, Site, serve
from tests.browser.year import load
from tests.factories.settings import made_up

FOLDER = Path(__file__).parent.parent.parent / "docs" / "screens"
IN_ENGLISH = frozenset({"public.home", "goods.list_products", "buyer.write_order", "staff.start", "staff.explore"})
TALLEST = 1_200
"""Pixels of a page that are shown; what is below is more of the same."""
QUALITY = 50
SMALLER = 0.7
"""How much of its size the picture of a wide page keeps."""
ASKS = "!!document.querySelector('main form.narrow') && !document.querySelector('main :is(table, .facts, .work)')"
"""A page that asks one thing looks like the others that do: its picture on a phone is enough."""


def main() -> None:
    """Serve the small reference year and take every picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    audiences = sys.argv[1:] or list(PEOPLE)
    for old in (old for audience in audiences for old in FOLDER.glob(f"{audience}.*.jpg")):
        old.unlink()
    with _site() as site, sync_playwright() as driver:
        furnish(site)
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        for audience in audiences:
            for place in places(site, audience):
                _picture(browser, site, place, language="zh", size=DESK)
                _picture(browser, site, place, language="zh", size=PHONE)
                if place.endpoint in IN_ENGLISH:
                    _picture(browser, site, place, language="en", size=DESK)
        browser.close()


@contextmanager
def _site() -> Iterator[Site]:
    with tempfile.TemporaryDirectory(prefix="bangfu-screens-") as folder, embedded_postgres.temporary() as url:
        name = embedded_postgres.create_database(url, "screens")
        config = made_up(name, Path(folder), testing=True, rate_limits_enabled=False)
        app = create_app(config)
        app.config["CLOCK"] = lambda: NOW
        with serve(app, load(app, Path(folder))) as site:
            yield site
        with app.app_context():
            db.engine.dispose()


def _picture(browser: Browser, site: Site, place: Place, *, language: str, size: dict[str, int]) -> None:
    locale = "zh-CN" if language == "zh" else "en-GB"
    scale = SMALLER if size is DESK else 1
    context = browser.new_context(viewport=size, locale=locale, accept_downloads=False, device_scale_factor=scale)
    if place.person:
        context.add_cookies(site.cookies_of(place.person))
    if _is_page(context, site, place):
        page = context.new_page()
        page.goto(f"{site.address}{place.path}")
        if size is DESK and page.evaluate(ASKS):
            context.close()
            return
        height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
        name = f"{place.endpoint}-{language}-{size['width']}.jpg"
        page.screenshot(
            path=FOLDER / name,
            type="jpeg",
            quality=QUALITY,
            full_page=True,
            clip={"x": 0, "y": 0, "width": size["width"], "height": max(height, size["height"] // 2)},
        )
    context.close()


def _is_page(context: Any, site: Site, place: Place) -> bool:
    answer = context.request.get(f"{site.address}{place.path}")
    return answer.ok and answer.headers["content-type"].startswith("text/html")


if __name__ == "__main__":
    main()
