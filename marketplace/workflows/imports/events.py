"""Sales events that were held, from a file.

The host is where the event was held, or the region the file is brought for if it was held outside of that: a fair in a
partner province is reported by the region it was held for. A number that is known with the same content changes
nothing; with another content it is refused.
"""

from typing import Final

from marketplace.imports.errors import OutsideScope
from marketplace.imports.rules import readers
from marketplace.imports.rules.columns import Column
from marketplace.kernel.permissions import Permission
from marketplace.reporting.errors import ToldAnew
from marketplace.reporting.rules import EventKind
from marketplace.workflows.imports.checks import known_in_scope, known_region, repeated
from marketplace.workflows.imports.kind import Check, Context, Kind, Written, execute
from marketplace.workflows.imports.undoing import delete_added
from marketplace.workflows.imports.words import EVENT_KINDS

_RESOLVE: Final = (
    """
    ALTER TABLE staged ADD COLUMN host_code text, ADD COLUMN known_host text, ADD COLUMN is_known boolean DEFAULT false,
    ADD COLUMN differs boolean DEFAULT false
    """,
    """
    UPDATE staged SET tags = coalesce(tags, '{}'),
        host_code = CASE WHEN starts_with(region_code, :region_prefix) THEN region_code ELSE :region_code END
    """,
    """
    UPDATE staged SET is_known = true, known_host = event.host_code,
        differs = (event.name, event.kind, event.region_code, event.held_on, event.tags)
            IS DISTINCT FROM (staged.name, staged.kind, staged.region_code, staged.held_on, staged.tags)
    FROM event WHERE event.number = staged.number
    """,
)


def prepare(context: Context) -> None:
    """Find the host of each event and whether it is known."""
    for statement in _RESOLVE:
        execute(statement, context)


def write(context: Context) -> Written:
    """Add the events that are not known."""
    written = execute(
        """
        INSERT INTO event (number, name, kind, region_code, host_code, held_on, tags, created_at, import_batch_id)
        SELECT number, name, kind, region_code, host_code, held_on, tags, :now, :batch_id
        FROM staged WHERE NOT is_known ORDER BY row_number
        """,
        context,
    )
    unchanged = execute("UPDATE staged SET is_known = true WHERE is_known", context)
    return Written(written=written, unchanged=unchanged)


def undo(batch_id: int, context: Context) -> None:
    """Delete the events a batch added; nothing depends on them.

    :raises BatchChangedKnown: if it also changed events that were known before.
    """
    delete_added("event", batch_id, context)


EVENTS: Final = Kind(
    name="events",
    zh="展销对接活动",
    columns=(
        Column("number", "编号", readers.code, is_required=True, example="HD2020001"),
        Column("name", "名称", readers.text, is_required=True, example="环县特色农产品展销会"),
        Column("kind", "类型", readers.choice(EventKind, EVENT_KINDS), is_required=True, example="展销会"),
        Column("region_code", "区划", readers.region_code, is_required=True, example="621022"),
        Column("held_on", "日期", readers.day, "date", is_required=True, example="2020-09-20"),
        Column("tags", "标签", readers.tags, "text[]", example="消费帮扶月"),
    ),
    permission=Permission.EVENTS_MANAGE,
    prepare=prepare,
    checks=(
        repeated("number"),
        known_region("region_code"),
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
