"""Count the SQL statements of a block."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from marketplace.db import db


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the statements that the block sends, savepoints aside."""
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith(("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO")):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
