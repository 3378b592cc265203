"""`python -m tests.drills [DRILL …]`: run the drills named, or all, and print what they found; ends with 1 if bad."""

import os
import platform
import shutil
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from benchmarks.serving import ROOT
from tests.drills import DRILLS
from tests.drills.document import keep, write
from tests.drills.found import Finding, render
from tests.drills.town import opened

RESULTS = ROOT / "instance" / "drills.json"


@click.command()
@click.argument("names", metavar="[DRILL]...", nargs=-1, type=click.Choice([*DRILLS]))
@click.option("--short", is_flag=True, help="A few rounds of everything, as the tests do.")
@click.option("--rounds", type=click.IntRange(1), help="Rounds of each race, kill and restore.")
@click.option(
    "--seconds",
    type=click.IntRange(10),
    help="How long the soak lasts, and when the fuzz, being late, takes one example of each route that is left.",
)
@click.option("--results", default=RESULTS, show_default=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--write", "is_written", is_flag=True, help="Put the counts into docs/drills.md.")
def main(
    *,
    names: tuple[str, ...],
    short: bool,
    rounds: int | None,
    seconds: int | None,
    results: Path,
    is_written: bool,
) -> None:
    for name, most in (("ROUNDS", rounds), ("SECONDS", seconds)):
        for drill in DRILLS.values():
            if most and hasattr(drill, name):
                setattr(drill, name, most)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that nothing stays behind
    found: list[Finding] = []
    for name in names or DRILLS:
        begun = time.monotonic()
        with opened() as (program, town):
            version = program.value("SHOW server_version")
            of_it = DRILLS[name].run(program, town, short=short, told=lambda what, name=name: _say(f"{name}: {what}"))
            if any(each.wrong for each in of_it):
                shutil.copy(program.log, results.parent / f"drill-{name}.log")
        about = {**_about(short=short), "database": version, "seconds": round(time.monotonic() - begun)}
        keep(results, name, about, of_it)
        found += of_it
        _say(f"{name}: took {about['seconds']} s")
    click.echo(render(found))
    if is_written:
        write(results, list(DRILLS))
    sys.exit(any(each.wrong for each in found))


def _say(what: str) -> None:
    click.echo(f"{datetime.now(UTC):%H:%M:%S} {what}", err=True)


def _about(*, short: bool) -> dict[str, Any]:
    return {
        "at": datetime.now(UTC).isoformat(timespec="minutes"),
        "form": "short" if short else "long",
        "processors": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
    }


if __name__ == "__main__":
    main()
