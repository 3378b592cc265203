"""Reads of imports: batches and their problems by page."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, select, text
from sqlalchemy.orm import defer

from marketplace.db import db, in_order
from marketplace.imports.models import ImportBatch
from marketplace.kernel.sorting import KeyType, Sorting, SortKey

SORT_KEYS: Final[Mapping[str, SortKey]] = {
    "file": SortKey("import_batch.file_name", KeyType.TEXT),
    "sent": SortKey("import_batch.created_at", KeyType.MOMENT),
}
"""What batches may be sorted by."""


def list_batches(within: ColumnElement[bool], *, limit: int, sorting: Sorting) -> Sequence[ImportBatch]:
    """List batches in an order, without their problems."""
    query = in_order(select(ImportBatch).where(within), sorting, table="import_batch").limit(limit)
    return db.session.scalars(query.options(defer(ImportBatch.problems))).all()


def list_problems(batch_id: int, *, limit: int, after: int) -> Sequence[Mapping[str, Any]]:
    """List problems in the order of the checks, each with its number from 1."""
    rows = db.session.execute(
        text("""
            SELECT problem.content, problem.number
            FROM import_batch, jsonb_array_elements(problems) WITH ORDINALITY AS problem (content, number)
            WHERE import_batch.id = :batch_id AND problem.number > :after ORDER BY problem.number LIMIT :limit
        """),
        {"batch_id": batch_id, "after": after, "limit": limit},
    )
    return [{**content, "number": number} for content, number in rows]
