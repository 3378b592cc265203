from sqlalchemy import func, select

from marketplace.accounts.models import ApiToken


def count_tokens(session):
    return session.scalar(select(func.count()).select_from(ApiToken))


def test_law_3_the_same_request_under_one_key_is_done_once(cast, session):
    client = cast.client(cast.user())
    before = count_tokens(session)
    headers = {"Idempotency-Key": "k1"}

    first = client.post("/api/v1/tokens", json={"name": "a"}, headers=headers)
    second = client.post("/api/v1/tokens", json={"name": "a"}, headers=headers)

    assert first.status_code == second.status_code == 201
    assert first.json == second.json
    assert second.headers["Idempotency-Replayed"] == "true"
    assert count_tokens(session) == before + 1


def test_another_request_under_the_key_is_refused(cast):
    client = cast.client(cast.user())
    headers = {"Idempotency-Key": "k1"}
    client.post("/api/v1/tokens", json={"name": "a"}, headers=headers)
    answer = client.post("/api/v1/tokens", json={"name": "b"}, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (409, "idempotency.key_reused")


def test_a_key_belongs_to_one_user(cast, session):
    headers = {"Idempotency-Key": "k1"}
    one = cast.client(cast.user()).post("/api/v1/tokens", json={"name": "a"}, headers=headers)
    other = cast.client(cast.user()).post("/api/v1/tokens", json={"name": "a"}, headers=headers)
    assert one.json["id"] != other.json["id"]


def test_a_refused_request_leaves_its_key_free(cast):
    client = cast.client(cast.user())
    headers = {"Idempotency-Key": "k1"}
    assert client.post("/api/v1/tokens", json={}, headers=headers).status_code == 422
    assert client.post("/api/v1/tokens", json={"name": "a"}, headers=headers).status_code == 201


def test_a_key_that_is_too_long_is_refused(cast):
    answer = cast.client(cast.user()).post("/api/v1/tokens", json={"name": "a"}, headers={"Idempotency-Key": "k" * 201})
    assert (answer.status_code, answer.json["code"]) == (422, "idempotency.key_wrong")
