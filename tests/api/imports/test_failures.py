"""When the program fails on a file the batch says so, nothing is half written, and who sent it may try again."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import text

from marketplace.accounts.rules import Duty
from marketplace.gateways.personal_data import CiphertextUnreadable
from marketplace.imports.service import files
from marketplace.jobs.imports import read_import
from marketplace.jobs.tasks import TASKS
from marketplace.transaction import transaction

VILLAGES = "区划代码,名称\n621022101001,城东村\n621022101002,城西村\n"


@pytest.fixture
def client(cast):
    return cast.client(cast.officer(Duty.ADMINISTRATOR, region="621000"))


@pytest.fixture
def upload(client):
    def send(content=VILLAGES, **form):
        data = {"file": (io.BytesIO(content.encode()), "村.csv"), **form}
        answer = client.post("/api/v1/imports/regions", data=data)
        assert answer.status_code == 202, answer.json
        return f"/api/v1/imports/{answer.json['id']}"

    return send


@pytest.fixture
def damage(session):
    """Damages the stored file of a batch so that the program cannot open it; undoes the damage when called again."""

    def turn(address: str) -> None:
        session.execute(
            text("""UPDATE import_file_piece SET content = set_byte(content, 20, get_byte(content, 20) # 1)
                    WHERE batch_id = :id"""),
            {"id": int(address.rsplit("/", 1)[1])},
        )
        session.commit()

    return turn


def fail(address: str) -> None:
    with pytest.raises(CiphertextUnreadable):
        read_import(batch_id=int(address.rsplit("/", 1)[1]))


def test_a_file_on_which_the_program_failed_says_so_and_is_read_when_tried_again(client, upload, damage, session):
    address = upload()
    damage(address)
    fail(address)
    batch = client.get(address).json
    assert (batch["state"], batch["next_actions"], batch["rows_written"]) == ("failed", ["retry"], 0)
    damage(address)
    again = client.post(f"{address}/retry")
    assert (again.status_code, again.json["state"], again.json["next_actions"]) == (202, "waiting", [])
    assert again.json["job_id"] != batch["job_id"]
    read_import(batch_id=batch["id"])
    assert client.get(address).json["state"] == "committed"
    assert session.scalar(text("SELECT count(*) FROM region WHERE import_batch_id IS NOT NULL")) == 2
    assert session.scalar(text("SELECT count(*) FROM audit_line WHERE action = 'import.retried'")) == 1


def test_only_a_file_on_which_the_program_failed_is_tried_again(client, upload):
    address = upload(dry_run="true")
    assert client.post(f"{address}/retry").json["code"] == "move_refused"
    read_import(batch_id=int(address.rsplit("/", 1)[1]))
    assert client.get(address).json["state"] == "checked"
    assert client.post(f"{address}/retry").json["code"] == "move_refused"


def test_a_file_that_killed_its_workers_is_given_up_as_failed(client, upload, session):
    address = upload()
    number = int(address.rsplit("/", 1)[1])
    session.execute(text("UPDATE import_batch SET state = 'reading' WHERE id = :id"), {"id": number})
    session.commit()
    TASKS["read_import"].give_up(batch_id=number)
    assert client.get(address).json["state"] == "failed"


def test_a_file_nobody_came_for_is_neither_committed_nor_tried_again(client, upload, damage, now):
    checked, failed = upload(dry_run="true"), upload()
    read_import(batch_id=int(checked.rsplit("/", 1)[1]))
    damage(failed)
    fail(failed)
    with transaction():
        files.forget_old(now=now + timedelta(days=31))
    for address in (f"{checked}/commit", f"{failed}/retry"):
        answer = client.post(address)
        assert (answer.status_code, answer.json["code"]) == (404, "import.file_gone")
    assert client.get(checked).json["state"] == "checked"


def test_an_empty_file_is_refused_with_its_problem(client, upload):
    address = upload("")
    read_import(batch_id=int(address.rsplit("/", 1)[1]))
    assert client.get(address).json["state"] == "refused"
    (problem,) = client.get(f"{address}/problems").json["items"]
    assert problem["code"] == "sheet.empty"


def test_law_12_a_job_is_seen_and_tried_again_where_its_work_lies(cast, client, upload, session):
    job = client.get(upload()).json["job_id"]
    session.execute(text("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = :id"), {"id": job})
    session.commit()
    outsider = cast.client(cast.outsider())
    for answer in (outsider.get(f"/api/v1/jobs/{job}"), outsider.post(f"/api/v1/jobs/{job}/retry")):
        assert (answer.status_code, answer.json["code"]) == (404, "job.not_found")
    assert outsider.get("/api/v1/jobs").json["items"] == []
    above = cast.client(cast.officer(Duty.ADMINISTRATOR, region="620000"))
    assert [each["id"] for each in above.get("/api/v1/jobs").json["items"]] == [job]
    assert above.post(f"/api/v1/jobs/{job}/retry").status_code == 200
