"""`python -m benchmarks [ROW …]`: build the data once, measure, print the table, write the numbers."""

import json
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import click
import psycopg

from benchmarks import data
from benchmarks.bench import Bench, opened
from benchmarks.load import LoadFailed, has_wrk
from benchmarks.measuring import AnswersDiffer, Measured, measure
from benchmarks.rows import ROWS
from benchmarks.serving import ROOT
from benchmarks.table import render
from marketplace.gateways import embedded_postgres

_FOLDER: Final = ROOT / "instance" / "benchmarks"
_RESULTS: Final = _FOLDER / "results.json"


@click.command()
@click.argument("names", metavar="[ROW]...", nargs=-1, type=click.Choice([*ROWS]))
@click.option("--runs", default=5, show_default=True, help="Runs of work and floor each, after one to warm up.")
@click.option("--seconds", default=3.0, show_default=True, help="How long one run of load lasts.")
@click.option("--tiny", is_flag=True, help="Little data: to try the bench itself.")
@click.option("--results", default=_RESULTS, show_default=True, type=click.Path(dir_okay=False, path_type=Path))
def main(*, names: tuple[str, ...], runs: int, seconds: float, tiny: bool, results: Path) -> None:
    """Measure the rows named, or all of them; a ratio that is missed is told and fails nothing; wrong answers do."""
    rows = [ROWS[name] for name in names or ROWS]
    scale = data.TINY if tiny else data.FULL
    server_url = embedded_postgres.ensure_running(_FOLDER)
    try:
        with click.progressbar(length=1, label="data", file=sys.stderr, item_show_func=_shown) as bar:

            def show(part: str, done: int, all_parts: int) -> None:
                bar.length = all_parts
                bar.update(done - bar.pos, part)

            url = data.provide(server_url, scale, name="bench", progress=show)
        measured: list[Measured] = []
        failed: list[str] = []
        with opened(url, scale, folder=_FOLDER, seconds=seconds) as bench:
            about = _about(bench)
            for row in rows:
                with click.progressbar(length=1, label=row.name, file=sys.stderr, item_show_func=_shown) as bar:
                    try:
                        measured.extend(measure(row, bench, runs=runs, step=lambda what, bar=bar: bar.update(0, what)))
                    except (LoadFailed, AnswersDiffer) as error:
                        failed.append(f"{row.name}: {error}")
                    bar.update(1)
    finally:
        embedded_postgres.stop(_FOLDER)
    click.echo(f"{about['processors']} processors, {about['versions']}; load from {about['load']}\n")
    click.echo(render(measured))
    told = {**about, "rows": [each.as_json() for each in measured], "failed": failed}
    results.write_text(json.dumps(told, ensure_ascii=False, indent=1))
    if failed:
        raise SystemExit("\n".join(["", *failed]))


def _shown(item: Any) -> str | None:
    return None if item is None else str(item)


def _about(bench: Bench) -> dict[str, Any]:
    """Tell what the numbers depend on."""
    with psycopg.connect(bench.plain_url) as connection:
        row = connection.execute("SHOW server_version").fetchone()
        settings = connection.execute(
            "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'shared_buffers')"
        ).fetchall()
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "processors": len(os.sched_getaffinity(0)),
        "versions": f"Python {platform.python_version()}, PostgreSQL {row and row[0]}",
        "database": dict(settings),
        "load": "wrk" if has_wrk() else "a client of our own",
    }


if __name__ == "__main__":
    main()
