"""A real browser before the real program; skipped where there is no chromium or nothing to drive it with."""

import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from config import Config
from marketplace.db import db
from marketplace.factory import create_app
from marketplace.gateways import embedded_postgres
from tests.browser.chromium import CHROMIUM, OPTIONS
from tests.browser.reader import DESK, Reader
from tests.browser.site import NOW, Site, serve
from tests.browser.year import load

PATIENCE = 10_000
"""Milliseconds for which a page is waited for."""


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The chromium of this machine, never one from the network."""
    pytest.importorskip("playwright", reason="playwright is not installed")
    if not Path(CHROMIUM).exists():
        pytest.skip(f"there is no chromium at {CHROMIUM}; install it, or name another in CHROMIUM")
    return CHROMIUM


@pytest.fixture(scope="module")
def chromium(chromium_path: str) -> Iterator:
    """A browser of this module; its loop must end before other modules run theirs."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=chromium_path, args=OPTIONS)
        yield running
        running.close()


def _program(config: Config, url: str) -> Flask:
    app = create_app(replace(config, database_url=url))
    app.config["CLOCK"] = lambda: NOW
    return app


@pytest.fixture(scope="session")
def reference_year(
    chromium_path: str, config: Config, server_url: str, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Mapping[str, str]]:
    """The name of a database with the small reference year, to be copied, and the passwords of its people."""
    name = f"bangfu_year_{secrets.token_hex(4)}"
    app = _program(config, embedded_postgres.create_database(server_url, name))
    return name, load(app, tmp_path_factory.mktemp("year"))


@pytest.fixture(scope="module")
def site(reference_year: tuple[str, Mapping[str, str]], config: Config, server_url: str) -> Iterator[Site]:
    """The marketplace with a database that this module has for itself."""
    year, passwords = reference_year
    name = f"bangfu_site_{secrets.token_hex(4)}"
    app = _program(config, embedded_postgres.create_database(server_url, name, template=year))
    with serve(app, passwords) as served:
        yield served
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    embedded_postgres.drop_database(server_url, name)


@pytest.fixture
def sit_down(chromium, site: Site) -> Iterator[Callable[..., Reader]]:
    """Sits somebody down before a browser of their own; at the end no page may have complained."""
    readers: list[Reader] = []

    def open_one(
        name: str | None = None, *, language: str = "zh", scripts: bool = True, size: dict[str, int] = DESK
    ) -> Reader:
        locale = "zh-CN" if language == "zh" else "en-GB"
        context = chromium.new_context(viewport=size, locale=locale, java_script_enabled=scripts)
        context.set_default_timeout(PATIENCE)
        if name:
            context.add_cookies(site.cookies_of(name))
        reader = Reader(context.new_page(), site.address)
        readers.append(reader)
        return reader

    yield open_one
    complaints = [complaint for reader in readers for complaint in reader.complaints]
    for reader in readers:
        reader.page.context.close()
    assert complaints == []


@pytest.fixture
def now() -> datetime:
    return NOW
