"""Self-checks of figures that can be told from the figures themselves."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from marketplace.statistics.rules.definitions import FIGURE_DEFINITIONS, MEASURES
from marketplace.statistics.rules.rows import Row
from marketplace.statistics.rules.slices import By
from marketplace.statistics.rules.units import change_bp, rate_bp

ADDING: Final = ("sales_fen", "certified_fen", "benefiting_fen", "unattributed_fen", "attributed_fen", "evidenced_fen")
"""What adds up over the rows of a partition."""
_PARTS: Final = ("certified_fen", "benefiting_fen", "unattributed_fen", "attributed_fen")


class Severity(StrEnum):
    """What a found row means."""

    ERROR = "error"
    """A figure or a stored fact contradicts itself: nothing should be published."""
    WARNING = "warning"
    """A person should look at it."""
    NOTICE = "notice"
    """Worth knowing."""


class Kind(StrEnum):
    """What is checked."""

    FIGURES = "figures"
    INVARIANT = "invariant"
    ANOMALY = "anomaly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A check and the rows it found; without rows it holds."""

    id: str
    kind: Kind
    severity: Severity
    zh: str
    en: str
    rows: Sequence[Mapping[str, Any]] = ()
    rows_count: int = 0

    @property
    def holds(self) -> bool:
        """Tell whether nothing was found."""
        return self.rows_count == 0

    def title(self, language: str) -> str:
        """Tell in `zh` or `en` what holds if nothing was found."""
        return self.en if language == "en" else self.zh

    def told(self, language: str) -> dict[str, Any]:
        """Tell the finding with its title in `zh` or `en`."""
        return {
            "id": self.id,
            "kind": self.kind.value,
            "severity": self.severity.value,
            "title": self.title(language),
            "holds": self.holds,
            "rows_count": self.rows_count,
            "rows": [{name: _plain(value) for name, value in row.items()} for row in self.rows],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The figures of one report: whole, base, partitions, coverage, and the same households counted a second way."""

    whole: Row
    base: Row
    parts: Mapping[By, Sequence[Row]]
    covered: int
    registered: int
    coverage_bp: int | None
    recounted: Mapping[str, int] = field(default_factory=dict)


def is_sound(findings: Sequence[Finding]) -> bool:
    """Tell whether no figure and no stored fact contradicts itself; anomalies are for people to judge."""
    return all(finding.holds or finding.severity is not Severity.ERROR for finding in findings)


def check_figures(told: Told) -> list[Finding]:
    """Check a report's figures against one another."""
    checks = (
        ("parts_within_whole", Severity.WARNING, "分项不大于总数", "Parts are within their whole", _parts(told)),
        ("partitions_add_up", Severity.ERROR, "各渠道、月份、地区、供应商、类别、采购方相加等于总数",
         "Channels, months, regions, suppliers, categories and buyers add up", _partitions(told)),
        ("rates_recompute", Severity.ERROR, "各项增减与覆盖率可重算", "Changes and rates recompute", _rates(told)),
        ("averages_agree", Severity.ERROR, "户均×户数与人均×人数相符",
         "Household average × households = person average × persons", _averages(told)),
        ("distinct_counts_recount", Severity.ERROR, "户数、人数、户次另法重数一致",
         "Households, persons and household-times recount another way", _recounts(told)),
    )  # fmt: skip
    found = ((name, severity, zh, en, list(rows)) for name, severity, zh, en, rows in checks)
    return [
        Finding(id=name, kind=Kind.FIGURES, severity=severity, zh=zh, en=en, rows=rows, rows_count=len(rows))
        for name, severity, zh, en, rows in found
    ]


def _parts(told: Told) -> Iterator[Mapping[str, Any]]:
    """Find parts above their whole: a net return of what is outside the part explains one, and is worth a look."""
    for part in _PARTS:
        if told.whole[part] > max(told.whole["sales_fen"], 0):
            yield {"part": part, "value": told.whole[part], "whole": told.whole["sales_fen"]}
    if told.whole["benefiting_fen"] + told.whole["unattributed_fen"] > max(told.whole["sales_fen"], 0):
        value = told.whole["benefiting_fen"] + told.whole["unattributed_fen"]
        yield {"part": "benefiting_fen + unattributed_fen", "value": value, "whole": told.whole["sales_fen"]}
    if told.covered > told.registered:
        yield {"part": "covered", "value": told.covered, "whole": told.registered}
    if told.covered > told.whole["households"]:
        yield {"part": "covered", "value": told.covered, "whole": told.whole["households"]}


def _partitions(told: Told) -> Iterator[Mapping[str, Any]]:
    for by, rows in told.parts.items():
        for name in ADDING:
            total = sum(row[name] or 0 for row in rows)
            is_told = name != "evidenced_fen" or by.knows_payments
            if is_told and told.whole[name] is not None and total != told.whole[name]:
                yield {"by": by.value, "measure": name, "sum": total, "whole": told.whole[name]}


def _rates(told: Told) -> Iterator[Mapping[str, Any]]:
    """Find a change that is further than half a basis point from its quotient, or a coverage that is another."""
    for definition, name in zip(FIGURE_DEFINITIONS, MEASURES, strict=True):
        now, base = told.whole[name], told.base[name]
        change = None if now is None or base is None else change_bp(now, base)
        if change is not None and abs(2 * (change * base - (now - base) * 10_000)) > base:
            yield {"measure": definition, "change_bp": change, "value": now, "base": base}
    if told.coverage_bp != rate_bp(told.covered, told.registered):
        yield {"measure": "coverage.v1", "value": told.coverage_bp, "part": told.covered, "whole": told.registered}


def _averages(told: Told) -> Iterator[Mapping[str, Any]]:
    income, households, persons = told.whole["attributed_fen"], told.whole["households"], told.whole["persons"]
    if (households == 0) != (persons == 0) or persons < households:
        yield {"households": households, "persons": persons}
    elif households:
        by_household, by_person = _rounded(income, households), _rounded(income, persons)
        if 2 * abs(by_household * households - by_person * persons) > households + persons:
            yield {"households": households, "persons": persons, "attributed_fen": income}


def _recounts(told: Told) -> Iterator[Mapping[str, Any]]:
    for name, again in told.recounted.items():
        if told.whole[name] != again:
            yield {"measure": name, "value": told.whole[name], "recounted": again}


def _rounded(fen: int, heads: int) -> int:
    return (2 * fen + heads) // (2 * heads)


def _plain(value: Any) -> Any:
    """Write sums and days as files and programs read them: whole numbers as such, quantities as text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    return value.isoformat() if isinstance(value, date) else value
