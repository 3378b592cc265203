"""What can go wrong in the catalogue, by noun."""

from marketplace.catalogue.errors.files import (
    CategoryFixed,
    CertificationIncomplete,
    CertificationLeftToStaff,
    PriceNotPositive,
)
from marketplace.catalogue.errors.listings import (
    NothingChanged,
    NotOnSale,
    NumberTaken,
    OwnListing,
    PackChanged,
    ProductUnknown,
    SkuRepeated,
    TiersWrong,
    VersionUnknown,
)
from marketplace.catalogue.errors.stock import NothingHeld, QuantityWrong, ReasonMissing, SkuUnknown, StockExhausted

__all__ = [
    "CategoryFixed",
    "CertificationIncomplete",
    "CertificationLeftToStaff",
    "NotOnSale",
    "NothingChanged",
    "NothingHeld",
    "NumberTaken",
    "OwnListing",
    "PackChanged",
    "PriceNotPositive",
    "ProductUnknown",
    "QuantityWrong",
    "ReasonMissing",
    "SkuRepeated",
    "SkuUnknown",
    "StockExhausted",
    "TiersWrong",
    "VersionUnknown",
]
