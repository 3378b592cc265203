"""What can be wrong with an import as a whole."""

from marketplace.imports.errors.dependents import DEPENDENTS, OTHERS
from marketplace.kernel.errors import Conflict, Forbidden, Invalid, NotFound


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
    zh = "{what}依赖这一批导入，不能撤销；{first}"
    en = "The import cannot be undone while {what} depend on it. {first}"

    def sentence(self, language: str) -> str:
        """Say what depends on the import and what to do first."""
        what_zh, first_zh, what_en, first_en = DEPENDENTS.get(str(self.facts.get("by")), OTHERS)
        if language == "en":
            return self.en.format(what=what_en, first=first_en)
        return self.zh.format(what=what_zh, first=first_zh)


class BatchFinal(Conflict):
    """Batches of this kind are not taken back as a whole."""

    code = "import.final"
    zh = "这种导入不能整批撤销"
    en = "Imports of this kind cannot be undone as a whole"


class OwnBatch(Forbidden):
    """Nobody commits a file of this kind that they sent themselves."""

    code = "import.own"
    zh = "这种文件须由另一人确认导入，不能确认自己上传的"
    en = "A file of this kind is committed by another person than the one who sent it"


class OperatorsBatch(Forbidden):
    """What the operator brought is committed, tried again and taken back by the operator."""

    code = "import.of_operator"
    zh = "这一批由系统管理员从命令行导入，只能由其处理（flask undo-import）"
    en = "The operator brought this import from the command line; only the operator decides on it (flask undo-import)"


class FileGone(NotFound):
    """The batch's file is not kept, or not any more."""

    code = "import.file_gone"
    zh = "这一批的文件已不再保存，请重新上传"
    en = "The file of this import is not kept any more; send it again"


class ScopeNeeded(Invalid):
    """The importer acts in several places and must say for which the file is."""

    code = "import.scope_needed"
    zh = "请指明文件属于哪个区域（region）或单位（organisation_id）"
    en = "Say for which region or organisation_id the file is"
