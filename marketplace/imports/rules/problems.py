"""What is wrong in a file and where, told so that it can be mended; personal values are masked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from marketplace.imports.rules.columns import Column
from marketplace.kernel.errors import DomainError
from marketplace.kernel.text import mask

MOST_KEPT: Final = 10_000
"""So many problems of a batch are kept; all rows are counted."""
MOST_BAD: Final = 50_000
"""With more bad rows than these a file is refused and not looked at any further: what is told takes memory."""
_LONGEST_VALUE: Final = 100


@dataclass(frozen=True, slots=True)
class Problem:
    """One error or warning: where it is, what stands there, and what would be right."""

    sheet: str
    row: int | None
    """`None` where the file as a whole is wrong."""
    column: Column | None
    value: str
    error: DomainError
    is_warning: bool = False

    def as_stored(self) -> dict[str, Any]:
        """Write it for the batch, with its sentences in both languages."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column and self.column.name,
            "column_zh": self.column and self.column.zh,
            "value": self.value,
            "code": self.error.reason,
            "facts": {name: _plain(fact) for name, fact in self.error.facts.items()},
            "zh": self.error.sentence("zh"),
            "en": self.error.sentence("en"),
            "is_warning": self.is_warning,
        }

    def sentence(self, language: str) -> str:
        """Say it in one line, the column first."""
        said = self.error.sentence(language)
        if self.column is None:
            return said
        return f"{self.column.name if language == 'en' else self.column.zh}: {said}"


def problem_of_cell(error: DomainError, *, sheet: str, row: int, column: Column, value: str) -> Problem:
    """Tell a problem of one cell; of a personal column only the first character is shown, in value and facts alike."""
    shown = value[:_LONGEST_VALUE]
    if column.is_personal:
        shown = mask(shown) if shown else ""
        error = type(error)(error.reason, **_masked(error.facts)) if error.facts else error
    return Problem(sheet, row, column, shown, error)


def _masked(facts: Mapping[str, object]) -> dict[str, Any]:
    return {name: mask(fact) if isinstance(fact, str) and fact else fact for name, fact in facts.items()}


def _plain(fact: object) -> Any:
    if isinstance(fact, list):
        return [_plain(each) for each in fact]
    return fact if fact is None or isinstance(fact, (bool, int, str)) else str(fact)
