"""Benefit rosters, from a file: one row per household; the rows of one subject and first day are one version.

Brought by the operator, versions are approved and their members linked with the supplier; brought by a supplier they
wait for the county, and need verified linkages. A lot may be named here first. The same content again changes nothing;
another content for a day on which a version begins is refused. A version goes in whole or not at all.
"""

from typing import Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.households.errors import (
    HouseholdNotKnown,
    LinkageMissing,
    LotWithoutProduct,
    MemberNotRegistered,
    MemberRepeated,
    ProductNotKnown,
    RosterCompared,
    RosterToldAnew,
    VersionInconsistent,
)
from marketplace.households.rules import Mechanism
from marketplace.households.service import cutting, rosters
from marketplace.imports.errors import BatchDependedOn, OutsideScope
from marketplace.imports.rules import readers
from marketplace.imports.rules.columns import Column
from marketplace.kernel.permissions import Permission
from marketplace.sales.service import corrections
from marketplace.workflows.imports import roster_versions
from marketplace.workflows.imports.checks import known_supplier, period_not_empty
from marketplace.workflows.imports.kind import Check, Context, Kind, Written
from marketplace.workflows.imports.words import MECHANISMS

_MOST_COMPARED: Final = 50
"""A file of more versions is no change that anybody looks over."""

_APPROVED: Final = text(
    "SELECT EXISTS (SELECT FROM roster_version WHERE import_batch_id = :batch_id AND state = 'approved')"
)

_COMPARED: Final = f"""
WITH pair AS (
    SELECT DISTINCT ON (version_row) version_row, p.id AS before_id
    FROM told_version
    JOIN roster_version p ON p.roster_id = told_version.roster_id AND p.state = 'approved'
                         AND p.declared_from_on < told_version.from_on AND p.from_on < told_version.from_on
    WHERE NOT :is_trusted AND NOT is_known AND is_complete AND is_consistent
      AND (SELECT count(*) FROM told_version) <= {_MOST_COMPARED}
    ORDER BY version_row, p.declared_from_on DESC, p.from_on DESC
), new AS (
    SELECT version_row, household_id, told_member.weight FROM pair JOIN told_member USING (version_row)
), old AS (
    SELECT version_row, household_id, m.weight FROM pair JOIN roster_member m ON m.roster_version_id = before_id
)
SELECT version_row AS row_number, count(*) FILTER (WHERE old.weight IS NULL) AS added,
       count(*) FILTER (WHERE new.weight IS NULL) AS removed,
       count(*) FILTER (WHERE new.weight <> old.weight) AS changed,
       count(*) FILTER (WHERE new.weight = old.weight) AS kept
FROM new FULL JOIN old USING (version_row, household_id)
GROUP BY version_row
"""  # noqa: S608  a constant of this module
"""What versions that a supplier brings change of the approved ones before them, as whoever decides on them is told."""


def prepare(context: Context) -> None:
    """Find household, subject and version of each row, and what is known of them."""
    roster_versions.resolve(context)


def write(context: Context) -> Written:
    """Write the versions that are not known; approved ones apply at once, to the sales of their days too.

    :raises RosterToldAnew: if a version that begins on the same day was told or approved meanwhile.
    """
    told = roster_versions.write(context)
    if context.is_trusted and told.from_on is not None:
        cutting.cut_versions(told.version_ids)
        corrections.reattribute(
            supplier_ids=told.supplier_ids,
            from_on=told.from_on,
            because_of=("import", context.batch_id),
            reason="rosters imported",
            actor=context.actor,
            now=context.now,
        )
    return Written(written=told.written, unchanged=told.unchanged)


def undo(batch_id: int, context: Context) -> None:
    """Take back the versions of a batch: they apply no more, and the sales that stood on them are restated.

    :raises BatchDependedOn: if the county has approved one of them; then only the operator takes it back.
    """
    if not context.is_trusted and db.session.scalar(_APPROVED, {"batch_id": batch_id}):
        raise BatchDependedOn(by="roster_version")
    reason = "import undone"
    undone = rosters.undo_batch(import_batch_id=batch_id, reason=reason)
    if undone.from_on is not None:
        corrections.reattribute(
            supplier_ids=undone.supplier_ids,
            from_on=undone.from_on,
            because_of=("import", batch_id),
            reason=reason,
            actor=context.actor,
            now=context.now,
        )


def _consistent(column: str) -> Check:
    """Refuse a row that says another value of a version's column than the version's first row."""
    return Check(
        column,
        VersionInconsistent,
        f"""
        SELECT staged.row_number, version_row AS first_row
        FROM told_version
        JOIN told_member USING (version_row)
        JOIN staged USING (row_number)
        JOIN staged first ON first.row_number = version_row
        WHERE NOT is_consistent AND staged.{column} IS DISTINCT FROM first.{column}
        """,  # noqa: S608  a column named below
    )


ROSTERS: Final = Kind(
    name="rosters",
    zh="带贫名册",
    columns=(
        Column("uscc", "统一社会信用代码", readers.uscc, is_required=True, example="91621022MA0000001J"),
        Column("product_number", "产品编号", readers.code, example="P00001"),
        Column("lot_number", "批号", readers.code),
        Column("mechanism", "带动方式", readers.choice(Mechanism, MECHANISMS), is_required=True, example="收购"),
        Column("household_share", "到户比例(%)", readers.percent, "bigint", is_required=True, example="30"),
        Column("valid_from", "生效日期", readers.day, "date", is_required=True, example="2020-01-01"),
        Column("valid_until", "失效日期", readers.day, "date", example="2020-12-31"),
        Column("household_number", "户编号", readers.code, is_required=True, example="6210220001"),
        Column("weight", "权重", readers.whole(least=1), "bigint", is_required=True, example="3"),
    ),
    permission=Permission.ROSTERS_ENTER,
    prepare=prepare,
    checks=(
        known_supplier(),
        Check(
            "uscc",
            OutsideScope,
            """
            SELECT row_number FROM told_version JOIN told_member USING (version_row)
            WHERE NOT starts_with(county_code, :region_prefix)
            OR (NOT :is_trusted AND organisation_id IS DISTINCT FROM CAST(:organisation_id AS bigint))
            """,
        ),
        Check(
            "product_number",
            ProductNotKnown,
            """
            SELECT row_number FROM told_version JOIN told_member USING (version_row)
            WHERE supplier_id IS NOT NULL AND product_number IS NOT NULL AND product_id IS NULL
            """,
        ),
        Check(
            "lot_number",
            LotWithoutProduct,
            "SELECT row_number FROM staged WHERE lot_number IS NOT NULL AND product_number IS NULL",
        ),
        period_not_empty("valid_from", "valid_until"),
        _consistent("mechanism"),
        _consistent("household_share"),
        _consistent("valid_until"),
        Check(
            "household_number",
            MemberRepeated,
            """
            SELECT row_number, first_row FROM (
                SELECT row_number, min(row_number) OVER (PARTITION BY version_row, household_id) AS first_row
                FROM told_member WHERE household_id IS NOT NULL
            ) same WHERE row_number > first_row
            """,
        ),
        Check(
            "household_number",
            HouseholdNotKnown,
            """
            SELECT row_number FROM told_member JOIN staged USING (row_number)
            WHERE household_id IS NULL AND household_number IS NOT NULL
            """,
        ),
        Check(
            "household_number",
            LinkageMissing,
            """
            SELECT row_number FROM told_version JOIN told_member USING (version_row)
            WHERE NOT :is_trusted AND NOT is_known AND household_id IS NOT NULL AND NOT EXISTS (
                SELECT FROM linkage l
                WHERE l.supplier_id = told_version.supplier_id AND l.household_id = told_member.household_id
                  AND l.from_on <= told_version.from_on
                  AND ((l.state = 'verified' AND l.until_on IS NULL)
                       OR (l.state IN ('verified', 'ended') AND l.until_on > told_version.from_on)))
            """,
        ),
        Check(  # of one cell only the first error is told: this never to who is not linked with the household
            "household_number",
            MemberNotRegistered,
            """
            SELECT row_number FROM told_version JOIN told_member USING (version_row)
            WHERE NOT is_known AND NOT is_registered
            """,
        ),
        Check(
            "valid_from",
            RosterToldAnew,
            """
            SELECT row_number FROM told_version JOIN told_member USING (version_row)
            WHERE known_id IS NOT NULL AND NOT is_known AND is_complete AND is_consistent
            """,
        ),
        Check("valid_from", RosterCompared, _COMPARED, is_warning=True),
    ),
    write=write,
    undo=undo,
    group_by=("uscc", "product_number", "lot_number", "valid_from"),
)
