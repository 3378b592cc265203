"""A real worker in a process of its own, on a database of its own: jobs are done exactly once, whoever dies."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from marketplace.gateways import embedded_postgres

ROOT = Path(__file__).parents[2]
ROWS = 30_000


@dataclass
class Installation:
    """A database with its schema, and the program's own commands on it."""

    url: str
    environment: dict[str, str]

    def flask(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "wsgi", *arguments],
            cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def python(self, code: str) -> str:
        lines = "from wsgi import app\n" + code
        done = subprocess.run(
            [sys.executable, "-c", lines], cwd=ROOT, env=self.environment, capture_output=True, check=True
        )
        return done.stdout.decode()

    def value(self, sql: str) -> object:
        address = make_url(self.url).set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address) as connection:
            row = connection.execute(sql).fetchone()
            return row and row[0]


@pytest.fixture(scope="module")
def installation(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    url = embedded_postgres.create_database(server_url, "bangfu_worker")
    instance = tmp_path_factory.mktemp("instance")
    environment = {**os.environ, "DATABASE_URL": url, "BANGFU_INSTANCE": str(instance), "PYTHONWARNINGS": "ignore"}
    made = Installation(url, environment)
    upgrade = made.flask("db", "upgrade")
    said, _ = upgrade.communicate(timeout=120)
    assert upgrade.returncode == 0, said.decode()
    return made


@pytest.fixture
def upload(installation: Installation, tmp_path: Path) -> Callable[[int], int]:
    """Receive a file of so many villages as the API does; give the batch."""

    def send(count: int) -> int:
        path = tmp_path / "villages.csv"
        codes = (f"621022{100 + n // 900:03d}{n % 900 + 1:03d}" for n in range(count))
        path.write_text("code,name\n" + "".join(f"{code},村{code}\n" for code in codes), "utf-8")
        return int(
            installation.python(f"""
from datetime import UTC, datetime
from pathlib import Path
from marketplace.kernel.actor import system
from marketplace.transaction import transaction
from marketplace.workflows.imports import uploads
with app.app_context(), transaction():
    print(uploads.receive(
        Path({str(path)!r}), kind="regions", file_name="v.csv", is_dry_run=False, skips_bad_rows=False,
        organisation_id=None, region_code=None, actor=system(), now=datetime.now(UTC)).id)
""")
        )

    return send


def wait_for(condition: Callable[[], object], *, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def stop(worker: subprocess.Popen[bytes]) -> str:
    worker.send_signal(signal.SIGTERM)
    said, _ = worker.communicate(timeout=30)
    return said.decode()


@pytest.mark.slow
def test_law_3_a_worker_killed_in_the_middle_is_taken_over_and_its_work_is_done_once(installation, upload):
    batch = upload(ROWS)
    state = f"SELECT state FROM import_batch WHERE id = {batch}"
    progress = f"SELECT rows_done FROM import_batch WHERE id = {batch}"

    first = installation.flask("jobs", "work", "--stalled-after", "2")
    wait_for(lambda: 0 < installation.value(progress) < ROWS or installation.value(state) == "committed")
    first.kill()
    first.communicate()
    assert installation.value(state) == "reading", "it was killed in the middle, with its progress seen from outside"
    assert installation.value("SELECT count(*) FROM region WHERE import_batch_id IS NOT NULL") == 0

    second = installation.flask("jobs", "work", "--stalled-after", "2")
    wait_for(lambda: installation.value(state) == "committed")
    wait_for(lambda: installation.value("SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'") == 0)
    stop(second)

    assert installation.value(f"SELECT count(*) FROM region WHERE import_batch_id = {batch}") == ROWS
    assert installation.value("SELECT count(*) FROM audit_line WHERE action = 'import.committed'") == 1
    assert installation.value("SELECT status::text FROM procrastinate_jobs ORDER BY id LIMIT 1") == "succeeded"
    assert installation.value("SELECT attempts FROM procrastinate_jobs ORDER BY id LIMIT 1") == 2


@pytest.mark.slow
def test_two_workers_share_the_jobs_and_do_each_once(installation, upload):
    before = installation.value("SELECT count(*) FROM audit_line WHERE action = 'import.committed'")
    batches = [upload(20) for _ in range(4)]
    workers = [installation.flask("jobs", "work", "--once") for _ in range(2)]
    for worker in workers:
        said, _ = worker.communicate(timeout=60)
        assert worker.returncode == 0, said.decode()
    done = f"SELECT count(*) FROM import_batch WHERE state = 'committed' AND id IN {tuple(batches)}"
    assert installation.value(done) == 4
    assert installation.value("SELECT count(*) FROM audit_line WHERE action = 'import.committed'") == before + 4


def test_the_command_line_shows_jobs_and_tries_a_failed_one_again(installation, upload):
    upload(1)
    job = installation.value("SELECT max(id) FROM procrastinate_jobs WHERE task_name = 'read_import'")
    installation.value(f"UPDATE procrastinate_jobs SET status = 'failed' WHERE id = {job} RETURNING id")
    said, _ = installation.flask("jobs", "list", "--state", "failed").communicate(timeout=60)
    assert f"{job}  failed" in said.decode()
    said, _ = installation.flask("jobs", "retry", str(job)).communicate(timeout=60)
    assert f"{job}  waiting" in said.decode()
    again = installation.flask("jobs", "retry", str(job))
    said, _ = again.communicate(timeout=60)
    assert (again.returncode, "only a failed one" in said.decode()) == (1, True)


def test_the_arguments_of_jobs_are_ids_alone(installation):
    arguments = installation.value("SELECT jsonb_agg(args) FROM procrastinate_jobs WHERE task_name = 'read_import'")
    assert all(list(each) == ["batch_id"] for each in arguments), json.dumps(arguments)


def test_what_a_job_failed_with_is_kept_and_told_without_its_facts(installation):
    installation.python("""
from marketplace.gateways import queue
from marketplace.db import db
with app.app_context():
    queue.defer(db.session.connection(), "read_import", batch_id=999999)
    queue.defer(db.session.connection(), "send_letter", sealed="rubbish")
    db.session.commit()
""")
    worker = installation.flask("jobs", "work", "--once")
    said, _ = worker.communicate(timeout=60)
    assert worker.returncode == 0, said.decode()
    kept = "SELECT failure || coalesce(' ' || failure_code, '') FROM procrastinate_jobs WHERE task_name = '{}' "
    kept += "ORDER BY id DESC LIMIT 1"
    assert installation.value(kept.format("read_import")) == "BatchUnknown import.not_found"
    assert installation.value(kept.format("send_letter"))
    said, _ = installation.flask("jobs", "list", "--state", "failed").communicate(timeout=60)
    assert "BatchUnknown [import.not_found]" in said.decode()


@pytest.mark.slow
def test_a_worker_that_lost_its_database_ends_with_1_and_one_that_was_told_to_with_0(installation, server_url):
    registered = "SELECT count(*) FROM procrastinate_workers"
    installation.value("DELETE FROM procrastinate_workers RETURNING id")
    told = installation.flask("jobs", "work")
    wait_for(lambda: installation.value(registered) == 1)
    stop(told)
    assert told.returncode == 0
    lost = installation.flask("jobs", "work", "--stalled-after", "2")
    wait_for(lambda: installation.value(registered) == 1)

    address = make_url(server_url).set(drivername="postgresql").render_as_string(hide_password=False)
    name = make_url(installation.url).database
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        try:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
            wait_for(lambda: lost.poll() is not None, seconds=120)
        finally:
            connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    said, _ = lost.communicate(timeout=30)
    assert lost.returncode == 1, said.decode()


@pytest.mark.slow
def test_a_worker_that_goes_on_takes_over_the_job_of_one_that_dies(installation, upload):
    batch = upload(1)
    state = f"SELECT state FROM import_batch WHERE id = {batch}"
    alive = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() + interval '1 hour') RETURNING id"
    other = installation.value(alive)
    installation.value(
        f"UPDATE procrastinate_jobs SET status = 'doing', worker_id = {other} WHERE args ->> 'batch_id' = '{batch}' "
        "RETURNING id"
    )
    going_on = installation.flask("jobs", "work", "--stalled-after", "2")
    wait_for(lambda: installation.value(f"SELECT count(*) FROM procrastinate_workers WHERE id > {other}") == 1)
    assert installation.value(state) == "waiting", "what another does is left to it"
    dead = (
        f"UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour' WHERE id = {other} RETURNING id"
    )
    installation.value(dead)
    wait_for(lambda: installation.value(state) == "committed")
    stop(going_on)
