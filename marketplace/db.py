"""The registry of mapped classes, its naming convention and column types; `db` binds it to an application.

`look` reads what everybody sees without a session.
"""

import time
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Final, TypeVar

from flask_sqlalchemy import SQLAlchemy
from psycopg import Connection, Error
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    Date,
    DateTime,
    Engine,
    Enum,
    ForeignKey,
    Identity,
    MetaData,
    Row,
    Select,
    String,
    Text,
    TextClause,
    literal_column,
    tuple_,
)
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry

from marketplace.kernel.sorting import Sorting

NAMING: Final = {
    "ix": "ix_%(table_name)s__%(column_0_N_name)s",
    "uq": "uq_%(table_name)s__%(column_0_N_name)s",
    "ck": "ck_%(table_name)s__%(constraint_name)s",
    "fk": "fk_%(table_name)s__%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

Rows = TypeVar("Rows")

Id = Annotated[int, mapped_column(BigInteger, Identity(), primary_key=True)]
Fen = Annotated[int, mapped_column(BigInteger)]
Moment = Annotated[datetime, mapped_column(DateTime(timezone=True))]
RegionCode = Annotated[str, mapped_column(String(12))]


class Base(DeclarativeBase):
    """The base of every mapped class; Python types map to the columns named here."""

    # Flask-SQLAlchemy refuses a type_annotation_map on the class itself; an explicit registry is the way round.
    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            int: BigInteger,
            str: Text,
            date: Date,
            datetime: DateTime(timezone=True),
        },
    )


db = SQLAlchemy(model_class=Base)


def in_order(query: Select[Rows], sorting: Sorting, *, table: str) -> Select[Rows]:
    """Put a select of a table's rows in an order, from after the row where it goes on; a key names a column of it."""
    columns: list[ColumnElement[Any]] = [
        literal_column(name) for name in (*([sorting.key.sql] if sorting.key else []), f"{table}.id")
    ]
    if sorting.after is not None:
        here, there = tuple_(*columns), tuple_(*sorting.after[-len(columns) :])
        query = query.where(here < there if sorting.is_descending else here > there)
    return query.order_by(*(column.desc() if sorting.is_descending else column.asc() for column in columns))


_IDLE_SECONDS: Final = 5
_USED_AT: Final = "used_at"


def _note_use(_connection: object, record: Any) -> None:
    record.info[_USED_AT] = time.monotonic()


def _ask_idle(connection: Connection[Any], record: Any, _proxy: object) -> None:
    """Ask a connection that lay idle whether it still works; to ask each time would cost a page a tenth of its time."""
    if time.monotonic() - record.info.get(_USED_AT, time.monotonic()) < _IDLE_SECONDS:
        return
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except Error as error:
        raise DisconnectionError from error


POOL_EVENTS: Final = ((_note_use, "checkin"), (_ask_idle, "checkout"))
"""What a pool of connections does besides; a connection that broke while in use is thrown away by the library."""


OLDEST_SERVER: Final = 15
"""The oldest major version of PostgreSQL that the program's SQL is written for."""


def why_too_old(version: tuple[int, ...]) -> str | None:
    """Say that a server of this version is too old, in both languages; nothing of one that is not."""
    if version[:1] >= (OLDEST_SERVER,):
        return None
    found = ".".join(map(str, version))
    return (
        f"数据库为 PostgreSQL {found}，本程序需要 {OLDEST_SERVER} 或更高版本 / "
        f"The database is PostgreSQL {found}; the program needs {OLDEST_SERVER} or newer"
    )


def look(statement: TextClause, facts: Mapping[str, Any]) -> Sequence[Row[*tuple[Any, ...]]]:
    """Read the rows of one statement, without beginning a transaction: it sees one state of things anyway.

    It saves the two trips that begin and end one, and the session. Inside a transaction it reads in that, as it does
    where one connection was given to the session for all its work.
    """
    is_begun = db.session.registry.has() and db.session().in_transaction()
    if is_begun or not isinstance(db.engine, Engine):
        return db.session.execute(statement, facts).all()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        return connection.execute(statement, facts).all()


def enum_column(kind: type[StrEnum], *, default: StrEnum | None = None, index: bool = False) -> Any:
    """Make a VARCHAR column that holds the enum's values; `enum_check` adds its CHECK."""
    stored = Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )
    return mapped_column(stored, default=default, index=index)


def enum_check(column: str, kind: type[StrEnum], *, name: str | None = None) -> CheckConstraint:
    """Make the CHECK that a column holds only the enum's values."""
    values = ", ".join(f"'{member.value}'" for member in kind)
    return CheckConstraint(f"{column} IN ({values})", name=name or f"{column}_known")


def refers_to(target: str, *, index: bool = True, nullable: bool | None = None, **options: Any) -> Any:
    """Make a foreign key column that restricts deletion; indexed unless said otherwise."""
    if nullable is not None:
        options["nullable"] = nullable
    return mapped_column(BigInteger, ForeignKey(target, ondelete="RESTRICT"), index=index, **options)


def check(condition: str, name: str) -> CheckConstraint:
    """Make a named CHECK; the naming convention adds the table."""
    return CheckConstraint(condition, name=name)


def not_blank(columns: Sequence[str]) -> list[CheckConstraint]:
    """Make CHECKs that texts are not empty or blank."""
    return [check(f"btrim({column}) <> ''", f"{column}_not_blank") for column in columns]


__all__ = [
    "OLDEST_SERVER",
    "POOL_EVENTS",
    "Base",
    "Fen",
    "Id",
    "Mapped",
    "Moment",
    "RegionCode",
    "check",
    "db",
    "enum_check",
    "enum_column",
    "look",
    "not_blank",
    "refers_to",
    "why_too_old",
]
