"""Take back a batch whose rows nothing depends on."""

from sqlalchemy import text

from marketplace.db import db
from marketplace.imports.errors import BatchChangedKnown
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
