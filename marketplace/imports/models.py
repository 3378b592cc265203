"""The import batch, and the file it came in while that is needed."""

from typing import Any

from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Base, Id, Moment, RegionCode, check, enum_check, enum_column, not_blank, refers_to
from marketplace.imports.rules import BatchState, FileRole


class ImportBatch(Base):
    """One file on its way in: its state, its progress and what was wrong with it."""

    __tablename__ = "import_batch"
    __table_args__ = (
        enum_check("state", BatchState),
        check("sha256 ~ '^[0-9a-f]{64}$'", "sha256_in_hex"),
        check("rows_done BETWEEN 0 AND rows_total", "progress_in_bounds"),
        check("(state = 'committed') = (committed_at IS NOT NULL AND undone_at IS NULL)", "committed_has_moment"),
        check("(state = 'undone') = (undone_at IS NOT NULL)", "undone_has_moment"),
        *not_blank(["kind", "file_name"]),
        Index("ix_import_batch__sha256", "sha256", "kind"),
    )

    id: Mapped[Id]
    kind: Mapped[str]
    state: Mapped[BatchState] = enum_column(BatchState)
    file_name: Mapped[str]
    sha256: Mapped[str]
    is_dry_run: Mapped[bool]
    skips_bad_rows: Mapped[bool]
    rows_total: Mapped[int] = mapped_column(default=0)
    rows_done: Mapped[int] = mapped_column(default=0)
    rows_bad: Mapped[int] = mapped_column(default=0)
    rows_written: Mapped[int] = mapped_column(default=0)
    rows_unchanged: Mapped[int] = mapped_column(default=0)
    ignored_columns: Mapped[list[str]] = mapped_column(JSONB, default=list)
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    """Errors and warnings as `{sheet, row, column, value, code, facts, is_warning}`, the first ten thousand."""
    error_sha256: Mapped[str | None]
    """Content hash of the file of bad rows, ready to be mended and sent again."""
    organisation_id: Mapped[int | None] = refers_to("organisation.id")
    region_code: Mapped[RegionCode | None]
    user_id: Mapped[int | None] = refers_to("user_account.id")
    created_at: Mapped[Moment]
    committed_at: Mapped[Moment | None]
    undone_at: Mapped[Moment | None]
    job_id: Mapped[int | None] = mapped_column(index=True)


class ImportFilePiece(Base):
    """A piece of a batch's file, encrypted: uploads hold personal data and are gone when their batch is done.

    In the database and not in the file store, so that the file is there exactly if the batch and its job are.
    """

    __tablename__ = "import_file_piece"
    __table_args__ = (
        UniqueConstraint("batch_id", "role", "number"),
        enum_check("role", FileRole),
        check("number >= 0", "number_not_negative"),
    )

    id: Mapped[Id]
    batch_id: Mapped[int] = refers_to("import_batch.id", index=False)
    role: Mapped[FileRole] = enum_column(FileRole)
    number: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)
