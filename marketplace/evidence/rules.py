"""Which files are kept, how they are named, and who may keep and read them."""

from collections.abc import Mapping, Sequence
from typing import Final

from marketplace.evidence.errors import FileEmpty, FileKindRefused, FileTooLarge
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission
from marketplace.kernel.text import plain_file_name

MOST_BYTES: Final = 20 << 20
"""Twenty mebibytes: a scanned contract, not an archive."""
PHOTO_TYPES: Final = frozenset({"image/jpeg", "image/png", "image/webp"})
"""Pictures of which a photograph for pages is drawn."""
LONGEST_NAME: Final = 120

ENDINGS: Final[Mapping[str, Sequence[str]]] = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/webp": (".webp",),
    "image/heif": (".heic", ".heif"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
}
"""The media types that are kept, with the endings their names may have; nothing a browser would run is among them."""

READING: Final = frozenset(permission for permission in Permission if permission.value.endswith(".read"))
"""Who holds nothing but these over a region only reads there."""


def check_size(byte_size: int) -> None:
    """Refuse nothing, and too much.

    :raises FileEmpty: for a content without a byte.
    :raises FileTooLarge: for more than is kept.
    """
    if byte_size == 0:
        raise FileEmpty(fields={"file": [FileEmpty()]})
    if byte_size > MOST_BYTES:
        most = MOST_BYTES >> 20
        raise FileTooLarge(fields={"file": [FileTooLarge(most_mib=most)]}, most_mib=most)


def check_media_type(media_type: str | None) -> str:
    """Tell the media type, if it is kept.

    :raises FileKindRefused: if not.
    """
    if media_type is None or media_type not in ENDINGS:
        raise FileKindRefused(fields={"file": [FileKindRefused()]})
    return media_type


def clean_name(name: str, media_type: str) -> str:
    """Tell the name a file is shown and saved under: no folders, no hidden characters, an ending true to its type."""
    plain = plain_file_name(name)
    endings = ENDINGS[media_type]
    ending = next((each for each in endings if plain.lower().endswith(each)), None)
    stem = (plain[: -len(ending)] if ending else plain).strip(" .")
    return (stem[: LONGEST_NAME - len(endings[0]) - 1] or "file") + (ending or endings[0])


def photo_name(name: str) -> str:
    """Tell the name of a photograph once it was drawn anew as a JPEG."""
    plain = plain_file_name(name)
    known = (ending for media_type in PHOTO_TYPES for ending in ENDINGS[media_type])
    ending = next((each for each in known if plain.lower().endswith(each)), "")
    return clean_name(plain[: len(plain) - len(ending)], "image/jpeg")


def is_member(actor: Actor, organisation_id: int) -> bool:
    """Tell whether the actor has a role in an organisation."""
    return actor.is_unrestricted or any(grant.organisation_id == organisation_id for grant in actor.grants)


def only_organisation(actor: Actor) -> int | None:
    """Tell the organisation of a caller who acts for one and holds no post."""
    own = {grant.organisation_id for grant in actor.grants}
    return own.pop() if len(own) == 1 else None


def has_post_over(actor: Actor, region_codes: Sequence[str | None], *, writing: bool = False) -> bool:
    """Tell whether the actor has a post over one of these regions; for `writing`, one that does more than read."""
    codes = [code for code in region_codes if code is not None]
    return actor.is_unrestricted or any(
        grant.region_prefix is not None and code.startswith(grant.region_prefix)
        for grant in actor.grants
        if not (writing and grant.permission in READING)
        for code in codes
    )
