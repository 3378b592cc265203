"""Files that pages take in and give out: kept while their form is mended, given as attachments to who may read them."""

from collections.abc import Callable
from typing import Final

from flask import Blueprint, Response, current_app, request, send_file

from config import Config
from marketplace.evidence import queries
from marketplace.evidence import service as evidence
from marketplace.evidence.errors import FileUnknown
from marketplace.evidence.models import StoredFile
from marketplace.gateways.files import FileStore, file_store
from marketplace.kernel.actor import Actor
from marketplace.kernel.errors import Invalid
from marketplace.transaction import transaction
from marketplace.web.access import current_actor, now, signed_in
from marketplace.web.forms import Form, Kept

blueprint: Final = Blueprint("kept", __name__)
_MOST_ID: Final = 2**62


@blueprint.get("/files/<int:file_id>")
@signed_in
def send(file_id: int) -> Response:
    """Send a file to be saved; it is never shown in the place of a page."""
    row, content = evidence.open_content(file_id=file_id, store=store(), actor=current_actor())
    answer = send_file(
        content, mimetype=row.media_type, as_attachment=True, download_name=row.file_name, conditional=False
    )
    answer.content_length = row.byte_size
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def keep_sent(
    form: Form,
    name: str,
    *,
    actor: Actor,
    is_required: bool = True,
    organisation_id: int | None = None,
    region_code: str | None = None,
    keep: Callable[..., StoredFile] = evidence.keep,
) -> int | None:
    """Keep the file chosen at a field and tell its id, or that of the one that was kept before; `None` without one.

    It stays kept when another field has to be mended, so that nobody chooses it twice.
    """
    before = form.count(name, is_required=False, least=1, most=_MOST_ID)
    sent = request.files.get(name)
    if sent is None or not sent.filename:
        return _find_known(form, name, before, actor, is_required=is_required)
    try:
        with transaction():
            row = keep(
                content=sent.read(),
                file_name=sent.filename,
                store=store(),
                actor=actor,
                now=now(),
                organisation_id=organisation_id,
                region_code=region_code,
            )
            form.kept[name] = Kept(row.id, row.file_name)
    except Invalid as refusal:
        form.refuse_with(name, [each for wrong in refusal.fields.values() for each in wrong] or [refusal])
        return None
    return form.kept[name].id


def _find_known(form: Form, name: str, file_id: int | None, actor: Actor, *, is_required: bool) -> int | None:
    if file_id is None:
        if is_required:
            form.refuse(name, "wrong_file")
        return None
    try:
        row = queries.get_file(file_id, actor=actor)
    except FileUnknown as unknown:
        form.refuse_with(name, [unknown])
        return None
    form.kept[name] = Kept(row.id, row.file_name)
    return row.id


def store() -> FileStore:
    """Give the file store of the settings."""
    config: Config = current_app.config["BANGFU"]
    return file_store(config.file_store_url, endpoint=config.file_store_endpoint, folder=config.instance_path / "files")
