"""Who may look at which import: those who could bring its kind for its organisation or region."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select

from marketplace.accounts.models import User
from marketplace.db import db
from marketplace.imports import queries
from marketplace.imports.errors import BatchUnknown
from marketplace.imports.models import ImportBatch
from marketplace.imports.rules import BatchState
from marketplace.imports.service import batches
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.kernel.sorting import Sorting, newest
from marketplace.workflows.imports.kinds import KINDS


def get_batch(batch_id: int, *, actor: Actor) -> ImportBatch:
    """Get a batch in the actor's scope.

    :raises BatchUnknown: if there is none, or it lies outside.
    """
    actor.require(P.IMPORTS_RUN)
    batch = batches.get(batch_id)
    kind = KINDS.get(batch.kind)
    is_own = batch.user_id is not None and batch.user_id == actor.user_id
    is_in_scope = kind is not None and actor.covers(
        kind.permission,
        organisation_ids=[batch.organisation_id] if batch.organisation_id else [],
        region_codes=[batch.region_code] if batch.region_code else [],
    )
    if not is_own and not is_in_scope:
        raise BatchUnknown
    return batch


def list_batches(
    *,
    actor: Actor,
    limit: int,
    before: int | None = None,
    sorting: Sorting | None = None,
    kind: str | None = None,
    state: BatchState | None = None,
) -> Sequence[ImportBatch]:
    """List the batches in the actor's scope, in an order or newest first, one more than `limit`."""
    actor.require(P.IMPORTS_RUN)
    within = _in_scope(actor)
    if kind is not None:
        within = and_(within, ImportBatch.kind == kind)
    if state is not None:
        within = and_(within, ImportBatch.state == state)
    return queries.list_batches(within, limit=limit + 1, sorting=sorting or newest(before))


def names_of_senders(batches: Sequence[ImportBatch]) -> Mapping[int | None, str]:
    """Tell who sent these batches, by user: one statement."""
    ids = {batch.user_id for batch in batches if batch.user_id is not None}
    return {key: name for key, name in db.session.execute(select(User.id, User.name).where(User.id.in_(ids)))}  # noqa: C416  rows are not pairs to dict()


def list_problems(batch_id: int, *, actor: Actor, limit: int, after: int = 0) -> Sequence[Mapping[str, Any]]:
    """List a batch's problems from the one after the number `after`, one more than `limit`."""
    return queries.list_problems(get_batch(batch_id, actor=actor).id, limit=limit + 1, after=after)


def _in_scope(actor: Actor) -> ColumnElement[bool]:
    if actor.is_unrestricted:
        return ImportBatch.id.is_not(None)
    own = ImportBatch.user_id == actor.user_id
    scopes = [
        and_(
            ImportBatch.kind == kind.name,
            or_(
                ImportBatch.organisation_id.in_(actor.organisation_ids(kind.permission)),
                or_(
                    false(),
                    *(ImportBatch.region_code.startswith(prefix) for prefix in actor.region_prefixes(kind.permission)),
                ),
            ),
        )
        for kind in KINDS.values()
        if actor.has(kind.permission)
    ]
    return or_(own, *scopes)
