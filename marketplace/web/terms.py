"""What a measure is called and means, and how it stands in a table, on every page that shows one."""

from dataclasses import dataclass

from marketplace.statistics.rules import DEFINITIONS
from marketplace.statistics.rules.measures import KINDS, Unit
from marketplace.web.amounts import count, in_table


@dataclass(frozen=True, slots=True)
class Term:
    """What a measure is called, and what it means under which id."""

    id: str
    name: str
    meaning: str


def term(definition: str, language: str) -> Term:
    """Tell what a measure is called and means."""
    found = DEFINITIONS[definition]
    name, text, colon = (found.name_en, found.en, ":") if language == "en" else (found.name_zh, found.zh, "：")
    return Term(definition, name, text.partition(colon)[2].strip())


def in_cell(value: int | None, definition: str) -> str | None:
    """Write a measure below a heading that names its unit: an amount in 万元, anything else as a count."""
    if value is None:
        return None
    return in_table(value) if KINDS[definition].unit is Unit.FEN else count(value)
