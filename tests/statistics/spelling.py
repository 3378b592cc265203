"""How a value may be written in an import file: every accepted way of a day, an amount, a word and a whole file."""

import csv
import io
from datetime import date
from random import Random
from typing import Any

Row = dict[str, Any]


def decimal(hundredths: int, random: Random) -> str:
    """Spell hundredths as a decimal number, with or without trailing zeros."""
    plain = f"{'-' if hundredths < 0 else ''}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}"
    return random.choice((plain, plain.rstrip("0").rstrip(".")))


def money(fen: int, random: Random) -> str:
    """Spell fen as yuan: plain, with spaces around, in full-width digits, or with its thousands grouped."""
    plain = decimal(fen, random)
    wide = plain.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
    grouped = f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"
    return random.choice((plain, plain, f" {plain} ", wide, grouped))


def worded(row: Row, column: str, words: dict[str, str], random: Random) -> Row:
    """Spell an enumerated cell as its code or as its Chinese word."""
    chinese = {code: word for word, code in words.items()}
    code = row[column]
    return {**row, column: random.choice((code, chinese.get(code, code)))}


def encoded(rows: list[Row], random: Random) -> bytes:
    """Write rows as CSV: columns in any order, perhaps one too many, perhaps an empty row, in an accepted encoding."""
    columns = sorted({name for row in rows for name in row})
    random.shuffle(columns)
    columns += random.choice(([], [], ["remark"]))
    dates = random.choice(("iso", "slashed"))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=random.choice(("\n", "\r\n")))
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(name), dates) for name in columns])
        if random.randrange(50) == 0:
            writer.writerow([""] * len(columns))
    return text.getvalue().encode(random.choice(("utf-8", "utf-8", "utf-8-sig", "gb18030")))


def _cell(value: object, dates: str) -> str:
    """Spell a cell; a day as `2020-09-30` or `2020/9/30`."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat() if dates == "iso" else f"{value.year}/{value.month}/{value.day}"
    return str(value)
