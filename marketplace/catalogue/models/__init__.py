"""Tables of the catalogue, by noun."""

from marketplace.catalogue.models.products import (
    CatalogueEntry,
    CertificationBatch,
    ListingPhoto,
    ListingVersion,
    Lot,
    PriceTier,
    Product,
    ProductCertification,
    Sku,
)
from marketplace.catalogue.models.stock import Reservation, Stock, StockMovement

__all__ = [
    "CatalogueEntry",
    "CertificationBatch",
    "ListingPhoto",
    "ListingVersion",
    "Lot",
    "PriceTier",
    "Product",
    "ProductCertification",
    "Reservation",
    "Sku",
    "Stock",
    "StockMovement",
]
