"""Files over HTTP: sent once, told by content, fetched by those in scope and saved, never shown."""

import io

import pytest

from marketplace.accounts.rules import Duty, MemberRole
from marketplace.evidence.models import StoredFile
from marketplace.evidence.rules import MOST_BYTES
from tests.factories import documents


@pytest.fixture
def school(cast):
    return cast.organisation()


@pytest.fixture
def client(cast, school):
    return cast.client(cast.member(school, MemberRole.PURCHASER))


@pytest.fixture
def send(client, school):
    def send(content=None, *, name="验收单.pdf", by=None, key=None, **form):
        content = documents.pdf() if content is None else content
        form = form or {"organisation_id": school.id}
        return (by or client).post(
            "/api/v1/files",
            data={"file": (io.BytesIO(content), name), **form},
            content_type="multipart/form-data",
            headers={"Idempotency-Key": key} if key else None,
        )

    return send


def code_of(answer):
    return answer.status_code, answer.json["code"], [(e["field"], e["code"]) for e in answer.json.get("errors", [])]


def test_a_file_is_kept_shown_and_fetched(client, send, school):
    answer = send()
    assert answer.status_code == 201
    told = client.get(f"/api/v1/files/{answer.json['id']}").json
    assert told == answer.json
    assert told["organisation_id"] == school.id
    assert (told["file_name"], told["media_type"], told["region_code"]) == ("验收单.pdf", "application/pdf", None)
    fetched = client.get(f"/api/v1/files/{told['id']}/content", buffered=True)
    assert fetched.status_code == 200
    assert fetched.data == documents.pdf()


def test_the_only_organisation_of_a_sender_need_not_be_named(cast, client, school):
    def sent(by):
        data = {"file": (io.BytesIO(documents.pdf()), "a.pdf")}
        return by.post("/api/v1/files", data=data, content_type="multipart/form-data")

    assert sent(client).json["organisation_id"] == school.id
    assert sent(cast.client(cast.officer(Duty.REVITALISATION_OFFICER))).status_code == 422


def test_a_content_is_saved_never_shown(client, send):
    file_id = send(documents.png(), name="合 影.png").json["id"]
    headers = client.get(f"/api/v1/files/{file_id}/content", buffered=True).headers
    assert headers["Content-Type"] == "image/png"
    assert headers["Content-Disposition"].startswith("attachment; filename")
    assert "filename*=UTF-8''%E5%90%88" in headers["Content-Disposition"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Content-Length"] == str(len(documents.png()))


def test_an_officer_keeps_a_file_of_the_region(cast, send):
    officer = cast.client(cast.officer(Duty.REPORTER))
    answer = send(by=officer, region_code="621022")
    assert (answer.status_code, answer.json["region_code"]) == (201, "621022")
    assert code_of(send(by=officer, region_code="621021")) == (404, "region.outside", [])


def test_law_3_the_same_request_twice_keeps_one_file(send, session):
    first, second = send(key="k"), send(key="k")
    assert first.json == second.json
    assert session.query(StoredFile).count() == 1
    assert code_of(send(documents.pdf("other"), key="k"))[:2] == (409, "idempotency.key_reused")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (documents.HTML, "file.kind_refused"),
        (documents.SVG, "file.kind_refused"),
        (documents.PROGRAM, "file.kind_refused"),
        (b"", "file.empty"),
        (documents.png()[:-4], "file.damaged"),
    ],
)
def test_what_is_not_what_its_name_says_is_refused(send, session, content, code):
    assert code_of(send(content, name="licence.pdf")) == (422, code, [("file", code)])
    assert session.query(StoredFile).count() == 0


def test_a_file_too_large_is_refused_before_it_is_read(client, session):
    answer = client.post(
        "/api/v1/files", data=bytes(MOST_BYTES + 1), content_type="multipart/form-data; boundary=between"
    )
    assert code_of(answer)[:2] == (413, "request.too_large")
    assert session.query(StoredFile).count() == 0


@pytest.mark.parametrize(("times", "is_read"), [(2, True), (5, False)])
def test_what_is_too_large_is_read_to_its_end_unless_it_is_much_too_large(client, times, is_read):
    body = io.BytesIO(b"x" * (MOST_BYTES * times))
    answer = client.post(
        "/api/v1/files",
        input_stream=body,
        content_length=MOST_BYTES * times,
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == 413
    assert (body.tell() == MOST_BYTES * times) is is_read


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        ({"organisation_id": "x"}, [("organisation_id", "field.not_integer")]),
        ({"colour": "red"}, [("colour", "field.unknown")]),
        ({"region_code": "621022", "organisation_id": 1}, [("organisation_id", "file.owner_unclear")]),
    ],
)
def test_a_wrong_form_is_refused_by_field(send, form, fields):
    status, _, wrong = code_of(send(**form))
    assert (status, wrong) == (422, fields)


def test_a_request_without_a_file_is_refused(client, school):
    answer = client.post("/api/v1/files", data={"organisation_id": school.id}, content_type="multipart/form-data")
    assert code_of(answer) == (422, "invalid", [("file", "field.required")])


def test_law_12_for_the_outsider_there_is_no_such_file(cast, send):
    file_id = send().json["id"]
    outsider = cast.client(cast.outsider())
    for path in (f"/api/v1/files/{file_id}", f"/api/v1/files/{file_id}/content", "/api/v1/files/424242"):
        answer = outsider.get(path)
        assert code_of(answer) == (404, "file.not_found", [])
        assert b"licence" not in answer.data
    assert cast.client().get(f"/api/v1/files/{file_id}/content").status_code == 401
    assert cast.client().post("/api/v1/files").status_code == 401
    assert code_of(send(by=outsider))[:2] == (404, "organisation.not_found")


def test_a_content_that_the_store_lost_is_told_as_such(client, send, app):
    told = send(documents.pdf("lost")).json
    path = app.config["BANGFU"].instance_path / "files" / told["sha256"][:2] / told["sha256"][2:4] / told["sha256"]
    path.unlink()
    assert code_of(client.get(f"/api/v1/files/{told['id']}/content")) == (503, "files.content_missing", [])
