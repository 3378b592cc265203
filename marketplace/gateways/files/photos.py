"""Photographs for everybody's eyes: what a camera wrote beside the picture is left out, where it was taken above all.

The picture itself is not touched. Of what cameras write only the turn stays, since without it the picture would lie on
its side; the size that is told is the one after the turn.
"""

import re
import struct
from dataclasses import dataclass
from typing import Final

from marketplace.gateways.files.content import JPEG, PNG

_PNG_KEPT: Final = frozenset({b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"IDAT", b"IEND"})
_JPEG_APPS: Final = range(0xE0, 0xF0)
_JPEG_KEPT: Final = frozenset({0xE0, 0xE2, 0xEE})
"""JFIF, the colour profile, Adobe's colours: without them a picture looks otherwise."""
_JPEG_COMMENT: Final = 0xFE
_JPEG_SCAN: Final = 0xDA
_JPEG_END: Final = b"\xff\xd9"
_JPEG_MARK: Final = re.compile(rb"\xff(?![\x00\xd0-\xd7\xff])")
"""What ends the data of a scan: in it 0xFF stands only before 0 and before marks to start over."""
_JPEG_SIZES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_EXIF: Final = b"Exif\0\0"
_ORIENTATION: Final = 0x0112
_ON_ITS_SIDE: Final = range(5, 9)
_PROFILE: Final = b"ICC_PROFILE\0"


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture without what was written beside it, and its size in pixels as it is shown."""

    content: bytes
    width: int
    height: int


def find_photo(content: bytes, media_type: str) -> Photo | None:
    """Find the bare picture in a sound JPEG or PNG; `None` in anything else, or where it tells no size."""
    read = {JPEG: _read_jpeg, PNG: _read_png}.get(media_type)
    try:
        found = read(content) if read is not None else None
    except (struct.error, IndexError):
        return None
    return found if found is not None and found.width > 0 and found.height > 0 else None


def _read_png(content: bytes) -> Photo:
    parts, position = [content[:8]], 8
    width, height = struct.unpack_from(">II", content, 16)
    kind = b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", content, position)
        end = position + 12 + length
        if kind in _PNG_KEPT:
            parts.append(content[position:end])
        position = end
    return Photo(b"".join(parts), width, height)


def _read_jpeg(content: bytes) -> Photo | None:
    """Walk the segments and the scans to the end mark; more pictures behind it are left out."""
    kept, position, orientation, size = [], 2, 1, (0, 0)
    while content[position : position + 2] != _JPEG_END:
        mark, kind, length = struct.unpack_from(">BBH", content, position)
        if mark != 0xFF:  # noqa: PLR2004  every segment begins so
            return None
        segment = content[position : position + 2 + length]
        position += 2 + length
        if kind in _JPEG_SIZES:
            height, width = struct.unpack_from(">HH", segment, 5)
            size = (width, height)
        if segment[4:10] == _EXIF:
            orientation = _orientation_of(segment[10:])
        if _is_kept(kind, segment):
            kept.append(segment)
        if kind == _JPEG_SCAN:
            next_mark = _JPEG_MARK.search(content, position)
            if next_mark is None:
                return None
            kept.append(content[position : next_mark.start()])
            position = next_mark.start()
    turned = [_exif_of(orientation)] if orientation != 1 else []
    width, height = reversed(size) if orientation in _ON_ITS_SIDE else size
    return Photo(b"".join([content[:2], *turned, *kept, _JPEG_END]), width, height)


def _is_kept(kind: int, segment: bytes) -> bool:
    if kind == 0xE2:  # noqa: PLR2004  also used by cameras for more pictures
        return segment[4:16] == _PROFILE
    return kind in _JPEG_KEPT or (kind not in _JPEG_APPS and kind != _JPEG_COMMENT)


def _orientation_of(exif: bytes) -> int:
    """Read the turn of a picture; 1, as it is, where none is told."""
    order = "<" if exif[:2] == b"II" else ">"
    try:
        (first,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, first)
        for i in range(count):
            tag, _type, _count, value = struct.unpack_from(f"{order}HHIH", exif, first + 2 + 12 * i)
            if tag == _ORIENTATION:
                return value if value in range(1, 9) else 1
    except struct.error:
        return 1
    return 1


def _exif_of(orientation: int) -> bytes:
    """Write the one entry that stays."""
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, orientation, 0)
    body = _EXIF + b"MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
