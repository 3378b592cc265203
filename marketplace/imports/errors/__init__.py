"""What can go wrong with imports: a cell, a row, a batch."""

from marketplace.imports.errors.batches import BatchChangedKnown, BatchDependedOn, BatchUnknown
from marketplace.imports.errors.cells import (
    CellBlank,
    CellNotText,
    ChoiceUnknown,
    CodeDamaged,
    DayUnreadable,
    NumberUnreadable,
    PercentDoubtful,
)
from marketplace.imports.errors.rows import (
    OutsideScope,
    PeriodEmpty,
    PeriodOverlaps,
    RegionNotKnown,
    RowRepeated,
    SupplierNotKnown,
)

__all__ = [
    "BatchChangedKnown",
    "BatchDependedOn",
    "BatchUnknown",
    "CellBlank",
    "CellNotText",
    "ChoiceUnknown",
    "CodeDamaged",
    "DayUnreadable",
    "NumberUnreadable",
    "OutsideScope",
    "PercentDoubtful",
    "PeriodEmpty",
    "PeriodOverlaps",
    "RegionNotKnown",
    "RowRepeated",
    "SupplierNotKnown",
]
