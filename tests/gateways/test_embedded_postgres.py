"""The embedded server starts, is shared, keeps its data and mends what a killed one left."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import NullPool, create_engine, make_url, text

from marketplace.gateways import embedded_postgres
from marketplace.kernel.errors import Unavailable

AS_ROOT = os.geteuid() == 0
START_IN_A_PROCESS = """
import sys
from pathlib import Path
from marketplace.gateways import embedded_postgres
print(embedded_postgres.ensure_running(Path(sys.argv[1]), durable=False))
"""


@pytest.fixture
def data_root(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "instance"
    yield folder
    embedded_postgres.destroy(folder)


def ask(url: str, statement: str) -> list[tuple[object, ...]]:
    with create_engine(url, poolclass=NullPool).begin() as connection:
        result = connection.execute(text(statement))
        return [tuple(row) for row in result] if result.returns_rows else []


def server_process(data_root: Path) -> int:
    return int((data_root / "postgres" / "data" / "postmaster.pid").read_text().splitlines()[0])


def has_ended(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def kill(process: int) -> None:
    os.kill(process, signal.SIGKILL)
    while not has_ended(process):
        time.sleep(0.01)


def test_the_first_start_makes_a_database_that_answers(data_root: Path) -> None:
    url = embedded_postgres.ensure_running(data_root)

    assert url.startswith("postgresql+psycopg://")
    assert ask(url, "SELECT current_database(), current_user") == [("bangfu", "bangfu")]


def test_the_database_speaks_utf8_keeps_utc_and_is_durable(data_root: Path) -> None:
    url = embedded_postgres.ensure_running(data_root)

    locale = "SELECT pg_encoding_to_char(encoding), datlocprovider::text, datlocale FROM pg_database WHERE datname = %r"
    assert ask(url, locale % "bangfu") == [("UTF8", "b", "C.UTF-8")]
    assert ask(url, "SELECT current_setting('timezone'), current_setting('fsync')") == [("UTC", "on")]
    assert ask(url, "SELECT lower('ÄÖ庆阳')") == [("äö庆阳",)]


def test_data_are_kept_between_runs(data_root: Path) -> None:
    url = embedded_postgres.ensure_running(data_root)
    ask(url, "CREATE TABLE kept AS SELECT 42 AS answer")
    embedded_postgres.stop(data_root)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url.replace("+psycopg", ""))

    again = embedded_postgres.ensure_running(data_root)

    assert again == url
    assert ask(again, "SELECT answer FROM kept") == [(42,)]


def test_processes_that_start_it_at_once_share_one_server(data_root: Path) -> None:
    command = [sys.executable, "-c", START_IN_A_PROCESS, str(data_root)]
    starters = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    urls = {starter.communicate(timeout=60)[0].strip() for starter in starters}

    assert [starter.returncode for starter in starters] == [0, 0, 0, 0]
    assert len(urls) == 1
    process = server_process(data_root)
    assert embedded_postgres.ensure_running(data_root) in urls
    assert server_process(data_root) == process


def test_a_killed_server_comes_back_with_what_was_committed(data_root: Path) -> None:
    url = embedded_postgres.ensure_running(data_root)
    ask(url, "CREATE TABLE kept AS SELECT 42 AS answer")
    with psycopg.connect(url.replace("+psycopg", "")) as left_open:
        left_open.execute("INSERT INTO kept VALUES (43)")
        kill(server_process(data_root))

        assert ask(embedded_postgres.ensure_running(data_root), "SELECT answer FROM kept") == [(42,)]
        left_open.close()


def test_a_record_left_behind_does_not_bar_the_start_when_its_number_is_another_process_now(data_root: Path) -> None:
    url = embedded_postgres.ensure_running(data_root, durable=False)
    record = data_root / "postgres" / "data" / "postmaster.pid"
    lines = record.read_text().splitlines()
    kill(int(lines[0]))
    owner = record.stat()
    stranger = subprocess.Popen(["sleep", "60"], user=owner.st_uid if AS_ROOT else None)
    try:
        record.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")

        assert ask(embedded_postgres.ensure_running(data_root, durable=False), "SELECT 1") == [(1,)]
        embedded_postgres.stop(data_root)
        record.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        embedded_postgres.stop(data_root)
        assert stranger.poll() is None, "stopping the server ended a process that was not the server"
        assert embedded_postgres.ensure_running(data_root, durable=False) == url
    finally:
        stranger.kill()
        stranger.wait()


def test_a_first_start_killed_half_way_is_begun_anew(data_root: Path) -> None:
    embedded_postgres.ensure_running(data_root, durable=False)
    embedded_postgres.stop(data_root)
    home = (data_root / "postgres").resolve()
    (home / "data").rename(home / "data.new")
    (home / "data.new" / "PG_VERSION").unlink()
    (home / "password").write_text("")

    url = embedded_postgres.ensure_running(data_root, durable=False)

    assert ask(url, "SELECT 1") == [(1,)]
    assert not (home / "data.new").exists()


@pytest.mark.parametrize(
    "name",
    ["x" * 120, "我的 项目 帮扶", "comma, quote\" and $HOME '%41"],
    ids=["longer than a socket path", "spaces and Chinese", "marks a shell or libpq would read"],
)
def test_it_works_below_any_folder(tmp_path: Path, name: str) -> None:
    data_root = tmp_path / name / "instance"
    try:
        url = embedded_postgres.ensure_running(data_root, durable=False)
        assert ask(url, "SELECT 1") == [(1,)]
        assert embedded_postgres.ensure_running(data_root, durable=False) == url
    finally:
        embedded_postgres.destroy(data_root)


def test_a_moved_data_root_keeps_its_data(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    try:
        ask(embedded_postgres.ensure_running(before, durable=False), "CREATE TABLE kept AS SELECT 42 AS answer")
        embedded_postgres.stop(before)
        before.rename(after)

        assert ask(embedded_postgres.ensure_running(after, durable=False), "SELECT answer FROM kept") == [(42,)]
    finally:
        embedded_postgres.destroy(after)


def test_a_copied_data_root_gets_a_server_of_its_own() -> None:
    with tempfile.TemporaryDirectory(prefix="bangfu-") as folder:
        Path(folder).chmod(0o755)
        original, copy = Path(folder, "original"), Path(folder, "copy")
        try:
            url = embedded_postgres.ensure_running(original)
            ask(url, "CREATE TABLE kept AS SELECT 42 AS answer")
            subprocess.run(["cp", "-a", original, copy], check=True)

            other = embedded_postgres.ensure_running(copy, durable=False)

            ask(other, "INSERT INTO kept VALUES (43)")
            assert ask(url, "SELECT answer FROM kept") == [(42,)]
        finally:
            embedded_postgres.destroy(copy)
            embedded_postgres.destroy(original)


@pytest.mark.skipif(not AS_ROOT, reason="only root's clusters lie behind a link")
def test_a_copied_link_is_refused_so_that_two_projects_never_share_data_unawares(tmp_path: Path) -> None:
    original, copy = tmp_path / "original", tmp_path / "copy"
    try:
        url = embedded_postgres.ensure_running(original, durable=False)
        shutil.copytree(original, copy, symlinks=True)

        with pytest.raises(Unavailable) as refusal:
            embedded_postgres.ensure_running(copy, durable=False)

        assert refusal.value.reason == "embedded_postgres.link_was_copied"
        (copy / "postgres").unlink()
        assert embedded_postgres.ensure_running(copy, durable=False) != url
    finally:
        embedded_postgres.destroy(copy)
        embedded_postgres.destroy(original)


@pytest.mark.skipif(not AS_ROOT or shutil.which("setpriv") is None, reason="only root with setpriv can give up a right")
def test_in_a_container_root_shares_a_server_whose_process_it_may_not_look_into(data_root: Path) -> None:
    url = embedded_postgres.ensure_running(data_root, durable=False)
    process = server_process(data_root)
    container = ["setpriv", "--bounding-set=-sys_ptrace", "--inh-caps=-sys_ptrace"]

    command = [*container, sys.executable, "-c", START_IN_A_PROCESS, str(data_root)]
    said = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()

    assert said == url
    assert server_process(data_root) == process


@pytest.mark.skipif(not AS_ROOT, reason="only root's clusters lie behind a link")
def test_data_deleted_behind_their_link_are_reported_not_replaced_by_nothing(data_root: Path) -> None:
    data_root.mkdir()
    (data_root / "postgres").symlink_to(data_root / "gone")

    with pytest.raises(Unavailable) as refusal:
        embedded_postgres.ensure_running(data_root)

    assert refusal.value.reason == "embedded_postgres.data_missing"
    (data_root / "postgres").unlink()


def test_a_server_that_cannot_start_says_why(data_root: Path) -> None:
    embedded_postgres.ensure_running(data_root, durable=False)
    embedded_postgres.stop(data_root)
    with (data_root / "postgres" / "data" / "postgresql.conf").open("a") as settings:
        settings.write("no_such_setting = 1\n")

    with pytest.raises(Unavailable) as refusal:
        embedded_postgres.ensure_running(data_root, durable=False)

    assert refusal.value.reason == "embedded_postgres.not_started"
    assert "no_such_setting" in str(refusal.value.facts["said"])


def test_a_cluster_of_another_major_version_is_refused(data_root: Path) -> None:
    embedded_postgres.ensure_running(data_root, durable=False)
    embedded_postgres.stop(data_root)
    (data_root / "postgres" / "data" / "PG_VERSION").write_text("16\n")

    with pytest.raises(Unavailable) as refusal:
        embedded_postgres.ensure_running(data_root, durable=False)

    assert refusal.value.facts == {"found": "16", "wanted": 18}


def test_a_data_root_that_is_a_file_is_refused_with_the_systems_reason(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(Unavailable) as refusal:
        embedded_postgres.ensure_running(tmp_path / "file")

    assert refusal.value.reason == "embedded_postgres.refused_by_system"


def test_stopping_what_does_not_run_is_no_error(data_root: Path) -> None:
    embedded_postgres.stop(data_root)
    embedded_postgres.ensure_running(data_root, durable=False)
    embedded_postgres.stop(data_root)
    embedded_postgres.stop(data_root)


def test_a_database_is_made_from_a_template_and_dropped_under_open_sessions(data_root: Path) -> None:
    url = embedded_postgres.ensure_running(data_root, durable=False)
    template = embedded_postgres.create_database(url, "template of all")
    ask(template, "CREATE TABLE kept AS SELECT 42 AS answer")

    fresh = embedded_postgres.create_database(url, "fresh", template="template of all")

    assert ask(fresh, "SELECT answer FROM kept") == [(42,)]
    with pytest.raises(Unavailable):
        embedded_postgres.create_database(url, "fresh")
    with psycopg.connect(fresh.replace("+psycopg", "")):
        embedded_postgres.drop_database(url, "fresh")
    assert ask(url, "SELECT count(*) FROM pg_database WHERE datname = 'fresh'") == [(0,)]


def test_a_temporary_server_leaves_nothing(tmp_path: Path) -> None:
    with embedded_postgres.temporary() as url:
        assert ask(url, "SHOW fsync") == [("off",)]
        socket_folder = Path(str(make_url(url).query["host"]))
        assert socket_folder.is_dir()

    assert not socket_folder.exists()
    assert not socket_folder.parent.exists()


def test_an_engine_brings_back_a_server_that_was_killed(data_root: Path) -> None:
    engine = create_engine(embedded_postgres.ensure_running(data_root), poolclass=NullPool)
    embedded_postgres.bring_back(engine, data_root)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE kept AS SELECT 7 AS n"))
    kill(server_process(data_root))

    with engine.connect() as connection:
        assert connection.scalar(text("SELECT n FROM kept")) == 7
