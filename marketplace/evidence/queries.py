"""Reads of stored files within the caller's scope."""

from sqlalchemy import select

from marketplace.accounts.models import Organisation
from marketplace.db import db
from marketplace.evidence.errors import FileUnknown
from marketplace.evidence.models import StoredFile
from marketplace.evidence.rules import has_post_over, is_member
from marketplace.kernel.actor import Actor


def get_file(file_id: int, *, actor: Actor) -> StoredFile:
    """Get a file of the caller's organisation, or of a region the caller has a post over: one statement.

    An organisation's file is also read where the organisation has its seat, and wherever it was handed in.

    :raises FileUnknown: outside the caller's scope.
    """
    row = db.session.execute(
        select(StoredFile, Organisation.region_code)
        .outerjoin(Organisation, Organisation.id == StoredFile.organisation_id)
        .where(StoredFile.id == file_id)
    ).one_or_none()
    if row is None:
        raise FileUnknown
    file: StoredFile = row[0]
    if not _may_read(file, row[1], actor):
        raise FileUnknown
    return file


def find_photo(sha256: str, *, actor: Actor) -> StoredFile | None:
    """Find a photograph by its content, where the caller may read one of the files that hold it: one statement."""
    rows = db.session.execute(
        select(StoredFile, Organisation.region_code)
        .outerjoin(Organisation, Organisation.id == StoredFile.organisation_id)
        .where(StoredFile.sha256 == sha256, StoredFile.width.is_not(None))
    )
    return next((file for file, seat in rows if _may_read(file, seat, actor)), None)


def _may_read(file: StoredFile, seat: str | None, actor: Actor) -> bool:
    is_own = file.organisation_id is not None and is_member(actor, file.organisation_id)
    return is_own or has_post_over(actor, [file.region_code, seat, *file.shown_in])
