"""What can go wrong in the catalogue, by noun."""

from marketplace.catalogue.errors.stock import NothingHeld, QuantityWrong, ReasonMissing, SkuUnknown, StockExhausted

__all__ = ["NothingHeld", "QuantityWrong", "ReasonMissing", "SkuUnknown", "StockExhausted"]
