"""Small real files of every kind that is kept."""

import io
import struct
import zipfile
import zlib

import xlsxwriter

HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PROGRAM = b"MZ\x90\x00" + bytes(200)


def pdf(text: str = "licence") -> bytes:
    """A PDF that says something."""
    return f"%PDF-1.4\n1 0 obj\n<< /Title ({text}) >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n".encode()


def png() -> bytes:
    """A picture of one grey point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b"")


def jpeg() -> bytes:
    """The segments of a photograph, its picture being a few bytes."""
    head = b"\xff\xd8" + b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    return head + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x12\xff\x00\x34" * 20 + b"\xff\xd9"


def webp() -> bytes:
    """A WebP container."""
    body = b"WEBPVP8 " + struct.pack("<I", 32) + bytes(32)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def heif() -> bytes:
    """A telephone's picture container."""
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + struct.pack(">I", 40) + b"mdat" + bytes(32)


def xlsx() -> bytes:
    """A workbook with one cell."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet().write(0, 0, "名称")
    return file.getvalue()


def docx(**parts: bytes) -> bytes:
    """A text document of the parts that make it one, and others."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def photo(*, width: int = 40, height: int = 30, orientation: int = 1, tail: bytes = b"") -> bytes:
    """A telephone's photograph: the place it was taken, its turn, a comment, two scans, and what lies behind them."""

    def segment(kind: int, body: bytes) -> bytes:
        return struct.pack(">BBH", 0xFF, kind, len(body) + 2) + body

    entries = struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0) + struct.pack("<HHII", 0x8825, 4, 1, 38)
    exif = b"Exif\0\0II*\0" + struct.pack("<IH", 8, 2) + entries + struct.pack("<I", 0) + b"GPS 36.57N 107.31E"
    size = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    scan = b"\x01\x01\x00\x00\x3f\x00"
    return b"".join(
        [
            b"\xff\xd8",
            segment(0xE1, exif),
            segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>GPS</x:xmpmeta>"),
            segment(0xE2, b"MPF\0GPS"),
            segment(0xE2, b"ICC_PROFILE\0\x01\x01profile"),
            segment(0xFE, b"GPS comment"),
            segment(0xC2, size),
            segment(0xDA, scan) + b"\x12\xff\x00\x34\xff\xd0\x56" * 9,
            segment(0xC4, b"\x00" * 17),
            segment(0xDA, scan) + b"\x78\xff\x00" * 9,
            b"\xff\xd9",
            tail,
        ]
    )
