"""What can go wrong with sales: refused verbs, problems of told rows and of files."""

from marketplace.sales.errors.files import ProductUnknown, QuantityNotPositive, SourceReserved
from marketplace.sales.errors.rows import (
    InvoiceTaken,
    KeyRepeated,
    NegativeWithoutOriginal,
    OriginalUnclear,
    OriginalUnknown,
    OriginalWaits,
    ProductOfAnother,
    ReturnExceeds,
    ReturnNotNegative,
    ReturnOfAnother,
    ToldDifferently,
)
from marketplace.sales.errors.verbs import (
    DecidesOwnEntry,
    LookAlikeUnknown,
    SaleHasReturns,
    SalesRefused,
    SaleUnknown,
)

__all__ = [
    "DecidesOwnEntry",
    "InvoiceTaken",
    "KeyRepeated",
    "LookAlikeUnknown",
    "NegativeWithoutOriginal",
    "OriginalUnclear",
    "OriginalUnknown",
    "OriginalWaits",
    "ProductOfAnother",
    "ProductUnknown",
    "QuantityNotPositive",
    "ReturnExceeds",
    "ReturnNotNegative",
    "ReturnOfAnother",
    "SaleHasReturns",
    "SaleUnknown",
    "SalesRefused",
    "SourceReserved",
    "ToldDifferently",
]
