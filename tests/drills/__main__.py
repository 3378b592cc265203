"""`python -m tests.drills [DRILL …]`: run the drills named, or all, and print what they found; ends with 1 if bad."""

import json
import os
import platform
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from benchmarks.serving import ROOT
from tests.drills import DRILLS
from tests.drills.document import write
from tests.drills.found import Finding, render
from tests.drills.town import opened

RESULTS = ROOT / "instance" / "drills.json"


@click.command()
@click.argument("names", metavar="[DRILL]...", nargs=-1, type=click.Choice([*DRILLS]))
@click.option("--short", is_flag=True, help="A few rounds of everything, as the tests do.")
@click.option("--results", default=RESULTS, show_default=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--write", "is_written", is_flag=True, help="Put the counts into docs/drills.md.")
def main(*, names: tuple[str, ...], short: bool, results: Path, is_written: bool) -> None:
    found: list[Finding] = []
    about = _about(short=short)
    for name in names or DRILLS:
        begun = time.monotonic()
        with opened() as (program, town):
            about["database"] = program.value("SHOW server_version")
            found += DRILLS[name].run(program, town, short=short, told=lambda what, name=name: _say(f"{name}: {what}"))
        _say(f"{name}: took {time.monotonic() - begun:.0f} s")
    click.echo(render(found))
    results.parent.mkdir(parents=True, exist_ok=True)
    results.write_text(json.dumps({**about, "found": [each.as_json() for each in found]}, ensure_ascii=False, indent=1))
    if is_written:
        write(about, found)
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
