"""Whatever is sent is read strictly: no unknown name, no name twice, no JSON that is none."""

import io

import pytest

from marketplace.accounts.rules import Duty, MemberRole


@pytest.fixture
def client(cast):
    return cast.client(cast.member(cast.organisation(), MemberRole.PURCHASER))


def fields(answer):
    return [(each["field"], each["code"]) for each in answer.json.get("errors", [])]


@pytest.mark.parametrize(
    "path", ["orders", "orders/1", "catalogue", "catalogue/P1", "session", "statistics/definitions"]
)
def test_an_unknown_name_in_a_query_is_refused_by_name(client, path):
    answer = client.get(f"/api/v1/{path}?colour=red&limit_=3")
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert sorted(fields(answer)) == [("colour", "field.unknown"), ("limit_", "field.unknown")]


def test_a_name_that_stands_for_one_value_may_not_be_there_twice(client):
    answer = client.get("/api/v1/orders?limit=1&limit=200")
    assert (answer.status_code, fields(answer)) == (422, [("limit", "field.repeated")])


def test_a_name_that_stands_for_a_list_may_be_there_twice(cast):
    officer = cast.client(cast.officer(Duty.STATISTICIAN))
    answer = officer.get(
        "/api/v1/statistics/measures?region_code=621022&from=2020-01&to=2020-12&measure=sales.v1&measure=orders.v1"
    )
    assert fields(answer) == []


def test_who_is_not_signed_in_is_told_that_before_anything_else(cast):
    assert cast.client().get("/api/v1/orders/1?colour=red").status_code == 401


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b'{"lines": NaN}', 400, "request.not_json"),
        (b'{"lines": -Infinity}', 400, "request.not_json"),
        (b'{"lines": "\\ud800"}', 400, "request.not_json"),
        (b'{"\\udfff": 1}', 400, "request.not_json"),
        (b'{"lines": "\xff"}', 400, "request.not_json"),
        (b'{"lines": [', 400, "request.not_json"),
        (b"[" * 100_000, 400, "request.not_json"),
        (b'{"lines": ' + b"9" * 5_000 + b"}", 400, "request.not_json"),
        ('{"lines": []}'.encode("utf-16"), 400, "request.not_json"),
        (b"null", 422, "invalid"),
        (b"[]", 422, "invalid"),
        (b'"text"', 422, "invalid"),
        (b"7", 422, "invalid"),
        (b'\xef\xbb\xbf{"lines": [], "\xf0\xa0\x80\x80": 1, "\\ud83d\\ude00": 1}', 422, "invalid"),
    ],
)
def test_what_is_no_json_is_refused_as_such(client, content, status, code):
    answer = client.post("/api/v1/order-groups", data=content, content_type="application/json")
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml", ""])
def test_a_body_of_another_kind_is_refused_as_such(client, content_type):
    for path in ("order-groups", "order-groups/1/approval"):
        answer = client.post(f"/api/v1/{path}", data=b'{"lines": []}', content_type=content_type)
        assert (answer.status_code, answer.json["code"]) in {(415, "request.media_type"), (403, "permission.missing")}
    assert client.patch("/api/v1/session", data="language=en", content_type=content_type).status_code == 415


def test_a_body_that_nobody_asked_for_is_refused_by_name(cast):
    client = cast.client(cast.member(cast.organisation(), MemberRole.APPROVER))
    path = "/api/v1/order-groups/1/approval"
    answer = client.post(path, json={"reason": "because"})
    assert (answer.status_code, fields(answer)) == (422, [("reason", "field.unknown")])
    assert [client.post(path).status_code, client.post(path, json={}).status_code] == [404, 404]


def test_an_upload_takes_its_own_fields_alone(client):
    def send(**more):
        return client.post("/api/v1/order-sheets", data={"file": (io.BytesIO(b"a,b\n1,2\n"), "f.csv"), **more})

    assert fields(send()) == []
    assert fields(send(colour="red")) == [("colour", "field.unknown")]
    assert fields(send(other=(io.BytesIO(b"x"), "g.csv"))) == [("other", "field.unknown")]
    two = [(io.BytesIO(b"a,b\n1,2\n"), "f.csv"), (io.BytesIO(b"a,b\n1,2\n"), "g.csv")]
    assert fields(client.post("/api/v1/order-sheets", data={"file": two})) == [("file", "field.repeated")]
    assert fields(client.post("/api/v1/order-sheets", data={})) == [("file", "field.required")]


@pytest.mark.parametrize("number", ["9223372036854775807", "9223372036854775808", "1" * 40, "1" * 6_000])
def test_an_id_beyond_any_row_is_one_that_nothing_has(client, number):
    answer = client.get(f"/api/v1/orders/{number}")
    assert (answer.status_code, answer.json["code"]) == (404, "order.not_found")


@pytest.mark.parametrize(
    "path", ["orders/１２", "orders/-1", "catalogue/%00", "catalogue/%1F", "regions/62%00", "orders/1e3"]
)
def test_an_address_that_cannot_be_does_not_exist(client, path):
    assert client.get(f"/api/v1/{path}").status_code == 404


@pytest.mark.parametrize("number", ["1_000", "+1", "1.0", "0x10", "1e2", "", "9" * 5_000])
def test_a_number_in_a_query_is_written_in_digits(client, number):
    answer = client.get("/api/v1/orders", query_string={"limit": number})
    assert (answer.status_code, fields(answer)) == (422, [("limit", "field.not_integer")])


@pytest.mark.parametrize(
    "cursor",
    ["WzFd!", "e30", "W3RydWVd", "WzFlMzBd", "WzE4NDQ2NzQ0MDczNzA5NTUxNjE1XQ", "Wy0xZTQwMF0", "\x00", "１", "=" * 9],
)
def test_a_cursor_that_no_list_gave_out_is_refused(client, cursor):
    answer = client.get("/api/v1/orders", query_string={"after": cursor})
    assert (answer.status_code, answer.json["code"]) == (422, "field.cursor")
