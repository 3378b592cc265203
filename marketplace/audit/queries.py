"""Reads of audit lines for those in scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, true

from marketplace.audit.models import AuditLine
from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFilter:
    """What narrows a list of lines; `from_at` counts, `to_at` does not."""

    subject: str | None = None
    subject_id: str | None = None
    action: str | None = None
    """How the action begins: `order.` is everything done to orders."""
    user_id: int | None = None
    region_prefix: str | None = None
    """How the region code of a line begins: lines of that region and of all below it."""
    from_at: datetime | None = None
    to_at: datetime | None = None


def list_lines(narrowed: LineFilter, *, actor: Actor, before: int | None = None, limit: int) -> Sequence[AuditLine]:
    """List lines of the caller's organisations and regions, newest first.

    :raises Forbidden: the caller reads lines nowhere.
    """
    actor.require(P.AUDIT_READ)
    query = select(AuditLine).where(_is_in_scope(actor), *_conditions(narrowed))
    if before is not None:
        query = query.where(AuditLine.id < before)
    return db.session.scalars(query.order_by(AuditLine.id.desc()).limit(limit)).all()


def _conditions(narrowed: LineFilter) -> list[ColumnElement[bool]]:
    equal = (
        (AuditLine.subject, narrowed.subject),
        (AuditLine.subject_id, narrowed.subject_id),
        (AuditLine.user_id, narrowed.user_id),
    )
    conditions = [column == value for column, value in equal if value is not None]
    if narrowed.action is not None:
        conditions.append(AuditLine.action.startswith(narrowed.action, autoescape=True))
    if narrowed.region_prefix is not None:
        conditions.append(AuditLine.region_code.startswith(narrowed.region_prefix, autoescape=True))
    if narrowed.from_at is not None:
        conditions.append(AuditLine.at >= narrowed.from_at)
    if narrowed.to_at is not None:
        conditions.append(AuditLine.at < narrowed.to_at)
    return conditions


def _is_in_scope(actor: Actor) -> ColumnElement[bool]:
    """Make the condition that a line concerns the caller's organisations or regions; the nation reads all lines."""
    prefixes = actor.region_prefixes(P.AUDIT_READ)
    if "" in prefixes:
        return true()
    return or_(
        AuditLine.organisation_ids.overlap(actor.organisation_ids(P.AUDIT_READ)),
        *(AuditLine.region_code.startswith(prefix, autoescape=True) for prefix in prefixes),
    )
