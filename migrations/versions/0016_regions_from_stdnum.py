"""Regions down to county, from the code table that python-stdnum carries."""

import re
from datetime import date

import sqlalchemy as sa
from alembic import op
from stdnum import numdb

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

FIRST_YEAR = 1949
SPAN = re.compile(r"(?:\[(\d*)-(\d*)\])?(.+)")


def spans(names: str):
    """Yield name, first day and day after the last of each comma-separated `[1998-2010]name`."""
    for part in names.split(","):
        first, last, name = SPAN.fullmatch(part).groups()
        until = date(int(last), 12, 31) if last else None
        yield name, date(int(first or FIRST_YEAR), 1, 1), until


def rows():
    """Yield every region of six digits with its level, once per period."""
    yield {"code": "000000", "name": "全国", "level": 0, "from_on": date(FIRST_YEAR, 1, 1), "until_on": None}
    table = numdb.get("cn/loc")
    for _length, low, _high, properties, children in table.prefixes:
        yield {
            "code": f"{low}0000",
            "name": properties["province"],
            "level": 2,
            "from_on": date(FIRST_YEAR, 1, 1),
            "until_on": None,
        }
        for _l, code, _h, of_county, _c in children:
            if code == "0000":
                continue
            level = 4 if code.endswith("00") else 6
            for name, first, until in spans(of_county["county"]):
                yield {"code": f"{low}{code}", "name": name, "level": level, "from_on": first, "until_on": until}


def upgrade() -> None:
    region = sa.table(
        "region", sa.column("code"), sa.column("name"), sa.column("level"), sa.column("from_on"), sa.column("until_on")
    )
    distinct = {(row["code"], row["from_on"]): row for row in rows()}
    op.bulk_insert(region, list(distinct.values()))


def downgrade() -> None:
    op.execute("DELETE FROM region WHERE length(code) = 6 AND import_batch_id IS NULL")
