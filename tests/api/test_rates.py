from dataclasses import replace

import pytest
from limits import parse

from marketplace.api import security
from marketplace.api.security import limiter
from marketplace.db import db
from marketplace.factory import create_app


@pytest.fixture
def ask(config, monkeypatch):
    """Ask from an address, where each may ask three times a minute."""
    monkeypatch.setattr(security, "EACH_CALLER", parse("3 per minute"))
    limited = create_app(replace(config, rate_limits_enabled=True))
    limiter.reset()
    yield lambda address, path="/api/openapi.json": limited.test_client().get(
        path, environ_base={"REMOTE_ADDR": address}
    )
    limiter.enabled = False
    with limited.app_context():
        db.session.remove()
        db.engine.dispose()


def test_each_answer_tells_how_many_requests_are_left(ask):
    answers = [ask("198.51.100.1").headers for _ in range(3)]
    assert [answer["X-RateLimit-Remaining"] for answer in answers] == ["2", "1", "0"]
    assert {answer["X-RateLimit-Limit"] for answer in answers} == {"3"}
    assert len({answer["X-RateLimit-Reset"] for answer in answers}) == 1
    assert not any("Retry-After" in answer for answer in answers)


def test_who_asks_too_often_is_told_when_to_come_again_and_nobody_else_waits(ask):
    for _ in range(3):
        ask("198.51.100.2")
    refused = ask("198.51.100.2")
    assert (refused.status_code, refused.json["code"]) == (429, "too_many_requests")
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert ask("198.51.100.3").status_code == 200


def test_files_of_pages_are_not_counted(ask):
    assert all("X-RateLimit-Limit" not in ask("198.51.100.4", "/static/bangfu.css").headers for _ in range(4))
    assert ask("198.51.100.4").headers["X-RateLimit-Remaining"] == "2"


def test_where_limits_are_off_nothing_is_told_of_them(client):
    assert "X-RateLimit-Limit" not in client.get("/api/openapi.json").headers
