"""Every CHECK and every unique index of the schema refuses what it names, once each, and none is forgotten.

PostgreSQL looks at CHECKs, then at unique indexes, and at foreign keys only when the statement ends; so a row whose
foreign keys lead nowhere is enough to see whether the law itself refuses it.
"""

import pytest
from sqlalchemy import Enum, Table, text
from sqlalchemy.exc import IntegrityError

from marketplace.db import Base, db
from tests.migrations.breaks import ALTERNATIVES, BREAKS, PREDICATES, SANE

BY_TYPE = {
    "bigint": ("1", "2"),
    "text": ("'x'", "'y'"),
    "character varying": ("'621022'", "'621021'"),
    "boolean": ("true", "false"),
    "date": ("'2020-01-01'", "'2020-01-02'"),
    "timestamp with time zone": ("'2020-01-01Z'", "'2020-01-02Z'"),
    "bytea": ("'x'", "'y'"),
    "jsonb": ("'{}'", "'[]'"),
    "ARRAY": ("'{}'", "'{}'"),
    "numeric": ("1", "2"),
    "tsvector": ("''", "'a'"),
    "integer": ("1", "2"),
}


def tables():
    return {table.name: table for table in Base.metadata.sorted_tables}


@pytest.fixture
def schema(session):
    """What the database itself says: columns to fill, CHECKs, unique indexes with their columns."""
    filled = session.execute(
        text(
            "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public' "
            "AND is_nullable = 'NO' AND is_identity = 'NO' AND column_default IS NULL"
        )
    ).all()
    checks = session.execute(
        text(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint "
            "WHERE contype = 'c' AND connamespace = 'public'::regnamespace"
        )
    ).all()
    uniques = session.execute(
        text(
            "SELECT i.indrelid::regclass::text, c.relname, ARRAY(SELECT a.attname::text FROM pg_attribute a "
            "WHERE a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)) FROM pg_index i JOIN pg_class c "
            "ON c.oid = i.indexrelid WHERE i.indisunique AND c.relnamespace = 'public'::regnamespace"
        )
    ).all()
    return filled, [row for row in checks if row[0] in tables()], [row for row in uniques if row[0] in tables()]


def sane_row(table: Table, filled) -> dict[str, str]:
    """SQL literals of a row that breaks no CHECK."""
    row = {column: BY_TYPE[kind][0] for name, column, kind in filled if name == table.name}
    for column in table.columns:
        if isinstance(column.type, Enum) and column.name in row:
            row[column.name] = f"'{column.type.enums[0]}'"
    return row | SANE.get(table.name, {})


def refusal(table: str, *rows: dict[str, str]) -> str | None:
    """The name of the constraint that refuses these rows, inserted in one statement."""
    columns = sorted(set().union(*rows))
    columns_list = ", ".join(columns)
    values = ", ".join("(" + ", ".join(row.get(column, "NULL") for column in columns) + ")" for row in rows)
    try:
        with db.session.begin_nested():
            statement = f"INSERT INTO {table} ({columns_list}) VALUES {values}"
            db.session.execute(text(statement.replace(":", r"\:")))
    except IntegrityError as error:
        return error.orig.diag.constraint_name
    return None


def test_every_check_refuses_what_it_names(schema):
    filled, checks, _ = schema
    missing, wrong = [], []
    for table, name in checks:
        short = name.removeprefix(f"ck_{table}__")
        base = sane_row(tables()[table], filled)
        if (table, short) in BREAKS:
            breaking = BREAKS[table, short]
        elif short.endswith("_known"):
            breaking = {short.removesuffix("_known"): "'nonsense'" if short != "level_known" else "5"}
        elif short.endswith("_not_blank"):
            breaking = {short.removesuffix("_not_blank"): "' '"}
        else:
            missing.append((table, short))
            continue
        if refusal(table, base | breaking) != name:
            wrong.append((table, short, refusal(table, base | breaking)))

    assert missing == []
    assert wrong == []
    assert len(checks) > 100


def test_no_sane_row_breaks_a_check(schema):
    filled, checks, _ = schema
    names = {name for _, name in checks}
    refused = {table: refusal(table, sane_row(tables()[table], filled)) for table in tables()}

    assert {table: name for table, name in refused.items() if name in names} == {}


def test_every_unique_index_refuses_a_second_row(schema):
    filled, _, uniques = schema
    kinds = {(name, column): kind for name, column, kind in filled}
    wrong = []
    for table, name, columns in uniques:
        if columns == ["id"]:
            continue
        first = sane_row(tables()[table], filled) | PREDICATES.get(name, {})
        others = {c for t, n, cs in uniques if t == table and n != name for c in cs} - set(columns) - {"id"}
        fixed = set(PREDICATES.get(name, {}))
        second = first | {
            column: ALTERNATIVES.get((table, column)) or BY_TYPE[kinds[table, column]][1]
            for column in others - fixed
            if column in first
        }
        if refusal(table, first, second) != name:
            wrong.append((table, name, refusal(table, first, second)))

    assert wrong == []
    assert len(uniques) > 50
