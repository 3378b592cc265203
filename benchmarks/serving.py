"""Starts a server with the command line of the Procfile, on loopback."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
WORKERS: Final = 2
"""Sync workers of either server, one per core of a small machine."""
_PATIENCE_SECONDS: Final = 120


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers on a port of this machine."""

    port: int


@contextmanager
def serve(module: str, environment: Mapping[str, str], *, log: Path) -> Iterator[Server]:
    """Serve a WSGI module as the Procfile serves the program; its output goes to a file.

    :raises RuntimeError: if it ends or does not answer in time; the log says why.
    """
    port = free_port()
    command = _web_line().replace("0.0.0.0", "127.0.0.1").replace("wsgi:app", module)  # noqa: S104  it is taken out
    environ = {**environment, "PORT": str(port), "WEB_CONCURRENCY": str(WORKERS)}
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["bash", "-c", f"exec {command}"], cwd=ROOT, env=environ, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            _wait(process, port, log)
            yield Server(port)
        finally:
            process.terminate()
            process.wait()


def _web_line() -> str:
    for line in (ROOT / "Procfile").read_text().splitlines():
        kind, _, command = line.partition(":")
        if kind == "web":
            return command.strip()
    message = "the Procfile names no web process"
    raise RuntimeError(message)


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Wait until both workers had time to load: the master listens before they do, so a request is sent."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE_SECONDS) as connection:
                connection.sendall(b"GET /not-there HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n")
                if connection.recv(1):
                    return
        except OSError:
            time.sleep(0.05)
    message = f"the server did not answer; see {os.fspath(log)}"
    raise RuntimeError(message)
