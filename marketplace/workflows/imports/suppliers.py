"""Suppliers and their certifications, from a file.

A row is one supplier, known by its credit code; an organisation that bought before may sell from now on. Brought by the
operator, `certified_from` and `certified_until` certify it: the operator enters decisions that were taken elsewhere, by
the county's two people and a third, and so needs no recommendations here. Otherwise a new supplier begins with an open
application. A known supplier's row may say a new name, kind or county, or another period, which stands beside those
known.
"""

from typing import Final

from sqlalchemy import text

from marketplace.catalogue.service import entries
from marketplace.db import db
from marketplace.imports.errors import BatchChangedKnown, OutsideScope
from marketplace.imports.rules import readers
from marketplace.imports.rules.columns import Column
from marketplace.kernel.permissions import Permission
from marketplace.suppliers.errors import (
    CountyOfSold,
    CountyWrong,
    OrganisationUnsuitable,
    PeriodIncomplete,
    SupplierKnown,
)
from marketplace.suppliers.rules import SupplierKind
from marketplace.workflows.imports.checks import known_region, period_not_empty, region_in_scope, repeated
from marketplace.workflows.imports.kind import Check, Context, Kind, Written, execute
from marketplace.workflows.imports.undoing import take_back
from marketplace.workflows.imports.words import SUPPLIER_KINDS

_RESOLVE: Final = (
    """
    ALTER TABLE staged ADD COLUMN until_on date, ADD COLUMN organisation_id bigint, ADD COLUMN organisation_kind text,
        ADD COLUMN seat_code text, ADD COLUMN supplier_id bigint, ADD COLUMN known_county text,
        ADD COLUMN differs boolean NOT NULL DEFAULT false,
        ADD COLUMN qualification_id bigint, ADD COLUMN prolongs boolean NOT NULL DEFAULT false
    """,
    """
    UPDATE staged
    SET organisation_id = organisation.id, organisation_kind = organisation.kind, seat_code = organisation.region_code,
        supplier_id = supplier.id, known_county = supplier.county_code,
        differs = (organisation.name, coalesce(supplier.kind, staged.kind),
                   coalesce(supplier.county_code, staged.county_code))
            IS DISTINCT FROM (staged.name, staged.kind, staged.county_code)
    FROM organisation LEFT JOIN supplier ON supplier.organisation_id = organisation.id
    WHERE organisation.uscc = staged.uscc
    """,
    "UPDATE staged SET until_on = certified_until + 1",
    """
    UPDATE staged SET qualification_id = known.id, prolongs = known.until_on IS DISTINCT FROM staged.until_on
    FROM qualification known WHERE known.supplier_id = staged.supplier_id AND known.from_on = staged.certified_from
    """,
)

_WRITE: Final = (
    """
    UPDATE organisation SET name = staged.name FROM staged
    WHERE organisation.id = staged.organisation_id AND organisation.name <> staged.name
    """,
    """
    UPDATE supplier SET kind = staged.kind, county_code = staged.county_code FROM staged
    WHERE supplier.id = staged.supplier_id AND staged.differs
    """,
    """
    INSERT INTO organisation (uscc, name, kind, region_code, created_at, import_batch_id)
    SELECT uscc, name, kind, county_code, :now, :batch_id FROM staged WHERE organisation_id IS NULL ORDER BY row_number
    """,
    """
    INSERT INTO supplier (organisation_id, kind, county_code, created_at, import_batch_id)
    SELECT organisation.id, staged.kind, staged.county_code, :now, :batch_id
    FROM staged JOIN organisation ON organisation.uscc = staged.uscc
    WHERE staged.supplier_id IS NULL ORDER BY row_number
    """,
    """
    DELETE FROM expiry_reminder USING staged
    WHERE :is_trusted AND prolongs AND expiry_reminder.qualification_id = staged.qualification_id
    """,
    """
    WITH known AS (
        SELECT q.id, q.state AS was, staged.until_on
        FROM staged JOIN qualification q ON q.id = staged.qualification_id
        WHERE :is_trusted AND prolongs AND q.state <> 'withdrawn'
    ), prolonged AS (
        UPDATE qualification
        SET until_on = known.until_on, decided_at = :now,
            state = CASE WHEN known.until_on <= :today THEN 'expired'
                         WHEN known.was = 'expired' THEN 'certified' ELSE known.was END
        FROM known WHERE qualification.id = known.id
        RETURNING qualification.id, known.was, qualification.state
    )
    INSERT INTO qualification_event (qualification_id, at, user_id, from_state, to_state, reason, import_batch_id)
    SELECT id, :now, :user_id, was, state, 'suppliers imported', :batch_id FROM prolonged ORDER BY id
    """,
    """
    INSERT INTO qualification (
        supplier_id, state, round, from_on, until_on, created_at, submitted_at, decided_at, import_batch_id
    )
    SELECT supplier.id, CASE WHEN staged.until_on <= :today THEN 'expired' ELSE 'certified' END, 1,
           staged.certified_from, staged.until_on, :now, :now, :now, :batch_id
    FROM staged
    JOIN organisation ON organisation.uscc = staged.uscc
    JOIN supplier ON supplier.organisation_id = organisation.id
    WHERE :is_trusted AND staged.certified_from IS NOT NULL AND staged.qualification_id IS NULL
    ORDER BY row_number
    """,
    """
    INSERT INTO qualification (supplier_id, state, round, created_at, created_by_id, import_batch_id)
    SELECT supplier.id, 'draft', 0, :now, :user_id, :batch_id
    FROM staged
    JOIN organisation ON organisation.uscc = staged.uscc
    JOIN supplier ON supplier.organisation_id = organisation.id
    WHERE NOT :is_trusted AND staged.supplier_id IS NULL
    ORDER BY row_number
    """,
    """
    INSERT INTO qualification_event (qualification_id, at, user_id, to_state, reason, import_batch_id)
    SELECT id, :now, :user_id, state, 'suppliers imported', :batch_id
    FROM qualification WHERE import_batch_id = :batch_id ORDER BY id
    """,
)

_COUNT: Final = """
    SELECT count(*) FILTER (
        WHERE supplier_id IS NULL OR differs
        OR (:is_trusted AND certified_from IS NOT NULL AND (qualification_id IS NULL OR prolongs))
    ) AS new, count(*) AS rows
    FROM staged
"""

_UNDO: Final = (
    "SELECT set_config('bangfu.undone_batch', CAST(CAST(:undone AS bigint) AS text), true)",
    "DELETE FROM qualification_event WHERE import_batch_id = :undone",
    "DELETE FROM qualification WHERE import_batch_id = :undone",
    "DELETE FROM supplier WHERE import_batch_id = :undone",
    "DELETE FROM organisation WHERE import_batch_id = :undone",
)


def prepare(context: Context) -> None:
    """Find organisation, supplier and the certification that begins on the same day."""
    for statement in _RESOLVE:
        execute(statement, context)


def write(context: Context) -> Written:
    """Add and change suppliers, add and prolong certifications: a constant number of statements."""
    counted = db.session.execute(text(_COUNT), context.parameters()).one()
    for statement in _WRITE:
        execute(statement, context)
    renamed = text("SELECT id FROM product WHERE supplier_id IN (SELECT supplier_id FROM staged WHERE differs)")
    entries.refresh(db.session.scalars(renamed).all())
    return Written(written=counted.new, unchanged=counted.rows - counted.new)


def undo(batch_id: int, context: Context) -> None:
    """Delete the suppliers a batch added, their certifications and organisations.

    :raises BatchChangedKnown: if it also changed suppliers that were known before.
    :raises BatchDependedOn: naming what depends on one of them.
    """
    added = db.session.scalar(text("SELECT count(*) FROM supplier WHERE import_batch_id = :id"), {"id": batch_id})
    written = db.session.scalar(text("SELECT rows_written FROM import_batch WHERE id = :id"), {"id": batch_id})
    if added != written:
        raise BatchChangedKnown
    take_back(_UNDO, batch_id, context)


SUPPLIERS: Final = Kind(
    name="suppliers",
    zh="供应商",
    columns=(
        Column("uscc", "统一社会信用代码", readers.uscc, is_required=True, example="91621022MA0000001J"),
        Column("name", "名称", readers.text, is_required=True, example="环县某某种植农民专业合作社"),
        Column("kind", "主体类型", readers.choice(SupplierKind, SUPPLIER_KINDS), is_required=True, example="合作社"),
        Column("county_code", "县代码", readers.region_code, is_required=True, example="621022"),
        Column("certified_from", "认定起始", readers.day, "date", example="2020-01-01"),
        Column("certified_until", "认定截止", readers.day, "date", example="2022-12-31"),
    ),
    permission=Permission.SUPPLIERS_REVIEW,
    prepare=prepare,
    checks=(
        repeated("uscc"),
        known_region("county_code"),
        region_in_scope("county_code"),
        Check(
            "uscc", OutsideScope, "SELECT row_number FROM staged WHERE NOT starts_with(known_county, :region_prefix)"
        ),
        Check(
            "uscc",
            OutsideScope,
            """
            SELECT row_number FROM staged
            WHERE NOT :is_trusted AND supplier_id IS NULL AND NOT starts_with(seat_code, :region_prefix)
            """,
        ),
        Check(
            "county_code",
            CountyWrong,
            "SELECT row_number, county_code FROM staged WHERE length(county_code) <> 6 OR county_code LIKE '%00'",
        ),
        Check(
            "county_code",
            CountyOfSold,
            """
            SELECT row_number FROM staged WHERE county_code <> known_county
            AND (EXISTS (SELECT FROM sale WHERE sale.supplier_id = staged.supplier_id)
                 OR EXISTS (SELECT FROM household_payment paid WHERE paid.supplier_id = staged.supplier_id))
            """,
        ),
        Check(
            "certified_until",
            PeriodIncomplete,
            "SELECT row_number FROM staged WHERE certified_until IS NOT NULL AND certified_from IS NULL",
        ),
        period_not_empty("certified_from", "certified_until"),
        Check(
            "uscc",
            OrganisationUnsuitable,
            """
            SELECT row_number, organisation_kind AS kind FROM staged WHERE supplier_id IS NULL
            AND organisation_kind NOT IN ('enterprise', 'cooperative', 'family_farm', 'agent')
            """,
        ),
        Check(
            "uscc",
            SupplierKnown,
            "SELECT row_number FROM staged WHERE NOT :is_trusted AND organisation_id IS NOT NULL AND differs",
        ),
    ),
    write=write,
    undo=undo,
)
