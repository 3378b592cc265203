"""The photographs of a listing on its form: a slot for each, filled, replaced, moved and emptied without a script."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marketplace.catalogue.rules import MOST_PHOTOS
from marketplace.evidence import service as evidence
from marketplace.web.access import current_member
from marketplace.web.files import keep_sent
from marketplace.web.forms import Form


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot on the page, and the photograph of an earlier version in it."""

    index: int
    shown: Mapping[str, Any] | None


def beginning(version: Mapping[str, Any]) -> dict[str, object]:
    """Fill the slots with the photographs of a version."""
    return {
        name: value
        for i, photo in enumerate(version["photos"])
        for name, value in ((f"photos.{i}", photo["file_id"]), (f"photos.{i}.place", i + 1))
    }


def read(form: Form, organisation_id: int | None) -> tuple[int, ...]:
    """Keep what was sent and tell the photographs in the order of their places, without those to be taken out."""
    form.names.add("photos")
    found = []
    for i in range(MOST_PHOTOS):
        name = f"photos.{i}"
        file_id = keep_sent(
            form,
            name,
            actor=current_member(),
            is_required=False,
            organisation_id=organisation_id,
            keep=evidence.keep_photo,
        )
        place = form.count(f"{name}.place", is_required=False, least=1, most=MOST_PHOTOS)
        if form.tick(f"{name}.removed"):
            form.kept.pop(name, None)
        elif file_id is not None:
            found.append((place or i + 1, i, file_id))
    return tuple(file_id for _, _, file_id in sorted(found))


def slots_of(form: Form, product: Mapping[str, Any] | None) -> Sequence[Slot]:
    """Tell the slots to show: those in use and one more."""
    known = {
        photo["file_id"]: photo for version in (product["versions"] if product else ()) for photo in version["photos"]
    }
    used = [i for i in range(MOST_PHOTOS) if f"photos.{i}" in form.kept]
    count = min(max(used, default=-1) + 2, MOST_PHOTOS)
    kept = {i: form.kept[f"photos.{i}"].id for i in used}
    return [Slot(i, known.get(kept.get(i, 0))) for i in range(count)]
