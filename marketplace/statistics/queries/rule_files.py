"""Checks that are written as SQL: one file per rule, its severity and titles in the first lines, its name is its id.

A file selects the rows that break its rule, with ids and no names, under the parameters `prefix` (of the region),
`from_on`, `end_on` (the first day after) and `today`. Whoever adds a file adds a rule.
"""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from marketplace.statistics.rules.checks import Kind, Severity

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


def _read(name: str, kind: Kind, written: str) -> RuleFile:
    header = _HEADER.fullmatch(written)
    if header is None:
        message = f"{name}.sql does not begin with its severity and titles"
        raise ValueError(message)
    severity, zh, en, sql = header.groups()
    return RuleFile(id=name, kind=kind, severity=Severity(severity), zh=zh, en=en, sql=sql)
