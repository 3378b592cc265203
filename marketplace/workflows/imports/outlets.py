"""Halls, counters, zones and windows that sell assisted products, from a file.

The host is where the outlet stands, or the region the file is brought for if it stands outside of that: a hall in a
partner province is reported by the region it sells for. A known number may tell the day it closed; any other change is
refused.
"""

from typing import Final

from marketplace.imports.errors import OutsideScope
from marketplace.imports.rules import readers
from marketplace.imports.rules.columns import Column
from marketplace.kernel.permissions import Permission
from marketplace.reporting.errors import ToldAnew
from marketplace.reporting.rules import OutletKind
from marketplace.workflows.imports.checks import known_in_scope, known_region, period_not_empty, repeated
from marketplace.workflows.imports.kind import Check, Context, Kind, Written, execute
from marketplace.workflows.imports.undoing import delete_added
from marketplace.workflows.imports.words import OUTLET_KINDS

_RESOLVE: Final = (
    """
    ALTER TABLE staged ADD COLUMN host_code text, ADD COLUMN known_host text, ADD COLUMN is_known boolean DEFAULT false,
    ADD COLUMN closes boolean DEFAULT false, ADD COLUMN differs boolean DEFAULT false
    """,
    """
    UPDATE staged SET tags = coalesce(tags, '{}'),
        host_code = CASE WHEN starts_with(region_code, :region_prefix) THEN region_code ELSE :region_code END
    """,
    """
    UPDATE staged SET is_known = true, known_host = outlet.host_code,
        closes = outlet.closed_on IS NULL AND staged.closed_on IS NOT NULL,
        differs = (outlet.name, outlet.kind, outlet.region_code, outlet.opened_on, outlet.tags)
            IS DISTINCT FROM (staged.name, staged.kind, staged.region_code, staged.opened_on, staged.tags)
            OR outlet.closed_on <> coalesce(staged.closed_on, outlet.closed_on - 1)
    FROM outlet WHERE outlet.number = staged.number
    """,
)


def prepare(context: Context) -> None:
    """Find the host of each outlet, whether it is known, and whether it closes."""
    for statement in _RESOLVE:
        execute(statement, context)


def write(context: Context) -> Written:
    """Add the outlets that are not known and close those that closed."""
    closed = execute(
        """
        UPDATE outlet SET closed_on = staged.closed_on
        FROM staged WHERE staged.closes AND outlet.number = staged.number
        """,
        context,
    )
    opened = execute(
        """
        INSERT INTO outlet (
            number, name, kind, region_code, host_code, opened_on, closed_on, tags, created_at, import_batch_id
        )
        SELECT number, name, kind, region_code, host_code, opened_on, closed_on, tags, :now, :batch_id
        FROM staged WHERE NOT is_known ORDER BY row_number
        """,
        context,
    )
    unchanged = execute("UPDATE staged SET is_known = true WHERE is_known AND NOT closes", context)
    return Written(written=opened + closed, unchanged=unchanged)


def undo(batch_id: int, context: Context) -> None:
    """Delete the outlets a batch added; nothing depends on them.

    :raises BatchChangedKnown: if it also changed outlets that were known before.
    """
    delete_added("outlet", batch_id, context)


OUTLETS: Final = Kind(
    name="outlets",
    zh="专馆专柜专区",
    columns=(
        Column("number", "编号", readers.code, is_required=True, example="QY-ZG-01"),
        Column("name", "名称", readers.text, is_required=True, example="环县消费帮扶专馆"),
        Column("kind", "类型", readers.choice(OutletKind, OUTLET_KINDS), is_required=True, example="专馆"),
        Column("region_code", "区划", readers.region_code, is_required=True, example="621022"),
        Column("opened_on", "日期", readers.day, "date", is_required=True, example="2020-06-01"),
        Column("closed_on", "关闭日期", readers.day, "date"),
        Column("tags", "标签", readers.tags, "text[]"),
    ),
    permission=Permission.EVENTS_MANAGE,
    prepare=prepare,
    checks=(
        repeated("number"),
        known_region("region_code"),
        period_not_empty("opened_on", "closed_on"),
        Check(
            "region_code",
            OutsideScope,
            "SELECT row_number FROM staged WHERE NOT starts_with(host_code, :region_prefix)",
        ),
        known_in_scope("number"),
        Check("number", ToldAnew, "SELECT row_number FROM staged WHERE differs"),
    ),
    write=write,
    undo=undo,
)
