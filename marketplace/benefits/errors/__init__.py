"""What can go wrong with payments to households."""

from marketplace.benefits.errors.files import AmountNotPositive, HouseholdNotKnown, NotCounted, ToldDifferently
from marketplace.benefits.errors.payments import (
    EvidenceMissing,
    HouseholdNotLinked,
    HouseholdNotRegistered,
    OwnPayment,
    PaidInFuture,
    PaymentStandsNoMore,
    PaymentUnknown,
    VoucherTaken,
)

__all__ = [
    "AmountNotPositive",
    "EvidenceMissing",
    "HouseholdNotKnown",
    "HouseholdNotLinked",
    "HouseholdNotRegistered",
    "NotCounted",
    "OwnPayment",
    "PaidInFuture",
    "PaymentStandsNoMore",
    "PaymentUnknown",
    "ToldDifferently",
    "VoucherTaken",
]
