"""Keep a file, open it again, let a county see what was handed in to it."""

from datetime import datetime
from typing import BinaryIO

from sqlalchemy import func, update

from marketplace.accounts.errors import OrganisationNotFound
from marketplace.audit import service as audit
from marketplace.db import db
from marketplace.evidence.errors import FileDamaged, OwnerUnclear, PhotoKindRefused, PhotoTooLarge
from marketplace.evidence.models import StoredFile
from marketplace.evidence.queries import get_file
from marketplace.evidence.rules import (
    PHOTO_TYPES,
    check_media_type,
    check_size,
    clean_name,
    has_post_over,
    is_member,
    only_organisation,
    photo_name,
)
from marketplace.gateways.files import (
    FileStore,
    Photo,
    PictureBroken,
    PictureTooLarge,
    draw_photo,
    find_media_type,
    is_sound,
)
from marketplace.kernel.actor import Actor
from marketplace.regions.errors import RegionOutside
from marketplace.regions.rules import canonical_code


def keep(
    *,
    content: bytes,
    file_name: str,
    store: FileStore,
    actor: Actor,
    now: datetime,
    organisation_id: int | None = None,
    region_code: str | None = None,
) -> StoredFile:
    """Keep a file for an organisation of the caller's or for a region the caller works in.

    :raises OwnerUnclear: unless one of the two is named, or the caller acts for one organisation and nothing else.
    :raises RegionCodeWrong: for a text that is no area code.
    :raises OrganisationNotFound: for an organisation the caller has no role in.
    :raises RegionOutside: for a region the caller has no post over, or only reads.
    :raises FileEmpty: if it holds nothing.
    :raises FileTooLarge: if it is larger than is kept.
    :raises FileKindRefused: if its content, whatever its name, is of no accepted kind.
    :raises FileDamaged: if it is cut off.
    """
    region_code = canonical_code(region_code) if region_code is not None else None
    if organisation_id is None and region_code is None:
        organisation_id = only_organisation(actor)
    _require_place(organisation_id, region_code, actor=actor)
    check_size(len(content))
    media_type = check_media_type(find_media_type(content))
    if not is_sound(content, media_type):
        raise FileDamaged(fields={"file": [FileDamaged()]})
    row = StoredFile(
        # If the transaction fails the bytes stay behind nameless: nobody is shown them, and equal ones meet them there.
        sha256=store.put(content),
        byte_size=len(content),
        media_type=media_type,
        file_name=clean_name(file_name, media_type),
        organisation_id=organisation_id,
        region_code=region_code,
        uploaded_by_id=actor.user_id,
        uploaded_at=now,
    )
    db.session.add(row)
    db.session.flush()  # the audit line names the row
    audit.record(
        "file.kept",
        subject="stored_file",
        subject_id=row.id,
        actor=actor,
        now=now,
        # the name is left out: people put names of persons into it
        after={"sha256": row.sha256, "byte_size": row.byte_size, "media_type": media_type},
        organisation_ids=[organisation_id] if organisation_id is not None else [],
        region_code=region_code,
    )
    return row


def keep_photo(
    *,
    content: bytes,
    file_name: str,
    store: FileStore,
    actor: Actor,
    now: datetime,
    organisation_id: int | None = None,
    region_code: str | None = None,
) -> StoredFile:
    """Keep a photograph to be shown to anybody, drawn anew: nothing of what the camera wrote is in it.

    :raises FileEmpty: if it holds nothing.
    :raises FileTooLarge: if it is larger than is kept.
    :raises PhotoKindRefused: if it is neither JPEG nor PNG nor WebP.
    :raises PhotoTooLarge: if it has more points than are drawn.
    :raises FileDamaged: if it is cut off or spoilt.
    """
    photo = _drawn(content)
    row = keep(
        content=photo.content,
        file_name=photo_name(file_name),
        store=store,
        actor=actor,
        now=now,
        organisation_id=organisation_id,
        region_code=region_code,
    )
    row.width, row.height = photo.width, photo.height
    db.session.flush()
    return row


def _drawn(content: bytes) -> Photo:
    check_size(len(content))
    media_type = find_media_type(content)
    if media_type not in PHOTO_TYPES:
        raise PhotoKindRefused(fields={"file": [PhotoKindRefused()]})
    try:
        return draw_photo(content)
    except PictureTooLarge as refusal:
        most = refusal.most // 1_000_000
        raise PhotoTooLarge(fields={"file": [PhotoTooLarge(most_million=most)]}, most_million=most) from None
    except PictureBroken:
        raise FileDamaged(fields={"file": [FileDamaged()]}) from None


def open_content(*, file_id: int, store: FileStore, actor: Actor) -> tuple[StoredFile, BinaryIO]:
    """Open a file in the caller's scope for reading piece by piece.

    :raises FileUnknown: outside the caller's scope.
    """
    row = get_file(file_id, actor=actor)
    return row, store.open(row.sha256)


def show_in(*, file_id: int, region_code: str) -> None:
    """Let the staff of a region read a file that was handed in to them; part of the write that hands it in.

    It stays shown there, also where what it was handed in with is mended with another file or ended: whoever decided on
    it may look at what they decided on.
    """
    is_shown = StoredFile.shown_in.contains([region_code])
    shown_in = func.array_append(StoredFile.shown_in, region_code)
    db.session.execute(update(StoredFile).where(StoredFile.id == file_id, ~is_shown).values(shown_in=shown_in))


def _require_place(organisation_id: int | None, region_code: str | None, *, actor: Actor) -> None:
    if (organisation_id is None) == (region_code is None):
        raise OwnerUnclear(fields={"organisation_id": [OwnerUnclear()]})
    if organisation_id is not None and not is_member(actor, organisation_id):
        raise OrganisationNotFound
    if region_code is not None and not has_post_over(actor, [region_code], writing=True):
        raise RegionOutside(region_code=region_code)
