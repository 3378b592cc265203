"""The application, its database and the clock, as every test has them.

One throw-away server and database per worker, built by the migrations; every test runs in a transaction that is rolled
back, with the program's own commits turned into savepoints.
"""

import os
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask, g
from flask_migrate import upgrade
from sqlalchemy.orm import Session

from config import Config
from marketplace.db import db
from marketplace.factory import create_app
from marketplace.gateways import embedded_postgres
from tests.factories.cast import Cast
from tests.factories.settings import made_up

NOW = datetime(2020, 9, 15, 2, 0, tzinfo=UTC)
"""Ten in the morning of 15 September 2020 in Beijing."""


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """A throw-away server of this worker, without durability."""
    with embedded_postgres.temporary() as url:
        yield url


@pytest.fixture(scope="session")
def database_url(server_url: str) -> str:
    """This worker's database."""
    return embedded_postgres.create_database(server_url, "bangfu_test")


@pytest.fixture(scope="session")
def config(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Config:
    instance = Path(tmp_path_factory.mktemp("instance"))
    return made_up(database_url, instance, testing=True, rate_limits_enabled=False)


@pytest.fixture(scope="session")
def application(config: Config) -> Iterator[Flask]:
    app = create_app(config)
    app.before_request(_forget_who_asked)
    with app.app_context():
        upgrade(directory=str(Path(__file__).parent.parent / "migrations"))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def crowd_app(config: Config, server_url: str) -> Iterator[Flask]:
    """An application whose commits are real, on a database that one module of stories has for itself."""
    name = f"bangfu_crowd_{secrets.token_hex(4)}"
    app = create_app(replace(config, database_url=embedded_postgres.create_database(server_url, name)))
    app.config["CLOCK"] = lambda: NOW
    with app.app_context():
        upgrade(directory=str(Path(__file__).parent.parent / "migrations"))
    yield app
    with app.app_context():
        db.engine.dispose()
    embedded_postgres.drop_database(server_url, name)


@pytest.fixture
def together(crowd_app: Flask) -> Callable[..., list[object]]:
    """Run calls at once, each in a thread and a session of its own; give what each returned or raised."""

    def run(*calls: Callable[[], object]) -> list[object]:
        def one(call: Callable[[], object]) -> object:
            with crowd_app.app_context():
                try:
                    return call()
                except Exception as error:  # noqa: BLE001  what was raised is what the story asks for
                    return error

        with ThreadPoolExecutor(len(calls)) as pool:
            return list(pool.map(one, calls))

    return run


def _forget_who_asked() -> None:
    """Requests of one test share its application context, and so `g`: each finds out anew who asks."""
    for name in ("actor", "_login_user", "identity", "csrf_valid", "csrf_token"):
        g.pop(name, None)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def app(application: Flask, now: datetime) -> Iterator[Flask]:
    """The application with the clock stopped at `now` and its database rolled back afterwards."""
    application.config["CLOCK"] = lambda: now
    with application.app_context():
        engine = db.engine
        connection = engine.connect()
        outer = connection.begin()
        db.session.remove()
        db.engines[None] = connection  # the session asks here, not its own bind
        db.session.configure(join_transaction_mode="create_savepoint")
        try:
            yield application
        finally:
            db.session.remove()
            db.session.configure(join_transaction_mode="conditional_savepoint")
            db.engines[None] = engine
            outer.rollback()
            connection.close()


@pytest.fixture
def session(app: Flask) -> Session:
    """The session of the test's transaction."""
    return db.session()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep tests off the network even where the machine names a proxy."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        if name in os.environ:
            monkeypatch.delenv(name)


@pytest.fixture
def cast(app: Flask, session: Session, now: datetime) -> Cast:
    """Everyone a story needs."""
    return Cast(app=app, session=session, now=now)
