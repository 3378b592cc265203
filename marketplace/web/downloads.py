"""Tables as files that a reader keeps: CSV, XLSX and documents, always as attachments."""

import io
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from flask import Response, send_file

from marketplace.gateways import sheets
from marketplace.kernel.cells import Cell
from marketplace.kernel.errors import NotFound

FORMATS: Final = ("xlsx", "csv")


def send_table(rows: Iterable[Sequence[Cell]], name: str, ending: str) -> Response:
    """Answer with rows as a file, the header first.

    :raises NotFound: no file ends so.
    """
    if ending not in FORMATS:
        raise NotFound
    with tempfile.TemporaryDirectory(prefix="bangfu-figures-") as folder:
        path = Path(folder, f"{name}.{ending}")
        sheets.write(path, rows, sheet_name="figures")
        return send_bytes(path.read_bytes(), path.name)


def unkept(answer: Response) -> Response:
    """Let nobody between us and the reader, nor their browser, keep an answer that is theirs alone."""
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def send_bytes(content: bytes, name: str) -> Response:
    """Answer with a file that is there already."""
    return send_file(io.BytesIO(content), as_attachment=True, download_name=name)
