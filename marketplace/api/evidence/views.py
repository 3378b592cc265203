"""Routes of stored files."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar

from flask import Response, current_app, request, send_file

from config import Config
from marketplace.api.access import current_actor, now, signed_in
from marketplace.api.evidence.schemas import FileFormSchema, FileSchema, FileUploadSchema
from marketplace.api.idempotency import idempotent
from marketplace.api.parsing import Blueprint
from marketplace.evidence import queries, service
from marketplace.evidence.models import StoredFile
from marketplace.evidence.rules import MOST_BYTES
from marketplace.gateways.files import FileStore, file_store
from marketplace.transaction import transaction

blueprint = Blueprint("files", __name__, description="Evidence, certificates and letters, shown to those in scope")
View = TypeVar("View", bound=Callable[..., Any])


def limited(view: View) -> View:
    """Refuse a request larger than a file may be before any of it is read; stands above whatever reads the body."""

    @wraps(view)
    def bounded(*args: Any, **kwargs: Any) -> Any:
        request.max_content_length = min(current_app.config["MAX_CONTENT_LENGTH"], MOST_BYTES)
        return view(*args, **kwargs)

    return bounded  # type: ignore[return-value]  # same signature as the view


@blueprint.post("/files")
@limited
@signed_in
@idempotent
@blueprint.arguments(FileFormSchema, location="form", as_kwargs=True)
@blueprint.arguments(FileUploadSchema, location="files", as_kwargs=True)
@blueprint.response(HTTPStatus.CREATED, FileSchema)
def keep(*, file: Any, organisation_id: int | None, region_code: str | None) -> StoredFile:
    """Keep a file of one's organisation or region; its kind is read from the content, 20 MiB at most."""
    with transaction():
        return service.keep(
            content=file.read(),
            file_name=file.filename or "",
            store=_store(),
            actor=current_actor(),
            now=now(),
            organisation_id=organisation_id,
            region_code=region_code,
        )


@blueprint.get("/files/<int:file_id>")
@signed_in
@blueprint.response(HTTPStatus.OK, FileSchema)
def get_one(file_id: int) -> StoredFile:
    """Tell what is known of a file."""
    return queries.get_file(file_id, actor=current_actor())


@blueprint.get("/files/<int:file_id>/content")
@signed_in
@blueprint.response(HTTPStatus.OK, content_type="application/octet-stream")
def get_content(file_id: int) -> Response:
    """Fetch a file's content, to be saved and never shown in the place of a page."""
    row, content = service.open_content(file_id=file_id, store=_store(), actor=current_actor())
    answer = send_file(
        content, mimetype=row.media_type, as_attachment=True, download_name=row.file_name, conditional=False
    )
    answer.content_length = row.byte_size
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _store() -> FileStore:
    config: Config = current_app.config["BANGFU"]
    return file_store(config.file_store_url, endpoint=config.file_store_endpoint, folder=config.instance_path / "files")
