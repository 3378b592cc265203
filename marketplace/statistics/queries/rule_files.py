"""Checks that are written as SQL: one file per rule, its severity and titles in the first lines, its name is its id.

A file selects the rows that break its rule, with ids and no names, under the parameters `prefix` (of the region),
`from_on`, `end_on` (the first day after) and `today`. Whoever adds a file adds a rule.
"""

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.statistics.rules.checks import Finding, Kind, Severity

MOST_ROWS: Final = 100
"""Rows told of one check; how many there are is always told."""

_FOLDERS: Final = {Kind.INVARIANT: "invariants", Kind.ANOMALY: "anomalies"}
_HEADER: Final = re.compile(r"-- severity: (\w+)\n-- zh: (.+)\n-- en: (.+)\n\n(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A rule as its file states it."""

    id: str
    kind: Kind
    severity: Severity
    zh: str
    en: str
    sql: str


@functools.cache
def list_rule_files(kind: Kind) -> Sequence[RuleFile]:
    """List the rules of a kind by id."""
    folder = files("marketplace.statistics").joinpath(_FOLDERS[kind])
    paths = sorted((path for path in folder.iterdir() if path.name.endswith(".sql")), key=lambda path: path.name)
    return [_read(path.name.removesuffix(".sql"), kind, path.read_text(encoding="utf-8")) for path in paths]


def find_broken(rule: RuleFile, facts: Mapping[str, object]) -> Finding:
    """Find the rows that break a rule, under the parameters of a slice and `today`."""
    counted = f"SELECT count(*) OVER () AS rows_count, found.* FROM (\n{rule.sql}\n) found LIMIT {MOST_ROWS}"  # noqa: S608  our own files
    rows: Sequence[Mapping[str, Any]] = [dict(row) for row in db.session.execute(text(counted), facts).mappings()]
    return Finding(
        id=rule.id,
        kind=rule.kind,
        severity=rule.severity,
        zh=rule.zh,
        en=rule.en,
        rows=[{name: value for name, value in row.items() if name != "rows_count"} for row in rows],
        rows_count=int(rows[0]["rows_count"]) if rows else 0,
    )


def _read(name: str, kind: Kind, written: str) -> RuleFile:
    header = _HEADER.fullmatch(written)
    if header is None:
        message = f"{name}.sql does not begin with its severity and titles"
        raise ValueError(message)
    severity, zh, en, sql = header.groups()
    return RuleFile(id=name, kind=kind, severity=Severity(severity), zh=zh, en=en, sql=sql)
