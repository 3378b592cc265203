"""Take back a batch whose rows nothing depends on."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from marketplace.db import db
from marketplace.imports.errors import BatchChangedKnown, BatchDependedOn
from marketplace.workflows.imports.kind import Context, execute


def delete_added(table: str, batch_id: int, context: Context) -> None:
    """Delete the rows of `table` that a batch added.

    :raises BatchChangedKnown: if it also changed rows that were known before.
    """
    written = db.session.scalar(text("SELECT rows_written FROM import_batch WHERE id = :id"), {"id": batch_id})
    deleted = execute(
        f"DELETE FROM {table} WHERE import_batch_id = :undone",  # noqa: S608  a table named by a kind
        context,
        undone=batch_id,
    )
    if deleted != written:
        raise BatchChangedKnown


def take_back(statements: Sequence[str], batch_id: int, context: Context) -> None:
    """Delete what a batch added by these statements, which name it `:undone`; foreign keys tell what depends on it.

    :raises BatchDependedOn: naming the table that does.
    """
    try:
        with db.session.begin_nested():
            for statement in statements:
                execute(statement, context, undone=batch_id)
    except IntegrityError as error:
        raise BatchDependedOn(by=getattr(getattr(error.orig, "diag", None), "table_name", None)) from error
