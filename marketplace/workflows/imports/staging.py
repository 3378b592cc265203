"""The temporary table `staged`: made for a kind, filled by COPY, questioned by its checks, emptied of bad rows."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.imports.errors import GroupIncomplete
from marketplace.imports.rules.problems import MOST_BAD, Problem, problem_of_cell
from marketplace.workflows.imports.kind import Check, Kind

_ROW_NUMBER: Final = "row_number"


class Staging:
    """One import's staged rows, in the transaction that reads them."""

    def __init__(self, kind: Kind) -> None:
        """Make the table, in place of one that an import before left in the same transaction."""
        self.kind = kind
        derived = kind.derived
        replaced = derived.replaced if derived else frozenset()
        self.read_names = tuple(column.name for column in kind.columns)
        self.columns = {column.name: column.sql_type for column in kind.columns if column.name not in replaced}
        self.columns |= dict(derived.columns) if derived else {}
        definitions = "".join(f", {name} {sql_type}" for name, sql_type in self.columns.items())
        db.session.execute(text("DROP TABLE IF EXISTS pg_temp.staged"))
        db.session.execute(text(f"CREATE TEMPORARY TABLE staged (row_number int{definitions}) ON COMMIT DROP"))

    def add(self, rows: Iterable[tuple[int, dict[str, Any], bool]]) -> None:
        """Copy rows in: their number, their values by column, and whether every cell could be read."""
        names = ", ".join(["row_number", *self.columns])
        cursor = db.session.connection().connection.cursor()
        with cursor.copy(f"COPY staged ({names}) FROM STDIN") as copy:
            for number, values, is_good in rows:
                if self.kind.derived:
                    self._derive(values, is_good=is_good)
                copy.write_row([number, *map(values.get, self.columns)])

    def settle(self) -> None:
        """Index and count the rows, once all are in, so that the checks are planned well."""
        db.session.execute(text("ALTER TABLE staged ADD PRIMARY KEY (row_number)"))
        db.session.execute(text("ANALYZE staged"))

    def broken(self, check: Check, parameters: Mapping[str, Any], *, sheet: str) -> list[Problem]:
        """Tell which rows break a check, in their order; of very many the first, one more than a file may have."""
        value = f"staged.{check.column}::text" if check.column in self.columns else "NULL"
        found = db.session.execute(
            text(
                f"SELECT broken.*, {value} AS value_told FROM ({check.sql}) broken"  # noqa: S608  constants of a kind
                " JOIN staged USING (row_number) ORDER BY row_number LIMIT :one_too_many"
            ),
            {**parameters, "one_too_many": MOST_BAD + 1},
        )
        return [self._problem(check, dict(row), sheet) for row in found.mappings()]

    def spread(self, bad: Collection[int], unread: Mapping[int, Collection[str]], *, sheet: str) -> list[Problem]:
        """Tell which rows stand in a group with a bad row, for kinds whose rows make one thing together.

        A bad row with `unread` cells in its own key may stand in any group that agrees in the rest of the key.
        """
        if not self.kind.group_by or not bad:
            return []
        lost = {row: ",".join(self._lost_keys(unread.get(row, ()))) for row in sorted(bad)}
        first_bad = ", ".join(self._first_bad(keys) for keys in sorted(set(lost.values())))
        check = Check(
            self.kind.group_by[0],
            GroupIncomplete,
            f"""
            SELECT row_number, bad_row FROM (
                SELECT staged.row_number, bad.row_number IS NOT NULL AS is_bad, least({first_bad}) AS bad_row
                FROM staged LEFT JOIN unnest(CAST(:bad AS int[]), CAST(:lost AS text[])) AS bad (row_number, lost)
                    USING (row_number)
            ) grouped WHERE bad_row IS NOT NULL AND NOT is_bad
            """,  # noqa: S608  as above
        )
        return self.broken(check, {"bad": list(lost), "lost": list(lost.values())}, sheet=sheet)

    def drop(self, rows: Collection[int]) -> None:
        """Take bad rows out."""
        if not rows:
            return
        db.session.execute(
            text("DELETE FROM staged WHERE row_number IN (SELECT unnest(CAST(:rows AS int[])))"), {"rows": sorted(rows)}
        )
        db.session.execute(text("ANALYZE staged"))

    def _lost_keys(self, unread: Collection[str]) -> list[str]:
        return [key for key in self.kind.group_by if {key, *self.kind.group_cells.get(key, ())} & set(unread)]

    def _first_bad(self, lost: str) -> str:
        """Write the SQL of the first bad row that lost these keys, among the rows that agree in all the others."""
        kept = ", ".join(key for key in self.kind.group_by if key not in lost.split(","))
        same = f"PARTITION BY {kept}" if kept else ""
        return f"min(bad.row_number) FILTER (WHERE bad.lost = '{lost}') OVER ({same})"

    def _derive(self, values: dict[str, Any], *, is_good: bool) -> None:
        derived = self.kind.derived
        if derived and is_good:
            full = {name: values.get(name) for name in self.read_names}
            values.update(zip((name for name, _ in derived.columns), derived.make(full), strict=True))

    def _problem(self, check: Check, facts: dict[str, Any], sheet: str) -> Problem:
        number, value = facts.pop(_ROW_NUMBER), facts.pop("value_told")
        facts = {"value": value or "", **{name: fact for name, fact in facts.items() if fact is not None}}
        column = next((each for each in self.kind.columns if each.name == check.column), None)
        error = check.error(**facts)
        if column is None or check.column not in self.columns:  # a value that is not staged cannot stand in the facts
            return Problem(sheet, number, column, value or "", error, is_warning=check.is_warning)
        told = problem_of_cell(error, sheet=sheet, row=number, column=column, value=value or "")
        return Problem(sheet, number, column, told.value, told.error, is_warning=check.is_warning)
