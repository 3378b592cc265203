"""In which order a list is read: by a key and, where keys are alike, by id; after which row it goes on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, Self

_MOST_DIGITS: Final = 18


class KeyType(StrEnum):
    """What kind of value a key has, as the database calls it."""

    TEXT = "text"
    DAY = "date"
    MOMENT = "timestamptz"
    NUMBER = "bigint"


def _number(told: str) -> int:
    if not (told.isascii() and told.removeprefix("-").isdigit() and len(told) <= _MOST_DIGITS):
        raise ValueError(told)
    return int(told)


_READ: Final[Mapping[KeyType, Callable[[str], object]]] = {
    KeyType.TEXT: str,
    KeyType.DAY: date.fromisoformat,
    KeyType.MOMENT: datetime.fromisoformat,
    KeyType.NUMBER: _number,
}


@dataclass(frozen=True, slots=True)
class SortKey:
    """What the rows of a list may be sorted by."""

    sql: str
    """An expression over the list's own columns that is never NULL."""
    type: KeyType

    @property
    def column(self) -> str:
        """Its name without that of its table."""
        return self.sql.rpartition(".")[2]

    def position(self, told: str | None) -> tuple[object, int] | None:
        """Read the key and the id of a row as `position_of` wrote them; what is neither is no position."""
        value, _, number = (told or "").rpartition("~")
        try:
            return _READ[self.type](value), abs(_number(number))
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Sorting:
    """The order of a list, the newest first unless said otherwise, and the row after which it goes on."""

    key: SortKey | None = None
    """None sorts by id alone."""
    is_descending: bool = True
    after: tuple[object, int] | None = None

    def over(self, rows: str) -> str:
        """Put a select with a column `id` in this order, from after the row on, so many as `:limit`."""
        sign, way = ("<", "DESC") if self.is_descending else (">", "ASC")
        if self.key is None:
            begins = f"WHERE listed.id {sign} :sort_id" if self.after else ""
            return f"SELECT listed.* FROM ({rows}) listed {begins} ORDER BY listed.id {way} LIMIT :limit"  # noqa: S608  no word of a reader
        begins = f"WHERE ({self.key.sql}, listed.id) {sign} (CAST(:sort_value AS {self.key.type}), :sort_id)"
        return (
            f"SELECT listed.*, {self.key.sql} AS sort_value FROM ({rows}) listed {begins if self.after else ''} "  # noqa: S608  as above
            f"ORDER BY {self.key.sql} {way}, listed.id {way} LIMIT :limit"
        )

    def going_on(self, told: str | None) -> Self:
        """Go on after a row, as `position_of` wrote where it stands; what is no position begins at the first."""
        if self.key is not None:
            return replace(self, after=self.key.position(told))
        try:
            number = abs(_number(told or ""))
        except ValueError:
            return replace(self, after=None)
        return replace(self, after=(number, number))

    @property
    def facts(self) -> Mapping[str, object]:
        """What `over` names in the statement."""
        value, number = self.after or (None, None)
        return {"sort_value": value, "sort_id": number}

    def place_of(self, row: Any) -> str:
        """Write where a row stands in this order that has the key as a column of its own."""
        columns = [*([self.key.column] if self.key else []), "id"]
        return "~".join(str(row[name] if isinstance(row, Mapping) else getattr(row, name)) for name in columns)


def newest(before: int | None = None) -> Sorting:
    """Sort by id, the newest first, from before one on."""
    return Sorting(after=None if before is None else (before, before))


def oldest(after: int = 0) -> Sorting:
    """Sort by id, the oldest first, from after one on."""
    return Sorting(is_descending=False, after=(after, after))


def position_of(row: Mapping[str, object]) -> str:
    """Write where a row stands in the order in which it was read."""
    return f"{row['sort_value']}~{row['id']}" if "sort_value" in row else str(row["id"])
