from datetime import timedelta

import pytest

from marketplace.accounts.rules import MemberRole


def test_a_token_is_shown_once_and_works_until_it_is_revoked(cast):
    user = cast.member(cast.organisation(), MemberRole.PURCHASER)
    client = cast.client(user)

    made = client.post("/api/v1/tokens", json={"name": "仓库脚本", "days": 30})
    assert made.status_code == 201
    program = cast.client()
    program.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {made.json['token']}"
    assert program.get("/api/v1/session").status_code == 200

    listed = client.get("/api/v1/tokens").json["items"]
    assert made.json["token"] not in str(listed)
    assert "仓库脚本" in [row["name"] for row in listed]

    assert client.delete(f"/api/v1/tokens/{made.json['id']}").status_code == 204
    assert program.get("/api/v1/session").status_code == 401
    assert client.delete(f"/api/v1/tokens/{made.json['id']}").status_code == 404


def test_an_expired_token_is_refused(cast, app, now):
    client = cast.client(cast.user())
    app.config["CLOCK"] = lambda: now + timedelta(days=91)
    answer = client.get("/api/v1/session")
    assert (answer.status_code, answer.json["code"]) == (401, "sign_in.needed")


def test_the_last_use_is_noted_to_the_hour(cast, app, now):
    client = cast.client(cast.user())

    def last_used_at():
        return client.get("/api/v1/tokens").json["items"][0]["last_used_at"]

    assert last_used_at() is None
    later = now + timedelta(hours=2)
    app.config["CLOCK"] = lambda: later
    assert last_used_at() == later.isoformat()
    app.config["CLOCK"] = lambda: later + timedelta(minutes=50)
    assert last_used_at() == later.isoformat()


@pytest.mark.parametrize("token", ["", "bangfu_x", "Bearer", "\xff", "x" * 10_000])
def test_a_token_that_was_never_issued_is_refused(cast, token):
    client = cast.client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    answer = client.get("/api/v1/session")
    assert (answer.status_code, answer.json["code"]) == (401, "sign_in.needed")
    assert answer.mimetype == "application/problem+json"


def test_another_users_token_does_not_exist(cast):
    client = cast.client(cast.user())
    made = client.post("/api/v1/tokens", json={"name": "a"})
    other = cast.client(cast.outsider())
    assert other.delete(f"/api/v1/tokens/{made.json['id']}").status_code == 404


def test_unknown_fields_and_wrong_types_are_named(cast):
    client = cast.client(cast.user())
    answer = client.post("/api/v1/tokens", json={"name": "a\u0000", "days": "x", "admin": True})
    assert answer.status_code == 422
    assert {(e["field"], e["code"]) for e in answer.json["errors"]} == {
        ("name", "field.control_characters"), ("days", "field.not_integer"), ("admin", "field.unknown"),
    }  # fmt: skip
