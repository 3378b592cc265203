"""The household register, from a file.

A row is one household, known by its number. Name and identity number are sealed before a row is staged, so that they
never stand in the database, not even for the length of an import. A known household may move within its county, have
another head, category or number of persons (from the day of the import on), and be cleared; the rosters that hold it
are then cut and their sales restated. Its day of registration and its county stay.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.gateways.personal_data import CiphertextUnreadable
from marketplace.households.errors import (
    ClearedAlready,
    CountyDiffers,
    HouseholdChanged,
    IdentityDoubtful,
    IdentityRepeated,
    IdentityTaken,
    PeriodNotAfterRegistration,
    StatusTooEarly,
    VillageUnknown,
)
from marketplace.households.rules import HouseholdCategory
from marketplace.households.service import sealing
from marketplace.households.service.ordinals import NEXT_ORDINAL, lock_counties
from marketplace.imports.errors import BatchChangedKnown, OutsideScope
from marketplace.imports.rules import readers
from marketplace.imports.rules.columns import Column
from marketplace.imports.rules.problems import MOST_KEPT
from marketplace.kernel.identifiers import has_known_birth_place
from marketplace.kernel.permissions import Permission
from marketplace.workflows.clear_household import follow_clearing
from marketplace.workflows.imports.checks import region_in_scope, repeated
from marketplace.workflows.imports.kind import Check, Context, Derived, Kind, Written, execute
from marketplace.workflows.imports.undoing import take_back
from marketplace.workflows.imports.words import HOUSEHOLD_CATEGORIES

_MOST_PERSONS: Final = 99
_ROWS_AT_ONCE: Final = 5_000

_RESOLVE: Final = (
    """
    ALTER TABLE staged ADD COLUMN household_id bigint, ADD COLUMN known_village text,
        ADD COLUMN known_registered_on date, ADD COLUMN known_cleared_on date, ADD COLUMN known_from_on date,
        ADD COLUMN head_differs boolean NOT NULL DEFAULT false, ADD COLUMN status_differs boolean NOT NULL DEFAULT false
    """,
    """
    UPDATE staged
    SET household_id = household.id, known_village = household.village_code,
        known_registered_on = household.registered_on, known_cleared_on = household.cleared_on,
        known_from_on = status.from_on,
        head_differs = coalesce(household.head_identity_hash <> staged.head_identity_hash, false),
        status_differs = (status.category, status.persons) IS DISTINCT FROM (staged.category, staged.persons)
    FROM household JOIN household_status status ON status.household_id = household.id AND status.until_on IS NULL
    WHERE household.household_number = staged.household_number
    """,
)

_NAMES: Final = """
SELECT staged.row_number, staged.household_number, household.head_name AS known, staged.sealed_name AS told
FROM staged JOIN household ON household.id = staged.household_id
WHERE NOT staged.head_differs AND staged.sealed_name IS NOT NULL
"""

_CHANGES: Final = """
    (head_differs OR status_differs OR village_code <> known_village
     OR (cleared_on IS NOT NULL AND known_cleared_on IS NULL))
"""

_LOCK: Final = f"""
SELECT household.id FROM household
WHERE id IN (SELECT household_id FROM staged WHERE {_CHANGES}) ORDER BY id FOR NO KEY UPDATE
"""  # noqa: S608  a constant

_INSERT: Final = f"""
WITH numbered AS (
    SELECT staged.*, left(village_code, 6) AS county_code,
           row_number() OVER (PARTITION BY left(village_code, 6) ORDER BY village_code, household_number) AS place
    FROM staged WHERE household_id IS NULL
), first AS MATERIALIZED (
    SELECT county_code, {NEXT_ORDINAL.format(county="counted.county_code")} AS ordinal
    FROM (SELECT DISTINCT county_code FROM numbered) counted
), added AS (
    INSERT INTO household (
        household_number, village_code, county_code, ordinal, head_name, head_identity, head_identity_hash,
        registered_on, cleared_on, created_at, import_batch_id
    )
    SELECT household_number, village_code, county_code, first.ordinal + place - 1, sealed_name, sealed_identity,
           head_identity_hash, registered_on, cleared_on, :now, :batch_id
    FROM numbered JOIN first USING (county_code)
    ORDER BY county_code, place
    RETURNING id, household_number
)
INSERT INTO household_status (household_id, from_on, category, persons, import_batch_id)
SELECT added.id, staged.registered_on, staged.category, staged.persons, :batch_id
FROM added JOIN staged USING (household_number)
ORDER BY added.id
"""  # noqa: S608  a constant

_UPDATE: Final = (
    """
    UPDATE household
    SET village_code = staged.village_code, head_name = staged.sealed_name, head_identity = staged.sealed_identity,
        head_identity_hash = staged.head_identity_hash
    FROM staged WHERE household.id = staged.household_id
        AND (staged.head_differs OR staged.village_code <> household.village_code)
    """,
    """
    UPDATE household_status SET category = staged.category, persons = staged.persons
    FROM staged WHERE household_status.household_id = staged.household_id AND staged.status_differs
        AND household_status.from_on = :today AND household_status.until_on IS NULL
    """,
    """
    UPDATE household_status SET until_on = :today
    FROM staged WHERE household_status.household_id = staged.household_id AND staged.status_differs
        AND household_status.from_on < :today AND household_status.until_on IS NULL
    """,
    """
    INSERT INTO household_status (household_id, from_on, category, persons, import_batch_id)
    SELECT household_id, :today, category, persons, :batch_id
    FROM staged WHERE status_differs AND known_from_on < :today ORDER BY household_id
    """,
)

_CLEAR: Final = """
UPDATE household SET cleared_on = staged.cleared_on
FROM staged WHERE household.id = staged.household_id AND household.cleared_on IS NULL AND staged.cleared_on IS NOT NULL
RETURNING household.id
"""

_COUNT: Final = f"""
SELECT count(*) FILTER (WHERE household_id IS NULL OR {_CHANGES}) AS new, count(*) AS rows FROM staged
"""  # noqa: S608  a constant

_UNDO: Final = (
    "DELETE FROM household_status WHERE import_batch_id = :undone",
    "DELETE FROM household WHERE import_batch_id = :undone",
)

_VILLAGE_UNKNOWN: Final = """
    SELECT row_number FROM staged WHERE village_code IS NOT NULL AND NOT EXISTS (
        SELECT FROM region WHERE region.code = staged.village_code AND region.level = 12
        AND (staged.registered_on IS NULL OR staged.registered_on < coalesce(region.until_on, 'infinity'))
        AND (staged.cleared_on IS NULL OR region.from_on < staged.cleared_on)
    )
"""

_IDENTITY_REPEATED: Final = """
    SELECT staged.row_number, min(other.row_number) AS other_row
    FROM staged JOIN staged other ON other.head_identity_hash = staged.head_identity_hash
        AND other.household_number <> staged.household_number
    GROUP BY staged.row_number
"""

_IDENTITY_TAKEN: Final = """
    SELECT staged.row_number,
        CASE WHEN starts_with(known.village_code, :region_prefix) THEN known.household_number END AS household_number
    FROM staged JOIN household known ON known.head_identity_hash = staged.head_identity_hash
        AND known.household_number <> staged.household_number
"""


def derive(row: Mapping[str, Any]) -> Sequence[object]:
    """Seal what is personal for the household it belongs to, hash it, and doubt a birth place that did not exist."""
    number, identity_number = row["household_number"], row["head_identity_number"]
    return (
        sealing.seal_name(number, row["head_name"]),
        sealing.seal_identity(number, identity_number),
        sealing.hash_identity(identity_number),
        not has_known_birth_place(identity_number),
    )


def prepare(context: Context) -> None:
    """Find the households that are known already, and what of each is told anew."""
    for statement in _RESOLVE:
        execute(statement, context)
    renamed = _list_renamed()
    execute(
        "UPDATE staged SET head_differs = true WHERE row_number = ANY(CAST(:renamed AS int[]))",
        context,
        renamed=renamed,
    )


def write(context: Context) -> Written:
    """Add new households, change known ones, cut the rosters of those cleared: a constant number of statements."""
    counties = text("SELECT DISTINCT left(village_code, 6) FROM staged WHERE household_id IS NULL")
    lock_counties(db.session.scalars(counties).all())
    db.session.execute(text(_LOCK))
    counted = db.session.execute(text(_COUNT)).one()
    for statement in (_INSERT, *_UPDATE):
        execute(statement, context)
    cleared = db.session.scalars(text(_CLEAR)).all()
    if cleared:
        because_of = ("import", context.batch_id)
        follow_clearing(cleared, because_of=because_of, actor=context.actor, now=context.now)
    return Written(written=counted.new, unchanged=counted.rows - counted.new)


def undo(batch_id: int, context: Context) -> None:
    """Delete the households a batch added.

    :raises BatchChangedKnown: if it also changed households that were known before.
    :raises BatchDependedOn: naming what depends on one of them.
    """
    added = db.session.scalar(text("SELECT count(*) FROM household WHERE import_batch_id = :id"), {"id": batch_id})
    written = db.session.scalar(text("SELECT rows_written FROM import_batch WHERE id = :id"), {"id": batch_id})
    if added != written:
        raise BatchChangedKnown
    take_back(_UNDO, batch_id, context)


def _list_renamed() -> Sequence[int]:
    """List the rows whose head is the same person under another name; only opened names can be compared."""
    found = db.session.execute(text(_NAMES), execution_options={"yield_per": _ROWS_AT_ONCE})
    return [row.row_number for row in found if not _is_same_name(row.household_number, row.known, row.told)]


def _is_same_name(household_number: str, known: bytes, told: bytes) -> bool:
    try:
        return sealing.open_name(household_number, known) == sealing.open_name(household_number, told)
    except CiphertextUnreadable:
        return False  # what no key opens any more is replaced by what is told


HOUSEHOLDS: Final = Kind(
    name="households",
    zh="户",
    columns=(
        Column("household_number", "户编号", readers.code, is_required=True, example="6210221010010001"),
        Column("village_code", "行政村代码", readers.region_code, is_required=True, example="621022101001"),
        Column(
            "category",
            "户类型",
            readers.choice(HouseholdCategory, HOUSEHOLD_CATEGORIES),
            is_required=True,
            example="脱贫户",
        ),
        Column("persons", "人数", readers.whole(least=1, most=_MOST_PERSONS), "int", is_required=True, example="4"),
        Column("head_name", "户主姓名", readers.text, is_required=True, example="张三丰", is_personal=True),
        Column(
            "head_identity_number",
            "证件号码",
            readers.identity_number,
            is_required=True,
            example="622822196001010013",
            is_personal=True,
        ),
        Column("registered_on", "识别时间", readers.day, "date", is_required=True, example="2014-01-01"),
        Column("cleared_on", "风险消除时间", readers.day, "date"),
    ),
    permission=Permission.HOUSEHOLDS_EDIT,
    prepare=prepare,
    checks=(
        repeated("household_number"),
        region_in_scope("village_code"),
        Check(
            "household_number",
            OutsideScope,
            "SELECT row_number FROM staged WHERE NOT starts_with(known_village, :region_prefix)",
        ),
        Check("village_code", VillageUnknown, _VILLAGE_UNKNOWN),
        Check(
            "village_code",
            CountyDiffers,
            """
            SELECT row_number FROM staged WHERE left(village_code, 6) <> left(known_village, 6)
            AND starts_with(known_village, :region_prefix)
            """,
        ),
        Check("head_identity_number", IdentityRepeated, _IDENTITY_REPEATED),
        Check("head_identity_number", IdentityTaken, _IDENTITY_TAKEN),
        Check(
            "head_identity_number",
            IdentityDoubtful,
            f"SELECT row_number FROM staged WHERE is_doubtful ORDER BY row_number LIMIT {MOST_KEPT}",  # noqa: S608  a constant
            is_warning=True,
        ),
        Check(
            "registered_on",
            HouseholdChanged,
            "SELECT row_number FROM staged WHERE registered_on <> known_registered_on",
        ),
        Check(
            "cleared_on",
            PeriodNotAfterRegistration,
            "SELECT row_number FROM staged WHERE cleared_on <= registered_on",
        ),
        Check("cleared_on", ClearedAlready, "SELECT row_number FROM staged WHERE cleared_on <> known_cleared_on"),
        Check(
            "category",
            StatusTooEarly,
            "SELECT row_number, known_from_on AS from_on FROM staged WHERE status_differs AND known_from_on > :today",
        ),
    ),
    write=write,
    undo=undo,
    derived=Derived(
        columns=(
            ("sealed_name", "bytea"),
            ("sealed_identity", "bytea"),
            ("head_identity_hash", "bytea"),
            ("is_doubtful", "boolean"),
        ),
        make=derive,
        replaced=frozenset({"head_name", "head_identity_number"}),
    ),
)
