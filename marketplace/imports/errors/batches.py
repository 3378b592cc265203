"""What can be wrong with an import as a whole."""

from marketplace.kernel.errors import Conflict, NotFound


class BatchUnknown(NotFound):
    """There is no such batch, or it is not the caller's."""

    code = "import.not_found"
    zh = "没有这一批导入"
    en = "There is no such import"


class BatchChangedKnown(Conflict):
    """The batch also changed what was known before it, and that cannot be brought back."""

    code = "import.changed_known"
    zh = "这一批还修改了此前已有的数据，不能撤销"
    en = "This import also changed data that were known before it; it cannot be undone"


class BatchDependedOn(Conflict):
    """Something written later depends on rows of the batch."""

    code = "import.depended_on"
    zh = "已有数据依赖这一批导入，不能撤销"
    en = "Other data depend on this import; it cannot be undone"


class BatchFinal(Conflict):
    """Batches of this kind are not taken back as a whole."""

    code = "import.final"
    zh = "这种导入不能整批撤销"
    en = "Imports of this kind cannot be undone as a whole"
