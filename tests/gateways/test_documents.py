"""A workbook holds words as words."""

import io
import zipfile

import pytest

from marketplace.gateways.documents import write_workbook


@pytest.mark.parametrize("text", ["=1+1", "https://evil.example/x", "mailto:a@example.org", "internal:Sheet1!A1"])
def test_a_text_becomes_neither_a_formula_nor_a_link(text):
    with zipfile.ZipFile(io.BytesIO(write_workbook([("one", [["a", "b"], [text, "x"]])]))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet
        assert b"<hyperlink" not in sheet
        assert text.encode() in archive.read("xl/sharedStrings.xml")
