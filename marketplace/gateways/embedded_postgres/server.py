"""Starting and stopping the server of a cluster, and telling whether it runs."""

import os
import shlex
import tempfile
import time
from pathlib import Path

from psycopg import pq
from psycopg.conninfo import make_conninfo

from marketplace.gateways.embedded_postgres import binaries
from marketplace.gateways.embedded_postgres.errors import NotStarted, NotStopped, OtherVersion
from marketplace.gateways.embedded_postgres.home import Home

PORT = "5432"  # names the socket file only; nothing listens on the network
_LONGEST_SOCKET_PATH = 100  # bytes; the kernel's limit is 104 to 108
_SHORT_FOLDER = Path("/tmp")  # noqa: S108 -- for a folder of random name and mode 700, where the own path is too long
_SHORT_PREFIX = "bangfu-socket-"
_SOCKET_LINE = 4  # of the server's record, counted from 0
_PATIENCE = 30  # seconds for a killed server's sessions to let go of its memory, or a killed caller's start to end
_STILL_LEAVING = ("shared memory block", "postmaster.pid")

_SETTINGS = {
    "listen_addresses": "",
    "port": PORT,
    "unix_socket_permissions": "0700",
    "hba_file": "pg_hba.conf",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "wal_level": "minimal",  # no replicas here: a load into a new table writes no log
    "max_wal_senders": "0",
    "random_page_cost": "1.1",
    "log_min_messages": "log",  # never a failed statement: it may hold personal data, and the program logs its errors
    "log_checkpoints": "off",
}
_NOT_DURABLE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # what is rolled back looks empty to it, and plans for empty tables take minutes on full ones
    "autovacuum": "off",
}


def running_socket(home: Home) -> Path | None:
    """Return the socket folder of the running server of `home`, or None when none answers."""
    socket_folder = _recorded_socket(home)
    if socket_folder is None or not _is_own_process(home) or not _answers(socket_folder):
        return None
    return socket_folder


def start(home: Home, *, durable: bool) -> Path:
    """Start the server of `home` and return its socket folder once it answers; mends what a killed server left.

    :raises Unavailable: it did not start; the facts hold the end of its log.
    """
    version = (home.data / "PG_VERSION").read_text().strip()
    if version != str(binaries.MAJOR):
        raise OtherVersion(found=version, wanted=binaries.MAJOR)
    programs = binaries.readable_by(home.account)
    _forget_dead_server(home)
    socket_folder = _socket_folder(home)
    settings = _SETTINGS | ({} if durable else _NOT_DURABLE) | {"unix_socket_directories": f'"{socket_folder}"'}
    options = shlex.join(f"--{name}={value}" for name, value in settings.items())
    command: list[str | Path] = [programs / "pg_ctl", "--pgdata=data", "--log=data/server.log", "--options", options]
    log = home.data / "server.log"
    deadline = time.monotonic() + _PATIENCE
    while True:
        seen = log.stat().st_size if log.exists() else 0
        started = home.account.run([*command, "--wait", "--timeout=300", "--silent", "start"], folder=home.folder)
        running = running_socket(home)
        if running is not None:
            return running
        said = started.stdout + (log.read_bytes()[seen:].decode(errors="replace") if log.exists() else "")
        if time.monotonic() > deadline or not any(words in said for words in _STILL_LEAVING):
            raise NotStarted(folder=str(home.folder), said=said)
        time.sleep(0.2)


def stop(home: Home) -> None:
    """Stop the server of `home`, if it runs, ending its sessions.

    :raises Unavailable: it did not stop.
    """
    if _is_own_process(home):
        programs = binaries.readable_by(home.account)
        socket_folder = _recorded_socket(home)
        stopped = home.account.run(
            [programs / "pg_ctl", "--pgdata=data", "--mode=fast", "--wait", "--timeout=120", "stop"], folder=home.folder
        )
        if stopped.returncode != 0:
            raise NotStopped(folder=str(home.folder), said=stopped.stdout)
        _remove_socket(socket_folder)
    else:
        _forget_dead_server(home)


def _record(home: Home) -> list[str]:
    """Return the lines the server keeps of itself: process, data folder, start, port, socket folder, ..."""
    try:
        return (home.data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []


def _recorded_socket(home: Home) -> Path | None:
    lines = _record(home)
    if (
        len(lines) <= _SOCKET_LINE or Path(lines[1]) != home.data
    ):  # a copied data folder holds the record of its original
        return None
    folder = Path(lines[_SOCKET_LINE])
    is_short = folder.parent == _SHORT_FOLDER and folder.name.startswith(_SHORT_PREFIX)
    return folder if is_short or folder == home.socket else None


def _is_own_process(home: Home) -> bool:
    """Tell whether the recorded process is a live server of this very data folder.

    The number may have gone to another process since.
    """
    lines = _record(home)
    if not lines:
        return False
    if not Path("/proc/self").exists():  # not Linux: PostgreSQL itself refuses to start beside a live server
        return True
    # A server stands in its data folder, a dead one nowhere. Asked as its user: in a container root may not see it.
    return home.account.run(["test", f"/proc/{lines[0]}/cwd", "-ef", "data"], folder=home.folder).returncode == 0


def _answers(socket_folder: Path) -> bool:
    conninfo = make_conninfo(host=str(socket_folder), port=PORT, dbname="postgres", connect_timeout=10)
    return pq.PGconn.ping(conninfo.encode()) == pq.Ping.OK


def _forget_dead_server(home: Home) -> None:
    """Remove the record and socket of a server that is gone, so that a reused process number bars no start."""
    if not _is_own_process(home):
        _remove_socket(_recorded_socket(home))
        _remove_socket(home.socket)
        (home.data / "postmaster.pid").unlink(missing_ok=True)


def _socket_folder(home: Home) -> Path:
    """Return a folder of mode 700 for the socket, short enough for the kernel and plain enough for libpq."""
    path = str(home.socket)
    if len(os.fsencode(path)) + len("/.s.PGSQL.") + len(PORT) <= _LONGEST_SOCKET_PATH and not set(path) & set(',"\\'):
        return home.socket
    short = Path(tempfile.mkdtemp(dir=_SHORT_FOLDER, prefix=_SHORT_PREFIX))
    os.chown(short, home.account.uid, home.account.gid)
    return short


def _remove_socket(folder: Path | None) -> None:
    """Remove a dead server's socket, with its folder if that was made because the own one was too long."""
    if folder is None or not folder.is_dir():
        return
    for name in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
        (folder / name).unlink(missing_ok=True)
    if folder.name.startswith(_SHORT_PREFIX):
        folder.rmdir()
