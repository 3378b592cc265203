"""What can go wrong with imports: a cell, a row, a file, a batch."""

from marketplace.imports.errors.batches import (
    BatchChangedKnown,
    BatchDependedOn,
    BatchFinal,
    BatchUnknown,
    FileGone,
    OperatorsBatch,
    OwnBatch,
    ScopeNeeded,
)
from marketplace.imports.errors.cells import (
    CellBlank,
    CellNotText,
    ChoiceUnknown,
    CodeDamaged,
    DayUnreadable,
    NumberUnreadable,
    PercentDoubtful,
    WholeNumberUnreadable,
)
from marketplace.imports.errors.files import ColumnsMissing, ColumnTwice, HeaderMissing, KindUnknown, RowsMissing
from marketplace.imports.errors.rows import (
    GroupIncomplete,
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
    "BatchFinal",
    "BatchUnknown",
    "CellBlank",
    "CellNotText",
    "ChoiceUnknown",
    "CodeDamaged",
    "ColumnTwice",
    "ColumnsMissing",
    "DayUnreadable",
    "FileGone",
    "GroupIncomplete",
    "HeaderMissing",
    "KindUnknown",
    "NumberUnreadable",
    "OperatorsBatch",
    "OutsideScope",
    "OwnBatch",
    "PercentDoubtful",
    "PeriodEmpty",
    "PeriodOverlaps",
    "RegionNotKnown",
    "RowRepeated",
    "RowsMissing",
    "ScopeNeeded",
    "SupplierNotKnown",
    "WholeNumberUnreadable",
]
