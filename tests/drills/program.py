"""The program as `flask serve` runs it, on an embedded server and in a folder of its own, with its parts to kill."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url

from benchmarks.serving import ROOT, free_port
from marketplace.gateways import embedded_postgres
from tests.drills.asking import Caller
from tests.factories.settings import SECRETS

STALLED_AFTER = 2
"""Seconds until a worker counts as dead: a drill does not wait for the usual thirty."""
_PATIENCE = 120


@dataclass(frozen=True, slots=True)
class Program:
    """The running program."""

    folder: Path
    url: str
    port: int
    process: subprocess.Popen[bytes]

    @property
    def log(self) -> Path:
        return self.folder / "serve.log"

    def caller(self, token: str | None = None, number: int = 1) -> Caller:
        return Caller(self.port, token, number)

    def rows(self, sql: str, **facts: Any) -> Sequence[tuple[Any, ...]]:
        """Ask the database; a server that is coming back is waited for."""
        return wait_for(lambda: self._rows(sql, facts))

    def value(self, sql: str, **facts: Any) -> Any:
        return self.rows(sql, **facts)[0][0]

    def masters(self) -> Mapping[str, int]:
        """The process numbers of the web server's master and of the worker, by name."""
        named = {}
        for pid in _children(self.process.pid):
            words = _words(pid)
            named["web" if "gunicorn" in words else "worker"] = pid
        return named

    def web_workers(self) -> Sequence[int]:
        return _children(self.masters().get("web", 0))

    def postmaster(self) -> int:
        """The process number of PostgreSQL's first process."""
        return int((self.folder / "postgres" / "data" / "postmaster.pid").read_text().splitlines()[0])

    def memory(self) -> Mapping[str, int]:
        """Resident memory in MiB of all web processes together and of the worker."""
        named = self.masters()
        web = [named["web"], *self.web_workers()]
        return {"web": sum(map(_resident, web)) >> 20, "worker": _resident(named["worker"]) >> 20}

    def _rows(self, sql: str, facts: Mapping[str, Any]) -> Sequence[tuple[Any, ...]] | None:
        try:
            with psycopg.connect(plain(self.url), connect_timeout=10) as connection:
                return connection.execute(sql, facts or None).fetchall()
        except psycopg.OperationalError:
            return None


@contextmanager
def running(make: Callable[[str, Path], Any]) -> Iterator[tuple[Program, Any]]:
    """Run the program on what `make` puts into its database first, and give both; at the end all of it is gone."""
    with tempfile.TemporaryDirectory(prefix="bangfu-drill-") as name:
        place = Path(name)
        try:
            url = embedded_postgres.ensure_running(place)
            made = make(url, place)
            with _served(place, url) as program:
                yield program, made
        finally:
            embedded_postgres.destroy(place)


def environment(folder: Path) -> Mapping[str, str]:
    """The environment in which the program runs in a folder, as behind a proxy that names each caller."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "BANGFU_"))}
    place = {"PATH": path, "BANGFU_INSTANCE": str(folder), "STALLED_AFTER": str(STALLED_AFTER)}
    return {**clean, **SECRETS, **place, "TRUSTED_PROXIES": "1", "PYTHONWARNINGS": "ignore"}


def plain(url: str) -> str:
    """An address for psycopg."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def wait_for(condition: Callable[[], Any], *, seconds: float = _PATIENCE, every: float = 0.02) -> Any:
    """Wait until something is so, and give it."""
    end = time.monotonic() + seconds
    while True:
        found = condition()
        if found is not None and found is not False:
            return found
        if time.monotonic() > end:
            message = "it did not happen in time"
            raise TimeoutError(message)
        time.sleep(every)


@contextmanager
def _served(folder: Path, url: str) -> Iterator[Program]:
    port = free_port()
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--scale", "none", "--port", str(port)]
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(folder), stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
        program = Program(folder, url, port, process)
        try:
            wait_for(lambda: program.caller().get("/api/v1/suppliers/requirements").status == 200 or _ended(program))
            wait_for(lambda: len(program.masters()) == 2)
            yield program
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _ended(program: Program) -> bool:
    if program.process.poll() is None:
        return False
    raise RuntimeError(program.log.read_text(errors="replace")[-4000:])


def _children(pid: int) -> Sequence[int]:
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _words(pid: int) -> Sequence[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    except OSError:
        return []


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
