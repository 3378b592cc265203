"""The only commits in the program: one transaction around one call down, opened at the edge."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from marketplace.db import db

_OPEN: Final = "transaction_is_open"


@contextmanager
def transaction() -> Iterator[None]:
    """Run a block in one transaction: commit at its end, roll back if it raises; inside another it joins that one."""
    if db.session.info.get(_OPEN):
        yield
        return
    db.session.info[_OPEN] = True
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        db.session.info.pop(_OPEN, None)


@contextmanager
def aside() -> Iterator[Session]:
    """Run a block in a transaction of its own on another connection, for what others must see at once: progress."""
    with Session(db.engine) as session:
        yield session
        session.commit()


def reach_database() -> None:
    """Ask the database anything, apart from every transaction: who connects starts an embedded server that is gone."""
    with db.engine.connect() as connection:
        connection.execute(text("SELECT 1"))
