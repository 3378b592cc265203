"""Households brought from an XLSX file, each run in a process of its own; the rows are taken out again in between."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

import psycopg

from benchmarks.bench import Bench
from benchmarks.data.register import NUMBERED, write_register
from benchmarks.measuring import AnswersDiffer, Case, Row, Speed
from benchmarks.serving import ROOT

_TAKE_OUT: Final = (
    """
    DELETE FROM household_status
    WHERE household_id IN (SELECT id FROM household WHERE starts_with(household_number, %(numbered)s))
    """,
    "DELETE FROM household WHERE starts_with(household_number, %(numbered)s)",
)


@contextmanager
def _imports(bench: Bench) -> Iterator[Sequence[Case]]:
    households = bench.scale.imported_households
    path = bench.folder / f"households-{households}.xlsx"
    if not path.exists():
        draft = path.with_suffix(".draft")
        write_register(draft, households)
        draft.rename(path)
    facts: dict[str, Any] = {}
    yield [
        Case(
            f"{households:,} households",
            "rows/s",
            work=partial(_bring, "work", path, bench, facts),
            floor=partial(_bring, "floor", path, bench, {}),
            facts=facts,
        )
    ]


def _bring(kind: str, path: Path, bench: Bench, facts: dict[str, Any]) -> Speed:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.importing", kind, os.fspath(path)],
        cwd=ROOT,
        env=bench.environment,
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise AnswersDiffer(f"{kind}: {done.stderr[-2000:]}")
    told = json.loads(done.stdout)
    with psycopg.connect(bench.plain_url) as connection:
        *_, written = (connection.execute(statement, {"numbered": NUMBERED}).rowcount for statement in _TAKE_OUT)
    if written != bench.scale.imported_households:
        raise AnswersDiffer(f"{kind} wrote {written}")
    facts["peak_mb"] = max(told["peak_mb"], facts.get("peak_mb", 0))
    return float(written / told["seconds"])


IMPORTS: Final = Row("imports", "households from a file, checked and sealed", 0.3, _imports)
