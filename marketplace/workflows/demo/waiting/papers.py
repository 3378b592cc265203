"""A page with a title, as the scan of a document: small, and opened by every reader of PDF."""

from typing import Final

_PAGE: Final = b"/Type /Page /Parent 2 0 R /MediaBox [0 0 420 298] /Contents 4 0 R"
_FONT: Final = b"/Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"


def write_paper(title: str) -> bytes:
    """Write a page that bears a title in ASCII, without brackets."""
    drawn = f"BT /F 18 Tf 40 200 Td ({title}) Tj 0 -30 Td /F 11 Tf (Made for the reference year) Tj ET".encode("ascii")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< " + _PAGE + b" " + _FONT + b" >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
    )
    written, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(written))
    return written + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + tail
