"""The stage, committed, for stories in which several act at once."""

import itertools
from collections.abc import Iterator

import pytest
from flask import Flask

from marketplace.db import db
from tests.conftest import NOW
from tests.factories.cast import Cast
from tests.purchasing.stage import Stage

_NUMBERS = itertools.count(1)


@pytest.fixture
def crowd(crowd_app: Flask) -> Iterator[Stage]:
    """The stage, committed, so that every connection sees it."""
    with crowd_app.app_context():
        stage = Stage.build(Cast(app=crowd_app, session=db.session(), now=NOW, numbers=_NUMBERS), numbers=_NUMBERS)
        db.session.commit()
        yield stage
        db.session.remove()
