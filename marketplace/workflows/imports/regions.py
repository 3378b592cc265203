"""Towns, villages and changed codes, from a file.

A row is one name of one code for a period, whose key is the code and its first day. The same key again changes what the
register says of it; a period that overlaps another of the same code is refused, so on any day a code has one name.
"""

from typing import Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.imports.errors import BatchChangedKnown, BatchDependedOn, PeriodOverlaps, RegionNotKnown
from marketplace.imports.rules import readers
from marketplace.imports.rules.columns import Column
from marketplace.kernel.permissions import Permission
from marketplace.regions.models import Region
from marketplace.workflows.imports.checks import period_not_empty, region_in_scope, repeated
from marketplace.workflows.imports.kind import Check, Context, Kind, Written, execute

_RESOLVE: Final = (
    """
    ALTER TABLE staged ADD COLUMN from_on date, ADD COLUMN until_on date, ADD COLUMN level int,
        ADD COLUMN change text
    """,
    """
    UPDATE staged SET from_on = coalesce(valid_from, '1949-01-01'), until_on = valid_until + 1,
        level = CASE WHEN length(code) = 12 THEN CASE WHEN code LIKE '%000' THEN 9 ELSE 12 END
                     WHEN code = '000000' THEN 0 WHEN code LIKE '%0000' THEN 2 WHEN code LIKE '%00' THEN 4 ELSE 6 END
    """,
    """
    UPDATE staged SET change = CASE
        WHEN (known.name, known.until_on, known.replaced_by)
            IS NOT DISTINCT FROM (staged.name, staged.until_on, staged.replaced_by) THEN 'none' ELSE 'update' END
    FROM region known WHERE known.code = staged.code AND known.from_on = staged.from_on
    """,
)

_OVERLAPS: Final = """
    SELECT staged.row_number FROM staged JOIN (
        SELECT code, from_on, until_on FROM staged
        UNION ALL
        SELECT code, from_on, until_on FROM region
        WHERE code IN (SELECT code FROM staged) AND (code, from_on) NOT IN (SELECT code, from_on FROM staged
            WHERE code IS NOT NULL)
    ) other ON other.code = staged.code AND other.from_on <> staged.from_on
        AND other.from_on < coalesce(staged.until_on, 'infinity')
        AND staged.from_on < coalesce(other.until_on, 'infinity')
    GROUP BY staged.row_number
"""

_COUNTY_UNKNOWN: Final = """
    SELECT row_number FROM staged WHERE level > 6 AND left(code, 6) IN (
        SELECT DISTINCT left(code, 6) FROM staged EXCEPT SELECT code FROM region EXCEPT SELECT code FROM staged)
"""

_CODE: Final = str(Region.code.type)
_NEVER_ASKED: Final = frozenset({"region", "import_batch", "sale_rollup", "status_stamp"})
"""What holds area codes and keeps no place alive: records of imports, and what is reckoned from other rows."""


def prepare(context: Context) -> None:
    """Work out period and level of each row, and what it would change."""
    for statement in _RESOLVE:
        execute(statement, context)


def write(context: Context) -> Written:
    """Add new periods and change known ones: two statements."""
    changed = execute(
        """
        UPDATE region SET name = staged.name, until_on = staged.until_on, replaced_by = staged.replaced_by
        FROM staged WHERE staged.change = 'update' AND region.code = staged.code AND region.from_on = staged.from_on
        """,
        context,
    )
    added = execute(
        """
        INSERT INTO region (code, name, level, from_on, until_on, replaced_by, import_batch_id)
        SELECT code, name, level, from_on, until_on, replaced_by, :batch_id FROM staged WHERE change IS NULL
        ORDER BY code, from_on
        """,
        context,
    )
    total: int = db.session.scalar(text("SELECT count(*) FROM staged")) or 0
    return Written(written=changed + added, unchanged=total - changed - added)


def undo(batch_id: int, context: Context) -> None:
    """Delete the periods a batch added.

    :raises BatchChangedKnown: if it also changed periods that were known before.
    :raises BatchDependedOn: if anything uses a code that would have no name any more.
    """
    added = db.session.scalar(text("SELECT count(*) FROM region WHERE import_batch_id = :id"), {"id": batch_id})
    written = db.session.scalar(text("SELECT rows_written FROM import_batch WHERE id = :id"), {"id": batch_id})
    if added != written:
        raise BatchChangedKnown
    if db.session.scalar(text(_depended_on()), {"batch_id": batch_id}):
        raise BatchDependedOn(by="region")
    execute("DELETE FROM region WHERE import_batch_id = :undone", context, undone=batch_id)


def _depended_on() -> str:
    """Write the SQL that a column of area codes, of any table, uses a code that only this batch names."""
    uses = "".join(
        f" OR gone.code IN (SELECT {column.name} FROM {table.name})"  # noqa: S608  names of our own tables
        for table in db.metadata.sorted_tables
        if table.name not in _NEVER_ASKED
        for column in table.columns
        if str(column.type) == _CODE
    )
    return f"""
        SELECT EXISTS (
            SELECT FROM region gone WHERE import_batch_id = :batch_id
            AND NOT EXISTS (SELECT FROM region WHERE region.code = gone.code AND region.id <> gone.id)
            AND (gone.code IN (SELECT replaced_by FROM region WHERE import_batch_id IS DISTINCT FROM :batch_id){uses}))
    """  # noqa: S608  as above


REGIONS: Final = Kind(
    name="regions",
    zh="区划",
    columns=(
        Column("code", "区划代码", readers.region_code, is_required=True, example="621022101001"),
        Column("name", "名称", readers.text, is_required=True, example="环城镇城东村"),
        Column("valid_from", "启用日期", readers.day, "date", example="2015-01-01"),
        Column("valid_until", "停用日期", readers.day, "date"),
        Column("replaced_by", "变更为", readers.region_code),
    ),
    permission=Permission.REGIONS_IMPORT,
    prepare=prepare,
    checks=(
        repeated("code", "from_on"),
        region_in_scope("code"),
        period_not_empty("valid_from", "valid_until"),
        Check("valid_from", PeriodOverlaps, _OVERLAPS),
        Check("code", RegionNotKnown, _COUNTY_UNKNOWN),
    ),
    write=write,
    undo=undo,
)
