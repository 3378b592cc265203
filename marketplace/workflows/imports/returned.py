"""The file of bad rows: as they were sent, with a column 错误/error, ready to be mended and sent again."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from marketplace.gateways import sheets
from marketplace.imports.rules.headers import ERROR_HEADER
from marketplace.kernel.cells import Cell, text_of
from marketplace.workflows.imports.engine import Findings


def write_bad_rows(source: Path, target: Path, findings: Findings, *, language: str) -> int:
    """Write the bad rows of a file that was read; tell how many.

    The rows are read anew from the file, because what the batch keeps of them is masked.
    """
    sheets.write(target, _rows(source, findings, language))
    return len(findings.bad)


def _rows(source: Path, findings: Findings, language: str) -> Iterator[Sequence[Cell]]:
    sheet = sheets.read(source)
    _, header = next(sheet.rows)
    kept = [place for place, title in enumerate(header) if text_of(title).strip() != ERROR_HEADER]
    yield [*(header[place] for place in kept), ERROR_HEADER]
    for number, row in sheet.rows:
        if number in findings.bad:
            said = "; ".join(problem.sentence(language) for problem in findings.bad[number])
            yield [*(row[place] if place < len(row) else None for place in kept), said]
