"""Small real files of every kind that is kept."""

import io
import struct
import zipfile
import zlib

import xlsxwriter
from PIL import Image
from PIL.PngImagePlugin import PngInfo

HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PROGRAM = b"MZ\x90\x00" + bytes(200)


def pdf(text: str = "licence") -> bytes:
    """A PDF that says something."""
    return f"%PDF-1.4\n1 0 obj\n<< /Title ({text}) >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n".encode()


def png() -> bytes:
    """A picture of one grey point."""
    return _png(struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0), b"\0\x80")


def _png(head: bytes, points: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(points)) + chunk(b"IEND", b"")


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


def photo(*, width: int = 40, height: int = 30, orientation: int = 1, tail: bytes = b"", kind: str = "JPEG") -> bytes:
    """A telephone's photograph, red at the left and blue at the right: where it was taken stands beside it in each way.

    A JPEG also has what cameras write into its segments, and `tail` behind it.
    """
    picture = Image.new("RGB", (width, height), "red")
    picture.paste("blue", (width // 2, 0, width, height))
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = orientation, "GPS 36.57N 107.31E"
    xmp = b"<x:xmpmeta>GPS</x:xmpmeta>"
    file = io.BytesIO()
    if kind == "PNG":
        texts = PngInfo()
        texts.add_text("Author", "GPS")
        picture.save(file, kind, exif=exif, pnginfo=texts)
        return file.getvalue() + tail
    if kind == "WEBP":
        picture.save(file, kind, exif=exif, xmp=xmp, lossless=True)
        return file.getvalue()
    picture.save(file, kind, exif=exif, xmp=xmp, comment=b"GPS comment", icc_profile=b"profile GPS", quality=95)
    return file.getvalue() + tail


def claim(width: int, height: int) -> bytes:
    """A whole PNG of a few bytes that claims to be of a size."""
    return _png(struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0), b"\0\x80")
