"""What is derived from the facts so that figures come fast; whatever stands here can be made again from them."""

from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from marketplace.db import Base, Fen, Id, RegionCode, check, enum_column
from marketplace.sales.rules import Channel


class SaleRollup(Base):
    """The sums of a supplier's sales of one month, channel, county and roster version.

    A trigger adds to it whatever is written to `sale`, in the same statement, whoever writes.
    """

    __tablename__ = "sale_rollup"
    __table_args__ = (
        check("EXTRACT(day FROM month) = 1", "month_by_its_first_day"),
        Index(
            "uq_sale_rollup__key",
            "supplier_id",
            "month",
            "channel",
            "origin_code",
            "roster_version_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        Index(
            "ix_sale_rollup__county_month", "origin_code", "month", postgresql_ops={"origin_code": "text_pattern_ops"}
        ),
    )

    id: Mapped[Id]
    supplier_id: Mapped[int]
    month: Mapped[date]
    channel: Mapped[Channel] = enum_column(Channel)
    origin_code: Mapped[RegionCode]
    roster_version_id: Mapped[int | None]
    sales_fen: Mapped[Fen]
    certified_fen: Mapped[Fen]
    benefiting_fen: Mapped[Fen]
    pool_fen: Mapped[Fen]
    live_rows: Mapped[int]
    """Rows less corrections: 0 where all was taken back."""


class StatusStamp(Base):
    """Says that statuses of households of a county were written: a process that remembers sizes forgets them.

    A trigger writes one for each statement and county. Stamps of one county that are the same tell of same statuses.
    """

    __tablename__ = "status_stamp"
    __table_args__ = (Index("ix_status_stamp__county_code_id", "county_code", "id"),)

    id: Mapped[Id]
    county_code: Mapped[RegionCode]
