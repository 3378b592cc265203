"""Load from a second process: prepared requests, sent over and over by so many clients for so long.

`wrk` sends them where it is installed; elsewhere a small client of our own does, which costs more of the processor it
shares with the servers and so makes ratios a little milder. Either opens a connection for each request, because that is
what synchronous workers leave it.

Run as a module it is that client: `python -m benchmarks.load` with the arguments that `drive` gives it.
"""

import asyncio
import itertools
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Self

from benchmarks.serving import Server

MARK: Final = b"#" * 16
"""Stands in a request where each sending puts a number of its own: an idempotency key."""
_SCRIPT: Final = Path(__file__).with_name("load.lua")
_sent = itertools.count(1)


class LoadFailed(RuntimeError):
    """The server gave other answers than 2xx, or none."""


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request, whole as it goes over the wire."""

    raw: bytes

    @classmethod
    def make(
        cls,
        method: str,
        path: str,
        *,
        caller: int = 1,
        token: str | None = None,
        body: bytes = b"",
        has_key: bool = False,
    ) -> Self:
        """Write a request of the n-th caller with a bearer token, a JSON body and a fresh idempotency key each time."""
        headers = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Accept: application/json", "Connection: close"]
        headers.append(f"X-Forwarded-For: 10.0.{caller // 256}.{caller % 256}")
        if token:
            headers.append(f"Authorization: Bearer {token}")
        if has_key:
            headers.append(f"Idempotency-Key: bench-{MARK.decode()}")
        if body:
            headers += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        return cls("\r\n".join([*headers, "", ""]).encode() + body)

    def numbered(self, n: int) -> bytes:
        """Write the bytes of one sending."""
        return self.raw.replace(MARK, b"%016d" % n, 1)


def fetch(server: Server, request: Request) -> bytes:
    """Send one request and return the body of its answer.

    :raises LoadFailed: telling the answer, if it is not 2xx.
    """
    status, body = asyncio.run(_exchange(server.port, request.numbered(_fresh_numbers())))
    if status // 100 != 2:  # noqa: PLR2004  2xx
        raise LoadFailed(f"{status} {body[:2000].decode(errors='replace')}")
    return body


def drive(server: Server, requests: Sequence[Request], *, concurrency: int, seconds: float) -> float:
    """Send requests in turn from so many clients for so long, and tell how many were answered per second.

    :raises LoadFailed: if any answer was not 2xx.
    """
    with tempfile.NamedTemporaryFile(suffix=".requests") as file:
        for request in requests:
            file.write(b"%d\n%b" % (len(request.raw), request.raw))
        file.flush()
        first = _fresh_numbers()
        if has_wrk() and seconds >= 1:  # it counts in whole seconds
            return _wrk(server, file.name, first, concurrency, seconds)
        command = [sys.executable, "-m", __spec__.name, str(server.port), file.name, str(first), str(concurrency)]
        done = subprocess.run([*command, str(seconds)], check=True, capture_output=True, text=True)
        answered, failed, took = json.loads(done.stdout)
    if failed:
        raise LoadFailed(f"{failed} of {answered + failed} requests failed")
    return float(answered / took)


@cache
def has_wrk() -> bool:
    """Tell whether wrk sends the load."""
    return shutil.which("wrk") is not None


def _fresh_numbers() -> int:
    """Draw a number whose followers nobody else uses: no two runs share an idempotency key."""
    return next(_sent) * 10**9


def _wrk(server: Server, file: str, first: int, concurrency: int, seconds: float) -> float:
    command = ["wrk", "-t1", f"-c{concurrency}", f"-d{max(1, round(seconds))}s", "--timeout", "60s", "-s", str(_SCRIPT)]
    address = f"http://127.0.0.1:{server.port}"
    done = subprocess.run([*command, address, "--", file, str(first)], check=True, capture_output=True, text=True)
    failed = re.search(r"Non-2xx.*|Socket errors:.*", done.stdout)
    if failed:
        raise LoadFailed(failed.group())
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    if rate is None or not float(rate.group(1)):
        raise LoadFailed(done.stdout + done.stderr)
    return float(rate.group(1))


async def _exchange(port: int, raw: bytes) -> tuple[int, bytes]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(raw)
        answer = await reader.read()
    finally:
        writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    if b"transfer-encoding: chunked" in head.lower():
        raise LoadFailed("chunked answers are not read here")
    return int(head.split(b" ", 2)[1]) if head else 0, body


async def _client(
    port: int, numbers: "itertools.count[int]", raws: Sequence[bytes], deadline: float
) -> tuple[int, int]:
    answered = failed = 0
    while time.monotonic() < deadline:
        n = next(numbers)
        try:
            status, _ = await _exchange(port, Request(raws[n % len(raws)]).numbered(n))
        except OSError:
            status = 0
        if status // 100 == 2:  # noqa: PLR2004  2xx
            answered += 1
        else:
            failed += 1
    return answered, failed


async def _all_clients(port: int, path: Path, first: int, concurrency: int, seconds: float) -> tuple[int, int, float]:
    raws = _read(path)
    numbers = itertools.count(first)
    begun = time.monotonic()
    clients = [_client(port, numbers, raws, begun + seconds) for _ in range(concurrency)]
    counts = await asyncio.gather(*clients)
    return sum(a for a, _ in counts), sum(f for _, f in counts), time.monotonic() - begun


def _read(path: Path) -> Sequence[bytes]:
    raws = []
    with path.open("rb") as file:
        while length := file.readline():
            raws.append(file.read(int(length)))
    return raws


if __name__ == "__main__":
    port, path, first, concurrency, seconds = sys.argv[1:]
    outcome = asyncio.run(_all_clients(int(port), Path(path), int(first), int(concurrency), float(seconds)))
    sys.stdout.write(json.dumps(outcome))
