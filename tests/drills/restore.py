"""A backup is taken while everybody works, and restored elsewhere: it is one moment of the whole, byte for byte."""

import json
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import psycopg

from benchmarks.serving import ROOT
from marketplace.gateways import embedded_postgres
from tests.drills import laws
from tests.drills.found import Finding, Told
from tests.drills.program import Program, environment, plain
from tests.drills.soak import Work
from tests.drills.town import Town

NAME = "restore"
ROUNDS = 3
FACTS = {
    "order_line": ["shipped", "accepted", "rejected", "lot_id"],
    "stock_movement": [],
    "sale": [],
    "audit_line": [],
}
"""What is written once, and what of it moves on afterwards, while the backup is taken and later."""
_REGION = ("statistics", "figures", "--region", "621000")
_YEAR = (*_REGION, "--from", "2020-01", "--to", "2020-12", "--by", "month", "--format", "json")
_TABLES = """
    SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
    WHERE schemaname = 'public' ORDER BY 1
"""
_DIGEST = "SELECT count(*), md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '')) FROM {table} t"


def run(program: Program, town: Town, *, short: bool, told: Told) -> list[Finding]:
    found = []
    for n in range(1 if short else ROUNDS):
        told("backup under load")
        file = program.folder / f"{n}.dump"
        busy = _backup_under_load(program, town, file)
        told("restored elsewhere")
        found.append(_compare_with_what_was_kept(program, file, busy))
        found.append(_quiet(program, program.folder / f"{n}.quiet.dump"))
    return found


def _backup_under_load(program: Program, town: Town, file: Path) -> int:
    """Take a backup while orders, reports and figures go on; tell how many requests were made meanwhile."""
    work, stop = Work(program, town), Event()

    def go_on(kind: str) -> None:
        while not stop.is_set():
            getattr(work, kind)()

    with ThreadPoolExecutor(4) as pool:
        ends = [pool.submit(go_on, kind) for kind in ("buy", "buy", "deliver", "report")]
        try:
            _flask(program.folder, None, "backup", str(file))
        finally:
            stop.set()
        for end in ends:
            end.result()
    return sum(map(len, work.seconds.values()))


def _compare_with_what_was_kept(program: Program, file: Path, busy: int) -> Finding:
    """What came back is whole: every law holds in it, and each of its facts stands in the original unchanged."""
    with embedded_postgres.temporary() as elsewhere:
        _flask(program.folder, elsewhere, "restore", str(file))
        restored = Program(program.folder, elsewhere, program.port, program.process)
        wrong = laws.broken(restored, url=elsewhere)
        rows = 0
        for table, moving in FACTS.items():
            asked = f"SELECT md5((to_jsonb(t) - CAST(%(moving)s AS text[]))::text) FROM {table} t"
            there, here = ({digest for (digest,) in each.rows(asked, moving=moving)} for each in (restored, program))
            rows += len(there)
            if changed := len(there - here):
                wrong.append(f"{changed} rows of {table} are not those of the original")
    return Finding(
        NAME,
        "backup under load, restored on another server",
        1,
        {"requests meanwhile": busy, "facts compared": rows},
        wrong,
    )


def _quiet(program: Program, file: Path) -> Finding:
    """While nothing is written, every table has the rows of the original, and so the figures are the same."""
    _flask(program.folder, None, "backup", str(file))
    with embedded_postgres.temporary() as elsewhere:
        _flask(program.folder, elsewhere, "restore", str(file))
        here, there = _digests(program.url), _digests(elsewhere)
        figures = [json.loads(_flask(program.folder, url, *_YEAR)) for url in (None, elsewhere)]
    wrong = [f"{table} differs" for table in here.keys() | there.keys() if here.get(table) != there.get(table)]
    if figures[0] != figures[1] or not figures[0]:
        wrong.append("the year's figures differ")
    rows = sum(count for count, _ in here.values())
    return Finding(
        NAME,
        "backup at rest, restored on another server",
        1,
        {"tables alike": len(here), "rows": rows, "figures alike": len(figures[0])},
        wrong,
    )


def _digests(url: str) -> Mapping[str, tuple[int, str]]:
    """The number and a digest of the rows of every table, but for the queue's, which breathes by itself."""
    with psycopg.connect(plain(url)) as connection:
        tables = [name for (name,) in connection.execute(_TABLES) if "procrastinate" not in name]
        return {table: tuple(connection.execute(_DIGEST.format(table=table)).fetchone()) for table in tables}


def _flask(folder: Path, url: str | None, *words: str) -> str:
    environ = {**environment(folder), **({"DATABASE_URL": url} if url else {})}
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", *words],
        cwd=ROOT, env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise AssertionError(done.stdout + done.stderr)
    return done.stdout
