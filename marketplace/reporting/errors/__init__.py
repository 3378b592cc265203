"""What can go wrong with reporting."""

from marketplace.reporting.errors.happenings import (
    AmountNegative,
    ClosedBeforeOpening,
    NumberTaken,
    ThingUnknown,
    ToldAnew,
)
from marketplace.reporting.errors.reports import (
    ApprovesOwnReport,
    EvidenceMissing,
    EvidenceUnknown,
    LineNotPositive,
    LinesTooMany,
    ReportEmpty,
    ReportNotEditable,
    ReportProductUnknown,
    ReportUnknown,
    SheetTooLarge,
    SoldInFuture,
    SupplierUnknown,
)

__all__ = [
    "AmountNegative",
    "ApprovesOwnReport",
    "ClosedBeforeOpening",
    "EvidenceMissing",
    "EvidenceUnknown",
    "LineNotPositive",
    "LinesTooMany",
    "NumberTaken",
    "ReportEmpty",
    "ReportNotEditable",
    "ReportProductUnknown",
    "ReportUnknown",
    "SheetTooLarge",
    "SoldInFuture",
    "SupplierUnknown",
    "ThingUnknown",
    "ToldAnew",
]
