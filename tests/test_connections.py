"""Connections to the database: asked after a rest whether they work, thrown away when broken, spared a BEGIN."""

import time

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from marketplace.db import POOL_EVENTS, db, look
from marketplace.transaction import transaction


@pytest.fixture
def engine(database_url):
    engine = create_engine(database_url, pool_events=POOL_EVENTS, pool_size=1, max_overflow=0)
    yield engine
    engine.dispose()


def break_connection(engine, database_url):
    """End the server's side of the one connection of a pool, as a restart of the server does."""
    with engine.connect() as connection:
        backend = connection.scalar(text("SELECT pg_backend_pid()"))
    other = create_engine(database_url)
    with other.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": backend})
    other.dispose()


def rest(monkeypatch, seconds):
    later = time.monotonic() + seconds
    monkeypatch.setattr("marketplace.db.time.monotonic", lambda: later)


def test_a_connection_that_broke_while_it_rested_is_replaced_before_use(engine, database_url, monkeypatch):
    break_connection(engine, database_url)
    rest(monkeypatch, 6)

    with engine.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1


def test_one_that_broke_between_two_requests_fails_once(engine, database_url):
    break_connection(engine, database_url)

    with pytest.raises(OperationalError), engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1


def test_a_look_opens_no_transaction_and_leaves_none_behind(application):
    with application.app_context():
        assert look(text("SELECT 1"), {}) == [(1,)]
        assert not db.session.registry.has()
        with db.engine.connect() as connection:
            assert not connection.connection.driver_connection.autocommit


def test_a_look_inside_a_transaction_joins_it(application):
    with application.app_context(), transaction():
        db.session.execute(text("CREATE TEMPORARY TABLE seen (n int) ON COMMIT DROP"))
        assert look(text("SELECT count(*) FROM seen"), {}) == [(0,)]


def test_a_look_joins_the_one_connection_of_a_session(app, session):
    session.execute(text("CREATE TEMPORARY TABLE seen (n int)"))
    assert look(text("SELECT count(*) FROM seen"), {}) == [(0,)]
