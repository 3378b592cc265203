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

    An organisation's file is also read where the organisation has its seat.

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
    is_own = file.organisation_id is not None and is_member(actor, file.organisation_id)
    if not is_own and not has_post_over(actor, [file.region_code, row[1]]):
        raise FileUnknown
    return file
