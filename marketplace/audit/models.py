"""The audit line."""

from typing import Any

from sqlalchemy import BigInteger, Index, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Base, Id, Moment, not_blank


class AuditLine(Base):
    """One write as it will be read years later; `user_id` names a user without binding the table to it."""

    __tablename__ = "audit_line"
    __table_args__ = (
        *not_blank(["action", "actor_name"]),
        Index("ix_audit_line__subject", "subject", "subject_id", "id"),
        Index("ix_audit_line__organisation_ids", "organisation_ids", postgresql_using="gin"),
        Index("ix_audit_line__region_code", "region_code", "id", postgresql_ops={"region_code": "text_pattern_ops"}),
    )

    id: Mapped[Id]
    at: Mapped[Moment]
    action: Mapped[str]
    """What was done, `noun.verb` in the past: `order.placed`."""
    subject: Mapped[str]
    subject_id: Mapped[str]
    user_id: Mapped[int | None] = mapped_column(index=True)
    actor_name: Mapped[str]
    via: Mapped[str]
    address: Mapped[str | None]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    reason: Mapped[str | None] = mapped_column(Text)
    organisation_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), default=list)
    region_code: Mapped[str | None]
