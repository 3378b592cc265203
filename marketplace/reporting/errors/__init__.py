"""What can go wrong with reporting."""

from marketplace.reporting.errors.happenings import (
    AmountNegative,
    ClosedBeforeOpening,
    HostUnknown,
    NumberTaken,
    ThingUnknown,
    ToldAnew,
)
from marketplace.reporting.errors.reports import (
    ApprovesOwnReport,
    EvidenceUnknown,
    ReportEmpty,
    ReportNotEditable,
    ReportProductUnknown,
    ReportUnknown,
    SoldInFuture,
    SupplierUnknown,
)

__all__ = [
    "AmountNegative",
    "ApprovesOwnReport",
    "ClosedBeforeOpening",
    "EvidenceUnknown",
    "HostUnknown",
    "NumberTaken",
    "ReportEmpty",
    "ReportNotEditable",
    "ReportProductUnknown",
    "ReportUnknown",
    "SoldInFuture",
    "SupplierUnknown",
    "ThingUnknown",
    "ToldAnew",
]
