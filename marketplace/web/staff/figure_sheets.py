"""The parts of a slice as a sheet that a person reads: headings in words, amounts in yuan, definition ids below."""

from collections.abc import Sequence
from datetime import datetime

from marketplace.kernel.cells import Cell
from marketplace.statistics.rules.measures import COLUMN_OF, KINDS, Unit
from marketplace.statistics.rules.rows import Row
from marketplace.statistics.rules.units import in_hundredths
from marketplace.web import terms
from marketplace.web.showing import moment
from marketplace.web.staff.explorer import names_of_parts
from marketplace.web.staff.slicing import Asked
from marketplace.web.words import texts


def sheet_of(rows: Sequence[Row], asked: Asked, tongue: str, at: datetime) -> Sequence[Sequence[Cell]]:
    """Lay parts out by name and code under headings of a language; compared ones with base and change in percent.

    Below them it says whether they add up, and up to which moment facts were counted.
    """
    t, by = texts(tongue), asked.by
    headings: list[Cell] = [t[f"value.{by.value}"], t["value_code"]]
    ids: list[Cell] = [t["definition_id"], None]
    for name in COLUMN_OF:
        unit = f" ({t['in_yuan']})" if KINDS[name].unit is Unit.FEN else ""
        said = terms.term(name, tongue).name
        headings.append(f"{said}{unit}")
        if asked.is_compared:
            headings += [f"{t['before_of'].format(measure=said)}{unit}", f"{said} – {t['changed']} (%)"]
        ids += [name] * (3 if asked.is_compared else 1)
    names = names_of_parts(rows, asked, tongue)
    lines = [[names[row["slice"][by.key]], row["slice"][by.key], *_cells(row, asked)] for row in rows]
    notes = [[t["parts_add_up" if by.is_partition else "tags_overlap"]], [t["as_of"].format(moment=moment(at))]]
    return [headings, ids, *lines, [], *notes]


def _cells(row: Row, asked: Asked) -> list[Cell]:
    cells: list[Cell] = []
    for name, column in COLUMN_OF.items():
        is_money = KINDS[name].unit is Unit.FEN
        cells.append(in_hundredths(row[column]) if is_money else row[column])
        if asked.is_compared:
            base = row["base"][column]
            cells += [in_hundredths(base) if is_money else base, in_hundredths(row["change_bp"][column])]
    return cells
