"""What can go wrong with stored files."""

from marketplace.kernel.errors import Invalid, NotFound


class FileUnknown(NotFound):
    """There is no such file, or it is outside the caller's scope."""

    code = "file.not_found"
    zh = "没有找到这个文件"
    en = "There is no such file"


class OwnerUnclear(Invalid):
    """A file belongs to one organisation or to one region."""

    code = "file.owner_unclear"
    zh = "请指明文件属于哪个单位或哪个区划，二者只选其一"
    en = "Name the organisation or the region the file belongs to: one of the two"


class FileEmpty(Invalid):
    """A file holds nothing."""

    code = "file.empty"
    zh = "文件是空的"
    en = "The file is empty"


class FileTooLarge(Invalid):
    """A file is larger than is kept."""

    code = "file.too_large"
    zh = "文件不能超过 {most_mib} MiB"
    en = "A file has at most {most_mib} MiB"


class FileKindRefused(Invalid):
    """The content is of a kind that is not kept, whatever its name says."""

    code = "file.kind_refused"
    zh = "文件内容不是可接受的类型；请上传 PDF、PNG、JPEG、WebP、HEIC 图片、Excel（xlsx）或 Word（docx）文件"
    en = "The content is of no accepted kind; send PDF, PNG, JPEG, WebP, HEIC, Excel (xlsx) or Word (docx)"


class PhotoKindRefused(Invalid):
    """The content is no photograph of a kind that can be drawn anew."""

    code = "photo.kind_refused"
    zh = "请上传 JPEG、PNG 或 WebP 照片；HEIC 照片请先另存为 JPEG"
    en = "Send a JPEG, PNG or WebP photograph; save a HEIC one as JPEG first"


class PhotoTooLarge(Invalid):
    """A photograph has more points than are drawn."""

    code = "photo.too_large"
    zh = "照片不能超过 {most_million} 百万像素，请缩小后上传"
    en = "A photograph has at most {most_million} million pixels: make it smaller first"


class FileDamaged(Invalid):
    """The content is cut off or damaged."""

    code = "file.damaged"
    zh = "文件已损坏或不完整，请重新导出后上传"
    en = "The file is damaged or incomplete; save it again and send it"
