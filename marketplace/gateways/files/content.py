"""What a content is, read from its bytes and never from its name, and whether it is whole.

The checks read structure alone: they find what was cut off in transfer or is another thing than it says, not every
damage a viewer would stumble over.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import Final

import puremagic

PDF: Final = "application/pdf"
PNG: Final = "image/png"
JPEG: Final = "image/jpeg"
WEBP: Final = "image/webp"
HEIF: Final = "image/heif"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_PARTS_OF: Final[Mapping[str, str]] = {"xl/workbook.xml": XLSX, "word/document.xml": DOCX}
"""The part that only a document of a kind has."""
_ZIP: Final = b"PK\x03\x04"
_PDF_TAIL: Final = 2048
_MOST_UNPACKED: Final = 1 << 28
_PIECE: Final = 1 << 18
_ENCRYPTED: Final = 0x1


def find_media_type(content: bytes) -> str | None:
    """Find the media type of a content; `None` if it is nothing known."""
    if content.startswith(_ZIP):
        return _office_type(content)
    try:
        return puremagic.from_string(content, mime=True) or None
    except (puremagic.PureError, ValueError):
        return None


def is_sound(content: bytes, media_type: str) -> bool:
    """Tell whether a content of such a type is whole, as far as its structure shows; of others nothing is known."""
    check = _CHECKS.get(media_type)
    try:
        return check is not None and check(content)
    except (struct.error, IndexError):
        return False


def _office_type(content: bytes) -> str | None:
    """Tell a workbook from a text document by its main part; one with macros or neither is nothing we know."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        # What begins as an archive and is none: whether it was a document cannot be told any more.
        return None
    found = {kind for part, kind in _PARTS_OF.items() if part in names}
    has_macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    return found.pop() if len(found) == 1 and not has_macros and "[Content_Types].xml" in names else None


def _is_pdf_whole(content: bytes) -> bool:
    return content.startswith(b"%PDF-") and b"%%EOF" in content[-_PDF_TAIL:]


def _is_png_whole(content: bytes) -> bool:
    """Walk the chunks to the last, each with its checksum."""
    position, kind = 8, b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", content, position)
        end = position + 8 + length
        if struct.unpack_from(">I", content, end)[0] != zlib.crc32(content[position + 4 : end]):
            return False
        position = end + 4
    return True


def _is_jpeg_whole(content: bytes) -> bool:
    """Walk the segments to the picture itself and look for its end mark, which no data can hold."""
    position = 2
    while True:
        mark, kind, length = struct.unpack_from(">BBH", content, position)
        if mark != 0xFF:  # noqa: PLR2004  every segment begins so
            return False
        position += 2 + length
        if kind == 0xDA:  # noqa: PLR2004  the scan: the picture follows
            return content.find(b"\xff\xd9", position) >= 0


def _is_webp_whole(content: bytes) -> bool:
    return len(content) >= 8 + int(struct.unpack_from("<I", content, 4)[0])


def _is_heif_whole(content: bytes) -> bool:
    """Walk the boxes: they end where the content ends."""
    position = 0
    while position < len(content):
        length = int(struct.unpack_from(">I", content, position)[0])
        if length == 1:
            length = int(struct.unpack_from(">Q", content, position + 8)[0])
        if length == 0:  # the last one, to the end
            return True
        if length < 8:  # noqa: PLR2004  its own head
            return False
        position += length
    return position == len(content)


def _is_archive_whole(content: bytes) -> bool:
    """Unpack every part with its checksum, up to a bound that no honest document reaches."""
    unpacked = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for part in archive.infolist():
                if part.flag_bits & _ENCRYPTED:
                    return False
                with archive.open(part) as file:
                    while piece := file.read(_PIECE):
                        unpacked += len(piece)
                        if unpacked > _MOST_UNPACKED:
                            return False
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError):
        return False
    return True


_CHECKS: Final[Mapping[str, Callable[[bytes], bool]]] = {
    PDF: _is_pdf_whole,
    PNG: _is_png_whole,
    JPEG: _is_jpeg_whole,
    WEBP: _is_webp_whole,
    HEIF: _is_heif_whole,
    XLSX: _is_archive_whole,
    DOCX: _is_archive_whole,
}
