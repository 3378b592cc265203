"""Stock: how much is on hand and reserved, every movement, every reservation."""

from sqlalchemy import Index, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.catalogue.rules import MovementKind, ReservationState
from marketplace.db import Base, Id, Moment, check, enum_check, enum_column, refers_to


class Stock(Base):
    """The balance of a SKU; the CHECK is the law against overselling."""

    __tablename__ = "stock"
    __table_args__ = (
        PrimaryKeyConstraint("sku_id"),
        check("on_hand >= reserved AND reserved >= 0", "never_oversold"),
    )

    sku_id: Mapped[int] = refers_to("sku.id", index=False)
    on_hand: Mapped[int] = mapped_column(default=0)
    reserved: Mapped[int] = mapped_column(default=0)


class StockMovement(Base):
    """One immutable change: on hand = Σ `on_hand_change`, reserved = Σ `reserved_change`."""

    __tablename__ = "stock_movement"
    __table_args__ = (
        enum_check("kind", MovementKind),
        check("on_hand_change <> 0 OR reserved_change <> 0", "changes_something"),
        check("kind <> 'adjusted' OR reason IS NOT NULL", "adjustment_has_reason"),
        check("kind <> 'reserved' OR (on_hand_change = 0 AND reserved_change > 0)", "reserved_shape"),
        check("kind <> 'released' OR (on_hand_change = 0 AND reserved_change < 0)", "released_shape"),
        check("kind <> 'shipped' OR (on_hand_change < 0 AND reserved_change = on_hand_change)", "shipped_shape"),
        check("kind NOT IN ('received', 'returned') OR (on_hand_change > 0 AND reserved_change = 0)", "inward_shape"),
        Index("ix_stock_movement__sku_id_id", "sku_id", "id"),
    )

    id: Mapped[Id]
    sku_id: Mapped[int] = refers_to("sku.id", index=False)
    kind: Mapped[MovementKind] = enum_column(MovementKind)
    on_hand_change: Mapped[int]
    reserved_change: Mapped[int]
    lot_id: Mapped[int | None] = refers_to("lot.id")
    holder: Mapped[str | None]
    """What the goods were for: `order:17`."""
    reason: Mapped[str | None]
    user_id: Mapped[int | None] = refers_to("user_account.id", index=False)
    at: Mapped[Moment]
    import_batch_id: Mapped[int | None] = refers_to("import_batch.id")


class Reservation(Base):
    """Goods held back for one holder; `quantity` is what is still held, and falls as parts are shipped."""

    __tablename__ = "reservation"
    __table_args__ = (
        UniqueConstraint("holder", "sku_id"),
        enum_check("state", ReservationState),
        check("quantity >= 0", "quantity_not_negative"),
        check("(state = 'live') = (quantity > 0)", "live_holds_something"),
        Index("ix_reservation__expiring", "expires_at", postgresql_where="state = 'live' AND expires_at IS NOT NULL"),
        Index("ix_reservation__sku_id_live", "sku_id", postgresql_where="state = 'live'"),
    )

    id: Mapped[Id]
    holder: Mapped[str]
    sku_id: Mapped[int] = refers_to("sku.id", index=False)
    quantity: Mapped[int]
    state: Mapped[ReservationState] = enum_column(ReservationState)
    expires_at: Mapped[Moment | None]
    created_at: Mapped[Moment]
