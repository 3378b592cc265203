"""A database of its own for stories in which several act at once, on connections whose commits are real."""

import itertools
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade

from config import Config
from marketplace.db import db
from marketplace.factory import create_app
from marketplace.gateways import embedded_postgres
from tests.conftest import NOW
from tests.factories.cast import Cast
from tests.purchasing.stage import Stage

Together = Callable[..., list[object]]
_NUMBERS = itertools.count(1)


@pytest.fixture(scope="module")
def crowd_app(config: Config, server_url: str) -> Iterator[Flask]:
    """An application whose commits are real, on a database of its own."""
    url = embedded_postgres.create_database(server_url, f"bangfu_crowd_{secrets.token_hex(4)}")
    app = create_app(replace(config, database_url=url))
    app.config["CLOCK"] = lambda: NOW
    with app.app_context():
        upgrade(directory=str(Path(__file__).parents[2] / "migrations"))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def crowd(crowd_app: Flask) -> Iterator[Stage]:
    """The stage, committed, so that every connection sees it."""
    with crowd_app.app_context():
        stage = Stage.build(Cast(app=crowd_app, session=db.session(), now=NOW, numbers=_NUMBERS), numbers=_NUMBERS)
        db.session.commit()
        yield stage
        db.session.remove()


@pytest.fixture
def together(crowd_app: Flask) -> Together:
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
