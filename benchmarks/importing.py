"""One import of households in a process of its own: `python -m benchmarks.importing work|floor FILE`.

It prints seconds and the most memory the process ever took, the program's modules included. The floor reads the file and
copies its rows, unsealed and unchecked.
"""

import json
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import psycopg
from python_calamine import load_workbook

from config import Config
from marketplace.factory import create_app
from marketplace.imports.rules import BatchState
from marketplace.kernel.actor import system
from marketplace.workflows.imports import batches

_HOUSEHOLD: Final = """
COPY household (id, household_number, village_code, county_code, ordinal, head_name, head_identity, head_identity_hash,
                registered_on, created_at) FROM STDIN
"""
_STATUS: Final = "COPY household_status (household_id, from_on, category, persons) FROM STDIN"
_NEXT: Final = """
SELECT setval(pg_get_serial_sequence('household', 'id'), nextval(pg_get_serial_sequence('household', 'id')) + %s)
"""
_ORDINALS: Final = "SELECT county_code, max(ordinal) + 1 FROM household GROUP BY county_code"


def bring(path: Path) -> Callable[[], None]:
    """Get the program ready to import a file."""
    app = create_app(Config.from_environment())

    def work() -> None:
        with app.app_context():
            batch, findings = batches.bring_file(
                path, kind="households", actor=system(), now=datetime.now(UTC), progress=lambda _done, _all: None
            )
            if batch.state is not BatchState.COMMITTED:
                raise SystemExit(str(findings and findings.problems[:3]))

    return work


def copy(path: Path) -> Callable[[], None]:
    """Get ready to copy the rows of a file."""
    url = os.environ["DATABASE_URL"].replace("postgresql+psycopg", "postgresql")

    def floor() -> None:
        rows = load_workbook(path).get_sheet_by_index(0).to_python()[1:]
        with psycopg.connect(url) as connection, connection.cursor() as cursor:
            last = cursor.execute(_NEXT, [len(rows)]).fetchone()
            first_id = (last or (0,))[0] - len(rows)
            ordinals = Counter(dict(cursor.execute(_ORDINALS).fetchall()))
            with cursor.copy(_HOUSEHOLD) as out:
                for row in _households(rows, first_id, ordinals):
                    out.write_row(row)
            with cursor.copy(_STATUS) as out:
                for household_id, row in enumerate(rows, first_id):
                    out.write_row((household_id, row[6], "lifted_out", int(row[3])))

    return floor


def _households(rows: list[list[Any]], first_id: int, ordinals: Counter[str]) -> Iterator[tuple[Any, ...]]:
    now = datetime.now(UTC)
    for household_id, (number, village, _, _, name, identity, registered_on) in enumerate(rows, first_id):
        county = village[:6]
        ordinals[county] += 1
        sealed = identity.encode()
        yield (
            household_id,
            number,
            village,
            county,
            ordinals[county] - 1,
            name.encode(),
            sealed,
            sealed,
            registered_on,
            now,
        )


if __name__ == "__main__":
    kind, path = sys.argv[1:]
    run = {"work": bring, "floor": copy}[kind](Path(path))
    begun = time.perf_counter()
    run()
    seconds = time.perf_counter() - begun
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(json.dumps({"seconds": seconds, "peak_mb": peak_mb}))
