"""The stored file."""

from sqlalchemy import Index, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Base, Id, Moment, RegionCode, check, not_blank, refers_to


class StoredFile(Base):
    """One upload: whose it is and which content it has; equal contents share their bytes."""

    __tablename__ = "stored_file"
    __table_args__ = (
        check("sha256 ~ '^[0-9a-f]{64}$'", "sha256_in_hex"),
        check("byte_size > 0", "not_empty"),
        check("(width IS NULL) = (height IS NULL)", "width_goes_with_height"),
        check("width > 0 AND height > 0", "size_positive"),
        check("organisation_id IS NOT NULL OR region_code IS NOT NULL", "has_scope"),
        *not_blank(["file_name", "media_type"]),
        Index("ix_stored_file__sha256", "sha256"),
    )

    id: Mapped[Id]
    sha256: Mapped[str]
    byte_size: Mapped[int]
    media_type: Mapped[str]
    file_name: Mapped[str]
    organisation_id: Mapped[int | None] = refers_to("organisation.id")
    region_code: Mapped[RegionCode | None]
    """The region that keeps it, where no organisation does."""
    shown_in: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    """The regions to whose staff it was handed in."""
    width: Mapped[int | None]
    """In pixels, of what was kept as a photograph; then nothing that a camera wrote is in it."""
    height: Mapped[int | None]
    uploaded_by_id: Mapped[int | None] = refers_to("user_account.id")
    uploaded_at: Mapped[Moment]
