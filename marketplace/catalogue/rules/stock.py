"""Kinds of stock movement, states of a reservation, and how much of what is left the public is told."""

from enum import StrEnum


class MovementKind(StrEnum):
    """Why stock changed."""

    RECEIVED = "received"
    RESERVED = "reserved"
    RELEASED = "released"
    """A reservation ended without a shipment: cancelled or expired."""
    SHIPPED = "shipped"
    RETURNED = "returned"
    ADJUSTED = "adjusted"
    """Counted anew; needs a reason."""


class ReservationState(StrEnum):
    """Whether a reservation still holds goods back."""

    LIVE = "live"
    SHIPPED = "shipped"
    RELEASED = "released"
    EXPIRED = "expired"


def bucket_of(available: int) -> int:
    """Tell the public how many packs there are, roughly: exactly to 10, then 10, 50, 100, 500 … "or more"."""
    if available <= 10:  # noqa: PLR2004  so few are told exactly
        return max(available, 0)
    size = int("1".ljust(len(str(available)), "0"))
    return 5 * size if available >= 5 * size else size
