"""What stands behind the pages of imports: own kinds and places, the file of a form, what may be asked of a batch."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from flask import request

from marketplace.imports.errors import BatchUnknown
from marketplace.imports.models import ImportBatch
from marketplace.imports.rules import BatchState
from marketplace.kernel.actor import Actor, PermissionMissing
from marketplace.kernel.permissions import Permission as P
from marketplace.web.forms import Form
from marketplace.web.pages import asked_choice
from marketplace.web.staff.own import own_organisations, own_regions
from marketplace.workflows.imports import uploads
from marketplace.workflows.imports.kind import Kind
from marketplace.workflows.imports.kinds import KINDS
from marketplace.workflows.imports.order_lines import ORDER_LINES

_LONGEST_PLACE: Final = 40


def own_kinds(actor: Actor) -> Sequence[Kind]:
    """List the kinds of file the reader may bring; a buyer's order lines have a page of their own.

    :raises PermissionMissing: if there are none.
    """
    kinds = [kind for kind in KINDS.values() if kind is not ORDER_LINES and actor.has(kind.permission)]
    if not kinds:
        raise PermissionMissing(permission=P.IMPORTS_RUN.value)
    return kinds


def own_kind(name: str, actor: Actor) -> Kind:
    """Get a kind that the reader may bring.

    :raises NotFound: if there is no such kind.
    :raises PermissionMissing: if they may not bring it.
    """
    kind = KINDS.get(name)
    if kind is None or kind is ORDER_LINES:
        raise BatchUnknown
    actor.require(kind.permission)
    return kind


def narrowing() -> tuple[str | None, BatchState | None]:
    """Read which kind and which state a list is narrowed to."""
    kind = request.args.get("kind", "")
    return kind if kind in KINDS else None, asked_choice("state", BatchState)


def places_of(kind: Kind, actor: Actor) -> list[tuple[str, str]]:
    """List for whom the reader may bring a kind: what a form sends, and the name."""
    organisations = [(f"o{key}", name) for key, name in own_organisations(kind.permission, actor=actor)]
    return organisations + [(f"r{code}", name) for code, name in own_regions(kind.permission, actor=actor)]


def chosen_place(form: Form, places: Sequence[tuple[str, str]]) -> str:
    """Read for whom a file is; the only place needs no choice."""
    typed = form.text("place", is_required=len(places) > 1, longest=_LONGEST_PLACE)
    if typed and typed not in dict(places):
        form.refuse("place", "wrong_choice")
    return typed or (places[0][0] if places else "")


@contextmanager
def sent(form: Form) -> Iterator[tuple[Path, str]]:
    """Give the file of a form while it is kept, and its name."""
    form.names.add("file")
    file = request.files.get("file")
    with tempfile.TemporaryDirectory(prefix="bangfu-upload-") as folder:
        path = Path(folder, "sent")
        if file is None or not file.filename:
            form.refuse("file", "wrong_file")
            yield path, ""
        else:
            file.save(path)
            yield path, file.filename


def receive(
    path: Path, file_name: str, kind: Kind, place: str, *, skips_bad_rows: bool, actor: Actor, now: datetime
) -> int:
    """Let a file be read without writing it, and tell its batch."""
    return uploads.receive(
        path,
        kind=kind.name,
        file_name=file_name,
        is_dry_run=True,
        skips_bad_rows=skips_bad_rows,
        organisation_id=int(place[1:]) if place.startswith("o") else None,
        region_code=place[1:] if place.startswith("r") else None,
        actor=actor,
        now=now,
    ).id


def actions_on(batch: ImportBatch, actor: Actor) -> list[str]:
    """Tell what the reader may ask of a batch; `commit_by_other` where a second person has to."""
    kind = KINDS.get(batch.kind)
    if kind is None or not actor.has(kind.permission):
        return []
    actions = uploads.list_actions(batch, actor=actor)
    if batch.state is BatchState.CHECKED and batch.user_id is not None and not actions:
        return ["commit_by_other"]
    return [action for action in actions if action != "undo" or kind.undo is not None]
