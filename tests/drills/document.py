"""Puts the last counts into `docs/drills.md`, between their two marks."""

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.serving import ROOT
from tests.drills.found import Finding, render

PAGE = ROOT / "docs" / "drills.md"
BEGIN, END = "<!-- counts -->", "<!-- end of counts -->"


def write(about: Mapping[str, Any], found: Sequence[Finding]) -> None:
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    machine = (
        f"Last run {about['at']}, {about['form']} form: {about['processors']} processors, Python {about['python']}, "
        f"PostgreSQL {about['database']}."
    )
    PAGE.write_text(f"{before}{BEGIN}\n\n{machine}\n\n{render(found)}\n\n{END}{after}", encoding="utf-8")
