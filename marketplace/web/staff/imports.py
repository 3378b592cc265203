"""Files of rows: a kind is chosen, a file is uploaded and read without writing, watched, committed, taken back."""

from typing import Final

from flask import Response, make_response, url_for

from marketplace.imports.models import ImportBatch
from marketplace.imports.queries import SORT_KEYS
from marketplace.imports.rules import BatchState
from marketplace.kernel.permissions import Permission as P
from marketplace.web import amounts
from marketplace.web.access import current_actor, needs, now
from marketplace.web.asking import Question, Words, ask
from marketplace.web.downloads import send_bytes, unkept
from marketplace.web.forms import Answer, Form, page
from marketplace.web.pages import SIZE, after_id, page_of
from marketplace.web.sorting import asked_sorting
from marketplace.web.staff import uploading
from marketplace.web.staff.start import blueprint
from marketplace.workflows.imports import uploads, watching

_MOVING: Final = frozenset({BatchState.WAITING, BatchState.READING})
_SECONDS: Final = 3


@blueprint.get("/imports")
@needs(P.IMPORTS_RUN)
def list_imports() -> Answer:
    """Show which files may be brought, and those that were."""
    actor, (kind, state) = current_actor(), uploading.narrowing()
    kinds = uploading.own_kinds(actor)
    sorting = asked_sorting(SORT_KEYS)
    rows = watching.list_batches(actor=actor, limit=SIZE, sorting=sorting, kind=kind, state=state)
    return page(
        "staff/imports.html",
        Form(),
        kinds=kinds,
        states=BatchState,
        page=page_of(rows, key=sorting.place_of),
        senders=watching.names_of_senders(rows),
    )


@blueprint.route("/imports/new/<kind>", methods=["GET", "POST"])
@needs(P.IMPORTS_RUN)
def upload(kind: str) -> Answer:
    """Show what a file of a kind holds, and read one without writing it."""
    actor = current_actor()
    known, form = uploading.own_kind(kind, actor), Form()
    places = uploading.places_of(known, actor)
    with uploading.sent(form) as (path, name):
        place = uploading.chosen_place(form, places)
        skips = form.tick("skip_bad_rows")
        return form.send(
            lambda: uploading.receive(path, name, known, place, skips_bad_rows=skips, actor=actor, now=now()),
            to=lambda batch_id: url_for(".show_import", batch_id=batch_id),
            said="import_sent",
        ) or page("staff/upload.html", form, kind=known, places=places)


@blueprint.get("/imports/new/<kind>/template")
@needs(P.IMPORTS_RUN)
def fetch_import_template(kind: str) -> Response:
    """Fetch an empty sheet of a kind with an example row."""
    with uploads.template(uploading.own_kind(kind, current_actor()).name, ending="xlsx") as path:
        return send_bytes(path.read_bytes(), path.name)


@blueprint.get("/imports/<int:batch_id>")
@needs(P.IMPORTS_RUN)
def show_import(batch_id: int) -> Response:
    """Show how far a file is, or what became of it; a page of a file under way renews itself."""
    batch = watching.get_batch(batch_id, actor=current_actor())
    answer = make_response(_shown(batch, Form()))
    if batch.state in _MOVING:
        answer.headers["Refresh"] = str(_SECONDS)
    return answer


@blueprint.get("/imports/<int:batch_id>/bad-rows")
@needs(P.IMPORTS_RUN)
def fetch_bad_rows(batch_id: int) -> Response:
    """Fetch the bad rows as they were sent, each with what is wrong with it."""
    with uploads.returned(batch_id, actor=current_actor()) as path:
        content = path.read_bytes()
    return unkept(send_bytes(content, f"import-{batch_id}-bad-rows.xlsx"))  # what was sent stands in it unmasked


@blueprint.post("/imports/<int:batch_id>/commit")
@needs(P.IMPORTS_RUN)
def commit_import(batch_id: int) -> Answer:
    """Write what was found good."""
    form, actor = Form(), current_actor()
    return form.send(
        lambda: uploads.commit(batch_id, actor=actor, now=now()),
        to=url_for(".show_import", batch_id=batch_id),
        said="import_commit_asked",
    ) or _shown(watching.get_batch(batch_id, actor=actor), form)


@blueprint.post("/imports/<int:batch_id>/retry")
@needs(P.IMPORTS_RUN)
def retry_import(batch_id: int) -> Answer:
    """Let a file be read again on which the program failed."""
    form, actor = Form(), current_actor()
    return form.send(
        lambda: uploads.retry(batch_id, actor=actor, now=now()),
        to=url_for(".show_import", batch_id=batch_id),
        said="import_retry_asked",
    ) or _shown(watching.get_batch(batch_id, actor=actor), form)


@blueprint.route("/imports/<int:batch_id>/undoing", methods=["GET", "POST"])
@needs(P.IMPORTS_RUN)
def undo_import(batch_id: int) -> Answer:
    """Ask, and take an import back as a whole."""
    form, actor = Form(), current_actor()
    batch = watching.get_batch(batch_id, actor=actor)
    question = Question(
        words=Words("import_undo", "import_undo_what", "import_undo", "import_undone"),
        back=url_for(".show_import", batch_id=batch_id),
        of=batch.file_name,
        facts={"rows": amounts.count(batch.rows_written)},
        asks_reason=False,
    )
    return ask(form, question, lambda: uploads.undo(batch_id, actor=actor, now=now()))


def _shown(batch: ImportBatch, form: Form) -> tuple[str, int]:
    actor = current_actor()
    problems = watching.list_problems(batch.id, actor=actor, limit=SIZE, after=after_id() or 0)
    return page(
        "staff/import.html",
        form,
        batch=batch,
        is_moving=batch.state in _MOVING,
        actions=uploading.actions_on(batch, actor),
        is_own=batch.user_id == actor.user_id,
        sender=watching.names_of_senders([batch]).get(batch.user_id),
        page=page_of(problems, key=lambda problem: problem["number"]),
    )
