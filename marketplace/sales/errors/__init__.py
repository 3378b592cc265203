"""What can go wrong with sales: refused verbs, and problems of told rows."""

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
    "ReturnExceeds",
    "ReturnNotNegative",
    "ReturnOfAnother",
    "SaleHasReturns",
    "SaleUnknown",
    "SalesRefused",
    "ToldDifferently",
]
