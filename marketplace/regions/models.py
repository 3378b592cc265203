"""The region."""

from datetime import date

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Base, Id, RegionCode, check, not_blank


class Region(Base):
    """A code with its name, for the days from `from_on` up to, not including, `until_on`."""

    __tablename__ = "region"
    __table_args__ = (
        UniqueConstraint("code", "from_on"),
        check(r"code ~ '^(\d{6}|\d{12})$'", "code_of_6_or_12_digits"),
        check("level IN (0, 2, 4, 6, 9, 12)", "level_known"),
        check("until_on > from_on", "period_not_empty"),
        *not_blank(["name"]),
        Index("ix_region__code_prefix", "code", postgresql_ops={"code": "text_pattern_ops"}),
    )

    id: Mapped[Id]
    code: Mapped[RegionCode]
    name: Mapped[str]
    level: Mapped[int]
    """Significant digits: nation 0, province 2, city 4, county 6, town 9, village 12."""
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    replaced_by: Mapped[str | None] = mapped_column()
    import_batch_id: Mapped[int | None] = mapped_column(index=True)
