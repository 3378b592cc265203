"""Imports over HTTP: a file is uploaded once, read by a worker, watched, then committed or undone."""

import io
import tempfile
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Response, send_file

from marketplace.api.access import current_actor, needs, now
from marketplace.api.idempotency import idempotent
from marketplace.api.imports.schemas import (
    BatchPageSchema,
    BatchSchema,
    PageQuerySchema,
    ProblemPageSchema,
    TemplateQuerySchema,
    UploadFilesSchema,
    UploadFormSchema,
)
from marketplace.api.pages import page_of, read_cursor
from marketplace.api.parsing import Blueprint
from marketplace.api.problems import language
from marketplace.imports.models import ImportBatch
from marketplace.imports.rules.states import rows_of
from marketplace.kernel.permissions import Permission as P
from marketplace.transaction import transaction
from marketplace.workflows.imports import uploads, watching

blueprint = Blueprint("imports", __name__, description="Files of rows, read in the background")


@blueprint.post("/imports/<kind>")
@needs(P.IMPORTS_RUN)
@idempotent
@blueprint.arguments(UploadFormSchema, location="form", as_kwargs=True)
@blueprint.arguments(UploadFilesSchema, location="files", as_kwargs=True)
@blueprint.response(HTTPStatus.ACCEPTED, BatchSchema)
def upload(
    kind: str, *, file: Any, dry_run: bool, skip_bad_rows: bool, organisation_id: int | None, region_code: str | None
) -> Any:
    """Upload a file; a worker reads it. The same file twice changes nothing."""
    with tempfile.TemporaryDirectory(prefix="bangfu-upload-") as folder, transaction():
        path = Path(folder, "sent")
        file.save(path)
        batch = uploads.receive(
            path,
            kind=kind,
            file_name=file.filename or kind,
            is_dry_run=dry_run,
            skips_bad_rows=skip_bad_rows,
            organisation_id=organisation_id,
            region_code=region_code,
            actor=current_actor(),
            now=now(),
        )
        return _shown(batch)


@blueprint.get("/imports")
@needs(P.IMPORTS_RUN)
@blueprint.arguments(PageQuerySchema, location="query", as_kwargs=True)
@blueprint.response(HTTPStatus.OK, BatchPageSchema)
def list_imports(*, limit: int, after: str | None) -> Any:
    """List the imports in one's scope, the newest first."""
    key = read_cursor(after, int)
    rows = watching.list_batches(actor=current_actor(), limit=limit, before=key[0] if key else None)
    page = page_of(rows, limit=limit, key=lambda batch: [batch.id])
    return {**page, "items": [_shown(batch) for batch in page["items"]]}


@blueprint.get("/imports/<int:batch_id>")
@needs(P.IMPORTS_RUN)
@blueprint.response(HTTPStatus.OK, BatchSchema)
def get_import(batch_id: int) -> Any:
    """Show an import and how far it is."""
    return _shown(watching.get_batch(batch_id, actor=current_actor()))


@blueprint.get("/imports/<int:batch_id>/problems")
@needs(P.IMPORTS_RUN)
@blueprint.arguments(PageQuerySchema, location="query", as_kwargs=True)
@blueprint.response(HTTPStatus.OK, ProblemPageSchema)
def list_problems(batch_id: int, *, limit: int, after: str | None) -> Any:
    """List what is wrong in a file: sheet, row, column, value, and what would be right."""
    key = read_cursor(after, int)
    rows = watching.list_problems(batch_id, actor=current_actor(), limit=limit, after=key[0] if key else 0)
    page = page_of(rows, limit=limit, key=lambda problem: [problem["number"]])
    return {**page, "items": _worded(page["items"], language())}


@blueprint.get("/imports/<int:batch_id>/bad-rows")
@needs(P.IMPORTS_RUN)
@blueprint.response(HTTPStatus.OK, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
def get_bad_rows(batch_id: int) -> Response:
    """Fetch the bad rows as they were sent, with a column 错误/error, ready to be mended and sent again."""
    with uploads.returned(batch_id, actor=current_actor()) as path:
        answer = _file(path, f"import-{batch_id}-bad-rows.xlsx")
    answer.headers["Cache-Control"] = "no-store"  # what was sent stands in it unmasked
    return answer


@blueprint.post("/imports/<int:batch_id>/commit")
@needs(P.IMPORTS_RUN)
@blueprint.response(HTTPStatus.ACCEPTED, BatchSchema)
def commit_import(batch_id: int) -> Any:
    """Write what a dry run found good."""
    with transaction():
        return _shown(uploads.commit(batch_id, actor=current_actor(), now=now()))


@blueprint.post("/imports/<int:batch_id>/retry")
@needs(P.IMPORTS_RUN)
@blueprint.response(HTTPStatus.ACCEPTED, BatchSchema)
def retry_import(batch_id: int) -> Any:
    """Let a worker read a file again on which the program failed."""
    with transaction():
        return _shown(uploads.retry(batch_id, actor=current_actor(), now=now()))


@blueprint.post("/imports/<int:batch_id>/undo")
@needs(P.IMPORTS_RUN)
@blueprint.response(HTTPStatus.OK, BatchSchema)
def undo_import(batch_id: int) -> Any:
    """Take an import back as a whole, while nothing depends on it."""
    with transaction():
        return _shown(uploads.undo(batch_id, actor=current_actor(), now=now()))


@blueprint.get("/imports/<kind>/template")
@needs(P.IMPORTS_RUN)
@blueprint.arguments(TemplateQuerySchema, location="query", as_kwargs=True)
@blueprint.response(HTTPStatus.OK, content_type="application/octet-stream")
def get_template(kind: str, *, format: str) -> Response:  # noqa: A002  the query's own word
    """Fetch an empty file of a kind with both names of every column and an example row."""
    with uploads.template(kind, ending=format) as path:
        return _file(path, path.name)


def _file(path: Path, name: str) -> Response:
    """Send a temporary file, which is gone by the time the answer is sent; it is no larger than an upload may be."""
    return send_file(io.BytesIO(path.read_bytes()), as_attachment=True, download_name=name)


def _shown(batch: ImportBatch) -> dict[str, Any]:
    shown = {name: getattr(batch, name) for name in _PLAIN}
    return {
        **shown,
        **rows_of(batch.state, batch.rows_total),
        "has_bad_rows_file": batch.error_sha256 is not None,
        "next_actions": uploads.list_actions(batch, actor=current_actor()),
    }


def _worded(problems: Sequence[Mapping[str, Any]], tongue: str) -> list[dict[str, Any]]:
    title = "column" if tongue == "en" else "column_zh"
    return [{**each, "message": each[tongue], "title": each[title]} for each in problems]


_PLAIN = (
    "id", "kind", "state", "file_name", "sha256", "is_dry_run", "skips_bad_rows", "rows_done",
    "rows_bad", "rows_written", "rows_unchanged", "ignored_columns", "organisation_id", "region_code", "job_id",
    "created_at", "committed_at", "undone_at",
)  # fmt: skip
