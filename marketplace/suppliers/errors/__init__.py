"""What can go wrong with suppliers and their qualification."""

from marketplace.suppliers.errors.applications import (
    AlreadyRecommended,
    ApplicationClosed,
    ApplicationOpen,
    ApplicationUnknown,
    ExpiryMissing,
    FileMissing,
    OfficeUnclear,
    PersonNeeded,
    RecommenderDecides,
    RequirementsMissing,
    RequirementUnknown,
)
from marketplace.suppliers.errors.suppliers import (
    CountyOfSold,
    CountyWrong,
    OrganisationUnsuitable,
    OwnEntry,
    PeriodIncomplete,
    PeriodWrong,
    ReasonMissing,
    SupplierKnown,
    SupplierUnknown,
)

__all__ = [
    "AlreadyRecommended",
    "ApplicationClosed",
    "ApplicationOpen",
    "ApplicationUnknown",
    "CountyOfSold",
    "CountyWrong",
    "ExpiryMissing",
    "FileMissing",
    "OfficeUnclear",
    "OrganisationUnsuitable",
    "OwnEntry",
    "PeriodIncomplete",
    "PeriodWrong",
    "PersonNeeded",
    "ReasonMissing",
    "RecommenderDecides",
    "RequirementUnknown",
    "RequirementsMissing",
    "SupplierKnown",
    "SupplierUnknown",
]
