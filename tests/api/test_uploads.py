"""Whatever is uploaded, the answer is a refusal in words or a batch with its problems, and nothing is half written."""

import io

import pytest
from sqlalchemy import text
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from marketplace.imports.rules.headers import title_of
from marketplace.jobs.imports import read_import
from marketplace.kernel.text import has_control_characters
from marketplace.workflows.imports.kinds import KINDS
from marketplace.workflows.imports.order_lines import ORDER_LINES
from tests.api.county import County
from tests.api.spoilt_files import CELLS, NAMES, nasty, spoilt
from tests.factories import documents

REGIONS = KINDS["regions"]
QUOTED = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})
"""What browsers write for what would end a name."""


@pytest.fixture
def county(cast) -> County:
    return County.build(cast)


def header_of(kind) -> list[str]:
    return [title_of(column) for column in kind.columns]


def row_of(kind) -> list[str]:
    return [column.example or "" for column in kind.columns]


def send(client, address, content, name="f.xlsx", **form):
    """Send a file as a program does; encoded here, as the client would leave its own large file open."""
    stands = "name-of-the-file"  # put in afterwards: the client could not write half a character
    file = FileStorage(io.BytesIO(content), stands, "file")
    boundary, data = encode_multipart({"file": file, **{key: str(value) for key, value in form.items()}})
    data = data.replace(stands.encode(), name.translate(QUOTED).encode("utf-8", "surrogatepass"), 1)
    return client.post(f"/api/v1/{address}", data=data, content_type=f"multipart/form-data; boundary={boundary}")


def counted(session) -> dict[str, int]:
    """How many rows there are of whatever an import may write."""
    tables = ("region", "organisation", "supplier", "product", "household", "roster_version", "sale", "bank_line")
    tables += ("household_payment", "event", "outlet", "agreement", "purchase_order", "sku", "stock_movement")
    return {table: session.scalar(text(f"SELECT count(*) FROM {table}")) for table in tables}


def brought(client, address, content, **form):
    """Send a file to be imported and let a worker read it; the batch and its problems."""
    answer = send(client, address, content, **form)
    assert answer.status_code == 202, answer.json
    read_import(batch_id=answer.json["id"])
    at = f"/api/v1/imports/{answer.json['id']}"
    return client.get(at).json, client.get(f"{at}/problems?limit=200").json["items"]


def test_a_spoilt_file_is_refused_with_its_problems(county, session):
    good = {"carriage returns", "a million rows declared", "gb18030", "days where codes stand"}
    before = counted(session)
    for name, content in spoilt(header_of(REGIONS), row_of(REGIONS)).items():
        batch, problems = brought(county.client, "imports/regions", content, region_code="621022")
        if batch["state"] == "refused":
            assert problems, name
            assert all(each["message"] and each["code"] for each in problems), name
            assert counted(session) == before, name
        else:
            assert (batch["state"], name in good) == ("committed", True), name
            before = counted(session)


@pytest.mark.parametrize("kind", [name for name in KINDS if name != ORDER_LINES.name])
def test_whatever_stands_in_a_cell_is_written_or_told(county, kind):
    known = KINDS[kind]
    place = {"region_code": "621022"}
    if kind in {"products", "rosters", "household-payments"}:
        place = {"organisation_id": county.stage.supplier.organisation_id}
    content = nasty(header_of(known), row_of(known))
    told, _ = brought(county.client, f"imports/{kind}", content, **place)
    assert (told["state"], told["rows_written"]) == ("refused", 0)
    batch, problems = brought(county.client, f"imports/{kind}", content, skip_bad_rows="true", **place)
    good = batch["rows_total"] - batch["rows_bad"]
    goes_on = "checked" if known.needs_second_person else "committed"
    assert batch["state"] == (goes_on if good else "refused"), problems[:3]
    assert batch["rows_written"] + batch["rows_unchanged"] <= good
    assert batch["rows_total"] == 1 + len(CELLS) * len(known.columns)
    assert problems
    assert all(each["message"] and each["code"] for each in problems)
    assert county.client.get(f"/api/v1/imports/{batch['id']}/bad-rows", buffered=True).status_code == 200


def test_a_spoilt_order_sheet_is_refused_or_told_row_by_row(county, session):
    groups = text("SELECT count(*) FROM order_group")
    before = session.scalar(groups)
    header, row = header_of(ORDER_LINES), [county.sku.code, "2", "食堂", "2020-09-30", "上午"]
    files = {**spoilt(header, row), "nasty": nasty(header, row)}
    del files["bomb"]  # read by the same reader as every import, where it is tried
    for name, content in files.items():
        answer = send(county.client, "order-sheets?commit=true", content, buyer_id=county.stage.school.id)
        if answer.status_code == 201:
            assert name in {"carriage returns", "a million rows declared"}, name
            before += 1
        else:
            assert (answer.status_code, answer.mimetype) == (422, "application/problem+json"), name
            assert answer.json["title"], name
        assert session.scalar(groups) == before, name


def test_what_is_no_evidence_is_refused_as_such(county, session):
    kept = text("SELECT count(*) FROM stored_file")
    before = session.scalar(kept)
    sheet = {"a million rows declared", "last cell of a sheet", "formulas", "formula that failed", "merged", "floats"}
    sheet |= {"days where codes stand", "days as days", "entities", "a picture", "a document"}
    for name, content in spoilt(["a", "b"], ["1", "2"]).items():
        answer = send(county.client, "files", content, organisation_id=county.newcomer_id)
        if name in sheet:
            assert answer.status_code == 201, (name, answer.json)
            before += 1
        else:
            assert (answer.status_code, answer.mimetype) == (422, "application/problem+json"), name
    assert session.scalar(kept) == before


@pytest.mark.parametrize("number", range(len(NAMES)))
def test_a_file_has_a_plain_name_whatever_it_was_sent_under(county, number):
    name, client = NAMES[number], county.client
    content = f"区划代码,名称\r\n621022102{number:03d},村{number}\r\n".encode()
    answer = send(client, "imports/regions", content, name=name, region_code="621022")
    told = answer.json["file_name"] if answer.status_code == 202 else ""
    file = send(client, "files", documents.pdf(), name=name, organisation_id=county.newcomer_id)
    for shown in (told, file.json.get("file_name", "")):
        assert len(shown) <= 200
        assert shown == shown.strip()
        assert not has_control_characters(shown)
        assert not set(shown) & set("/\\\r\n")
    assert (answer.status_code, file.status_code) in {(202, 201), (422, 422)}, (answer.json, file.json)


@pytest.mark.parametrize("address", ["imports/regions", "order-sheets", "files"])
def test_an_upload_is_one_file(county, address):
    def code_of(data):
        answer = county.client.post(f"/api/v1/{address}", data=data, content_type="multipart/form-data")
        return answer.status_code, [(each["field"], each["code"]) for each in answer.json["errors"]]

    one = (io.BytesIO(b"x"), "a.csv")
    assert code_of({}) == (422, [("file", "field.required")])
    assert code_of({"file": "text"}) == (422, [("file", "field.unknown")])
    assert code_of({"file": [one, (io.BytesIO(b"x"), "b.csv")]}) == (422, [("file", "field.repeated")])
    assert code_of({"other": (io.BytesIO(b"x"), "a.csv")}) == (
        422,
        [("file", "field.required"), ("other", "field.unknown")],
    )
