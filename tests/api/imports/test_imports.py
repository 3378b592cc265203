"""Imports over HTTP: uploaded, read by a worker, watched, committed, undone; the outsider gets nothing."""

import io

import pytest
from flask import current_app
from sqlalchemy import text

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty, MemberRole
from marketplace.gateways import sheets
from marketplace.jobs.imports import read_import
from marketplace.kernel.actor import Via, system
from marketplace.workflows.imports import batches

VILLAGES = "区划代码,名称\n621022101001,城东村\n621022101002,城西村\n"
BAD = "区划代码,名称\n621022101001,城东村\n62102210,坏村\n"


@pytest.fixture
def officer(cast):
    return cast.officer(Duty.ADMINISTRATOR, region="621000")


@pytest.fixture
def client(cast, officer):
    return cast.client(officer)


@pytest.fixture
def upload(client):
    """Upload a file and let the worker's task read it, as the worker does, in a context of its own."""

    def send(text=VILLAGES, *, kind="regions", read=True, **form):
        data = {"file": (io.BytesIO(text.encode()), "村.csv"), **form}
        answer = client.post(f"/api/v1/imports/{kind}", data=data, content_type="multipart/form-data")
        if answer.status_code == 202 and read:
            read_import(batch_id=answer.json["id"])
        return answer

    return send


def shown(client, answer):
    return client.get(f"/api/v1/imports/{answer.json['id']}").json


def test_an_upload_waits_for_its_job_and_is_then_written(client, upload):
    answer = upload(read=False)
    assert (answer.status_code, answer.json["state"]) == (202, "waiting")
    job = client.get(f"/api/v1/jobs/{answer.json['job_id']}").json
    assert (job["task"], job["state"], job["arguments"]) == ("read_import", "waiting", {"batch_id": answer.json["id"]})
    read_import(batch_id=answer.json["id"])
    batch = shown(client, answer)
    assert (batch["state"], batch["rows_written"], batch["region_code"]) == ("committed", 2, "621000")
    assert batch["next_actions"] == ["undo"]


def test_bad_rows_are_kept_by_nobody_on_the_way(client, upload):
    answer = client.get(f"/api/v1/imports/{upload(BAD).json['id']}/bad-rows")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")


def test_rows_are_told_as_a_bound_until_they_are_counted(client, upload, session):
    answer = upload(VILLAGES + "\n\n", read=False)
    assert (answer.json["rows_total"], answer.json["rows_at_most"]) == (None, None)
    reading = text("UPDATE import_batch SET state = 'reading', rows_total = 5, rows_done = 2 WHERE id = :id")
    session.execute(reading, {"id": answer.json["id"]})
    told = shown(client, answer)
    assert (told["rows_total"], told["rows_at_most"], told["rows_done"]) == (None, 5, 2)
    assert client.get(f"/api/v1/jobs/{told['job_id']}").json["rows_at_most"] == 5
    read_import(batch_id=answer.json["id"])
    told = shown(client, answer)
    assert (told["rows_total"], told["rows_at_most"]) == (2, None)


def test_a_dry_run_of_a_file_that_was_written_tells_that_nothing_is_new(client, upload):
    upload()
    told = shown(client, upload(dry_run="true"))
    assert (told["state"], told["rows_unchanged"], told["rows_written"]) == ("checked", 2, 0)
    fresh = shown(client, upload("区划代码,名称\n621022101009,新村\n", dry_run="true"))
    assert (fresh["state"], fresh["rows_unchanged"], fresh["rows_written"]) == ("checked", 0, 0)


def test_who_sent_a_file_sees_its_job_and_may_try_it_again(cast, session):
    school = cast.organisation()
    sender, other = cast.member(school, MemberRole.PURCHASER), cast.member(school, MemberRole.PURCHASER)
    data = {"file": (io.BytesIO("规格编号,数量\nx,1\n".encode()), "o.csv")}
    sent = cast.client(sender).post("/api/v1/imports/order-lines", data=data, content_type="multipart/form-data")
    job = f"/api/v1/jobs/{sent.json['job_id']}"
    assert cast.client(sender).get(job).json["state"] == "waiting"
    assert cast.client(other).get(job).status_code == 404
    session.execute(text("UPDATE procrastinate_jobs SET status = 'failed'"))
    reader = cast.officer(Duty.STATISTICIAN, region="000000")
    assert cast.client(reader).get(job).json["state"] == "failed"
    refused = cast.client(reader).post(f"{job}/retry")
    assert (refused.status_code, refused.json["code"]) == (403, "permission.missing")
    assert cast.client(other).post(f"{job}/retry").status_code == 404
    assert cast.client(sender).post(f"{job}/retry").json["state"] == "waiting"


def test_law_3_a_job_that_comes_twice_writes_once(client, upload):
    answer = upload()
    before = shown(client, answer)
    read_import(batch_id=answer.json["id"])
    assert shown(client, answer) == before


def test_a_refused_upload_tells_its_problems_and_gives_the_bad_rows_back(client, upload, tmp_path):
    answer = upload(BAD)
    batch = shown(client, answer)
    assert (batch["state"], batch["rows_bad"], batch["has_bad_rows_file"]) == ("refused", 1, True)
    (problem,) = client.get(f"/api/v1/imports/{batch['id']}/problems").json["items"]
    assert (problem["row"], problem["column"], problem["title"], problem["value"]) == (
        3,
        "code",
        "区划代码",
        "62102210",
    )
    assert problem["message"].startswith("“62102210”不是统计用区划代码")
    path = tmp_path / "bad.xlsx"
    path.write_bytes(client.get(f"/api/v1/imports/{batch['id']}/bad-rows").data)
    assert [row[:2] for _, row in sheets.read(path).rows] == [["区划代码", "名称"], ["62102210", "坏村"]]


def test_problems_come_by_page_in_the_readers_language(cast, officer, upload):
    answer = upload("code,name\n" + "x,y\n" * 5)
    client = cast.client(officer, language="en")
    seen, after = [], None
    while True:
        query = {"limit": 2, **({"after": after} if after else {})}
        page = client.get(f"/api/v1/imports/{answer.json['id']}/problems", query_string=query).json
        seen += [(each["row"], each["title"]) for each in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert seen == [(row, "code") for row in range(2, 7)]


def test_a_dry_run_may_be_committed_once(client, upload):
    answer = upload(dry_run="true")
    assert shown(client, answer)["next_actions"] == ["commit"]
    url = f"/api/v1/imports/{answer.json['id']}/commit"
    assert (client.post(url).status_code, client.post(url).status_code) == (202, 409)
    read_import(batch_id=answer.json["id"])
    assert shown(client, answer)["rows_written"] == 2


def test_an_import_is_undone_once_and_only_while_nothing_depends_on_it(cast, client, upload):
    url = f"/api/v1/imports/{upload().json['id']}/undo"
    assert client.post(url).json["state"] == "undone"
    assert client.post(url).json["code"] == "move_refused"
    again = upload()
    cast.household(village="621022101001")
    answer = client.post(f"/api/v1/imports/{again.json['id']}/undo")
    assert (answer.status_code, answer.json["code"]) == (409, "import.depended_on")


def test_what_is_sent_is_kept_encrypted_and_only_as_long_as_it_is_needed(upload, session):
    pieces = text("SELECT content FROM import_file_piece WHERE batch_id = :id")
    waiting = upload(read=False).json["id"]
    (content,) = session.scalars(pieces, {"id": waiting})
    assert "城东村".encode() not in bytes(content)
    read_import(batch_id=waiting)
    assert not session.scalars(pieces, {"id": waiting}).all()


def test_the_outsider_gets_nothing(cast, upload):
    answer = upload(BAD)
    outsider = cast.client(cast.outsider())
    cast.session.commit()  # a refusal rolls back to here
    for path in ("", "/problems", "/bad-rows"):
        assert outsider.get(f"/api/v1/imports/{answer.json['id']}{path}").status_code == 404
    for path in ("commit", "undo"):
        assert outsider.post(f"/api/v1/imports/{answer.json['id']}/{path}").status_code == 404
    assert outsider.get("/api/v1/imports").json["items"] == []
    nobody = cast.client()
    assert nobody.get(f"/api/v1/imports/{answer.json['id']}").status_code == 401
    assert cast.client(cast.user()).get("/api/v1/imports").status_code == 403


def test_a_colleague_in_scope_sees_the_import_but_not_the_rows_that_were_sent(cast, upload):
    answer = upload(BAD)
    colleague = cast.client(cast.officer(Duty.ADMINISTRATOR, region="620000"))
    assert colleague.get(f"/api/v1/imports/{answer.json['id']}").status_code == 200
    assert [each["id"] for each in colleague.get("/api/v1/imports").json["items"]] == [answer.json["id"]]
    assert colleague.get(f"/api/v1/imports/{answer.json['id']}/bad-rows").json["code"] == "import.file_gone"


@pytest.mark.parametrize(("state", "verb"), [("committed", "undo"), ("checked", "commit"), ("failed", "retry")])
def test_what_the_operator_brought_for_a_region_is_seen_there_and_decided_by_the_operator(
    client, session, now, tmp_path, state, verb
):
    path = tmp_path / "regions.csv"
    path.write_text(VILLAGES)
    batch, _ = batches.bring_file(
        path, kind="regions", region_code="621000", is_dry_run=state != "committed", actor=system(Via.CLI), now=now,
        progress=lambda _done, _most: None,
    )  # fmt: skip
    batch.state = state
    session.commit()
    seen = client.get(f"/api/v1/imports/{batch.id}").json
    assert (seen["state"], seen["region_code"], seen["next_actions"]) == (state, "621000", [])
    answer = client.post(f"/api/v1/imports/{batch.id}/{verb}")
    assert (answer.status_code, answer.json["code"]) == (403, "import.of_operator")
    assert client.get(f"/api/v1/imports/{batch.id}").json["state"] == state


def test_rows_outside_the_importers_region_are_refused(client, upload):
    answer = upload("code,name\n110101001001,别处村\n")
    assert shown(client, answer)["state"] == "refused"
    assert upload(region_code="110101").json["code"] == "region.outside"


@pytest.mark.parametrize(
    ("form", "kind", "status"),
    [
        ({"gold": "1"}, "regions", 422),
        ({"dry_run": "perhaps"}, "regions", 422),
        ({"region_code": "abc"}, "regions", 422),
        ({}, "gold", 422),
    ],
)
def test_a_wrong_form_is_refused_in_words(upload, form, kind, status):
    answer = upload(kind=kind, **form)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")


def test_an_upload_without_its_file_or_too_large_is_refused(client, monkeypatch):
    assert client.post("/api/v1/imports/regions", data={}, content_type="multipart/form-data").status_code == 422
    monkeypatch.setitem(current_app.config, "MAX_CONTENT_LENGTH", 10)
    data = {"file": (io.BytesIO(b"x" * 100), "x.csv")}
    answer = client.post("/api/v1/imports/regions", data=data, content_type="multipart/form-data")
    assert answer.status_code == 413


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_template_of_a_kind_is_itself_a_file_that_can_be_sent(client, upload, tmp_path, ending):
    path = tmp_path / f"t.{ending}"
    path.write_bytes(client.get("/api/v1/imports/regions/template", query_string={"format": ending}).data)
    (header, example) = (row for _, row in sheets.read(path).rows)
    assert header[:2] == ["区划代码/code*", "名称/name*"]
    assert example[0] == "621022101001"
    assert client.get("/api/v1/imports/gold/template").status_code == 422


def test_law_11_a_file_of_sales_counts_when_another_person_commits_it(cast, session):
    first, second = (cast.client(cast.officer(Duty.APPROVER)) for _ in range(2))
    code = session.get(Organisation, cast.supplier().organisation_id).uscc
    rows = f"来源,来源单号,销售日期,渠道,供应商信用代码,金额(元)\n某台账,1,2020-09-01,展销活动,{code},12.30\n"
    data = {"file": (io.BytesIO(rows.encode()), "sales.csv")}
    sent = first.post("/api/v1/imports/sales", data=data, content_type="multipart/form-data").json
    read_import(batch_id=sent["id"])
    address = f"/api/v1/imports/{sent['id']}"
    checked = first.get(address).json
    assert (checked["state"], checked["next_actions"]) == ("checked", [])
    assert first.post(f"{address}/commit").json["code"] == "import.own"
    assert second.get(address).json["next_actions"] == ["commit"]
    assert second.post(f"{address}/commit").status_code == 202
    read_import(batch_id=sent["id"])
    assert session.scalar(text("SELECT sum(amount_fen) FROM sale")) == 1230
