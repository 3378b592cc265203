"""What a kind of import says of itself, and what it is told.

The engine stages the rows of a file in the temporary table `staged`: `row_number` (as the sheet counts, the header
included), then one column per `Column.name`. A cell that could not be read is NULL there and its row is already bad.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import text

from marketplace.db import db
from marketplace.imports.rules.columns import Column
from marketplace.kernel.actor import Actor
from marketplace.kernel.days import day_of
from marketplace.kernel.errors import DomainError
from marketplace.kernel.permissions import Permission
from marketplace.regions.rules import prefix_of


@dataclass(frozen=True, slots=True)
class Context:
    """One run of an import: its batch, who brings it and when, and the scope its rows must keep to."""

    batch_id: int
    actor: Actor
    now: datetime
    region_code: str | None = None
    organisation_id: int | None = None

    @property
    def today(self) -> date:
        """The business day of the run."""
        return day_of(self.now)

    @property
    def region_prefix(self) -> str:
        """The prefix every region code must have; the command line's is empty unless a region was named."""
        return prefix_of(self.region_code) if self.region_code else ""

    @property
    def is_trusted(self) -> bool:
        """Whether rows count as certified, approved and verified as they say: only what the operator brings."""
        return self.actor.is_unrestricted

    def parameters(self) -> dict[str, Any]:
        """Tell the values that the SQL of a kind may name with a colon."""
        return {
            "batch_id": self.batch_id,
            "user_id": self.actor.user_id,
            "now": self.now,
            "today": self.today,
            "region_code": self.region_code,
            "region_prefix": self.region_prefix,
            "organisation_id": self.organisation_id,
            "is_trusted": self.is_trusted,
        }


@dataclass(frozen=True, slots=True)
class Check:
    """A law that staged rows must keep.

    `sql` selects `row_number` of every row that breaks it, and further columns as facts of the error. It may name the
    values of `Context.parameters`. The engine adds the staged value of `column` as fact `value`. A warning is told but
    keeps no row out.
    """

    column: str
    error: type[DomainError]
    sql: str
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """How many rows changed something and how many said what was known already."""

    written: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class Derived:
    """Columns worked out in Python from a row's values before it is staged: ciphertext, keyed hashes."""

    columns: tuple[tuple[str, str], ...]
    """Name and SQL type of each."""
    make: Callable[[Mapping[str, Any]], Sequence[object]]
    """Gives their values in that order; not called for rows with a bad cell, which have NULL there."""
    replaced: frozenset[str] = frozenset()
    """Columns that are not staged themselves, because plain personal data stay out of the database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of import file and what its rows mean."""

    name: str
    zh: str
    columns: tuple[Column, ...]
    permission: Permission
    """Who may bring it, beside `imports.run`."""
    prepare: Callable[[Context], None]
    """May add columns to `staged` and fill them: resolved ids and the like. Called once, before the checks."""
    checks: tuple[Check, ...]
    write: Callable[[Context], Written]
    """Writes what is in `staged`, good rows only, in a constant number of statements; what is known changes nothing."""
    undo: Callable[[int, Context], None] | None
    """Takes back what a batch wrote, or raises a Conflict; `None` where a batch cannot be taken back."""
    group_by: tuple[str, ...] = ()
    """Columns whose equal values make rows one thing: with a bad row among them, none of them is written."""
    group_cells: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The columns of the file that one of these is made of, where it is none itself."""
    derived: Derived | None = None
    needs_second_person: bool = False
    """What one person sends is only checked; another person commits it."""


def execute(sql: str, context: Context, **more: object) -> int:
    """Run a statement of a kind, which may name the values of the context; tell how many rows it touched."""
    result = db.session.execute(text(sql), {**context.parameters(), **more})
    return int(result.rowcount)  # type: ignore[attr-defined]  # every DML result has it


def nothing(_context: Context) -> None:
    """Prepare nothing: for kinds whose rows need no more than was read."""
