"""Photographs: anybody sees those of what is on sale, others only who may read the file."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.evidence.errors import FileUnknown
from marketplace.evidence.queries import find_photo
from marketplace.kernel.actor import Actor

_PUBLISHED: Final = """
SELECT file.media_type
FROM stored_file file
JOIN listing_photo photo ON photo.stored_file_id = file.id
JOIN listing_version version ON version.id = photo.listing_version_id AND version.state = 'listed'
WHERE file.sha256 = :sha256
LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class ShownPhoto:
    """What a photograph is, and whether everybody may see it."""

    media_type: str
    is_published: bool


def find_published_photo(sha256: str) -> ShownPhoto | None:
    """Find a photograph of what is on sale; `None` of any other."""
    media_type = db.session.scalar(text(_PUBLISHED), {"sha256": sha256})
    return None if media_type is None else ShownPhoto(media_type, is_published=True)


def get_own_photo(sha256: str, *, actor: Actor | None) -> ShownPhoto:
    """Get a photograph that is not on sale, within the caller's scope.

    :raises FileUnknown: if there is none, or the caller may not see it.
    """
    own = find_photo(sha256, actor=actor) if actor is not None else None
    if own is None:
        raise FileUnknown
    return ShownPhoto(own.media_type, is_published=False)
