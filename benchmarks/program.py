"""The program's own code on a database, without the ways in: for what is measured or made inside this process."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from marketplace.db import db


@contextmanager
def within(url: str) -> Iterator[None]:
    """Let queries and services work on the database of a URL; its connections are closed at the end."""
    app = Flask("benchmarks")
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    db.init_app(app)
    with app.app_context():
        yield
        db.session.remove()
        db.engine.dispose()
