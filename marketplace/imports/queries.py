"""Reads of imports: batches and their problems by page."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, select, text
from sqlalchemy.orm import defer

from marketplace.db import db
from marketplace.imports.models import ImportBatch


def list_batches(within: ColumnElement[bool], *, limit: int, before: int | None) -> Sequence[ImportBatch]:
    """List batches, the newest first, without their problems."""
    query = select(ImportBatch).where(within).order_by(ImportBatch.id.desc()).limit(limit)
    if before is not None:
        query = query.where(ImportBatch.id < before)
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
