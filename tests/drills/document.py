"""Keeps what each drill found last, and puts it into `docs/drills.md` between two marks."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.serving import ROOT
from tests.drills.found import Finding, render

PAGE = ROOT / "docs" / "drills.md"
BEGIN, END = "<!-- counts -->", "<!-- end of counts -->"


def keep(results: Path, drill: str, about: Mapping[str, Any], found: Sequence[Finding]) -> None:
    """Keep what a drill found beside what the others found before."""
    kept = _kept(results)
    kept[drill] = {**about, "found": [each.as_json() for each in found]}
    results.parent.mkdir(parents=True, exist_ok=True)
    results.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")


def write(results: Path, order: Sequence[str]) -> None:
    """Put everything that is kept into the page."""
    kept = _kept(results)
    parts = []
    for drill in [name for name in order if name in kept]:
        about = kept[drill]
        parts.append(
            f"**{drill}**, {about['form']} form, {about['at']}: {about['processors']} processors, "
            f"Python {about['python']}, PostgreSQL {about['database']}, took {about['seconds']} s.\n\n"
            + render([Finding(**{**each, "drill": drill}) for each in about["found"]])
        )
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(
        f"{before}{BEGIN}\n\n{chr(10).join(f'{part}{chr(10)}' for part in parts)}\n{END}{after}", encoding="utf-8"
    )


def _kept(results: Path) -> dict[str, Any]:
    return json.loads(results.read_text(encoding="utf-8")) if results.exists() else {}
