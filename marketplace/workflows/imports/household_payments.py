"""Payments to households with their vouchers, from a file.

A row is one payment, known by supplier, household and voucher number. Brought by the operator it is verified as it
says, also one that waited before; brought by a supplier it waits for review like a single entry, and its household must
be linked with the supplier and registered on the day. To a supplier an unknown household and one it is not linked with
are the same.
"""

from typing import Final

from sqlalchemy import text

from marketplace.benefits.errors import (
    AmountNotPositive,
    HouseholdNotKnown,
    HouseholdNotLinked,
    HouseholdNotRegistered,
    NotCounted,
    PaidInFuture,
    ToldDifferently,
)
from marketplace.benefits.queries.standing import linked_on, registered_on
from marketplace.db import db
from marketplace.households.rules import Mechanism
from marketplace.imports.errors import BatchChangedKnown, BatchDependedOn, OutsideScope, RowRepeated
from marketplace.imports.rules import readers
from marketplace.imports.rules.columns import Column
from marketplace.kernel.permissions import Permission
from marketplace.workflows.imports.checks import known_supplier
from marketplace.workflows.imports.kind import Check, Context, Kind, Written, execute
from marketplace.workflows.imports.words import MECHANISMS

_RESOLVE: Final = (
    """
    ALTER TABLE staged ADD COLUMN supplier_id bigint, ADD COLUMN organisation_id bigint, ADD COLUMN county_code text,
        ADD COLUMN household_id bigint, ADD COLUMN is_linked boolean NOT NULL DEFAULT false,
        ADD COLUMN is_registered boolean NOT NULL DEFAULT false, ADD COLUMN payment_id bigint,
        ADD COLUMN waits boolean NOT NULL DEFAULT false, ADD COLUMN differs boolean NOT NULL DEFAULT false
    """,
    """
    UPDATE staged SET supplier_id = supplier.id, organisation_id = organisation.id, county_code = supplier.county_code
    FROM organisation JOIN supplier ON supplier.organisation_id = organisation.id
    WHERE organisation.uscc = staged.uscc
    """,
    f"""
    UPDATE staged SET household_id = household.id,
        is_registered = {registered_on(household="household", day="staged.paid_on")}
    FROM household WHERE household.household_number = staged.household_number AND staged.paid_on IS NOT NULL
    """,  # noqa: S608  names from the area's queries
    f"""
    UPDATE staged SET is_linked = true
    WHERE {linked_on(supplier="staged.supplier_id", household="staged.household_id", day="staged.paid_on")}
    """,  # noqa: S608  as above
    """
    UPDATE staged SET payment_id = known.id, waits = known.state = 'entered',
        differs = (known.paid_on, known.mechanism, known.amount_fen)
            IS DISTINCT FROM (staged.paid_on, staged.mechanism, staged.amount)
    FROM household_payment known
    WHERE known.supplier_id = staged.supplier_id AND known.household_id = staged.household_id
      AND known.voucher_number = staged.voucher_number AND known.state NOT IN ('reversed', 'sent_back')
    """,
)

_REPEATED: Final = """
SELECT row_number, first_row FROM (
    SELECT row_number, min(row_number) OVER (PARTITION BY uscc, household_number, voucher_number) AS first_row
    FROM staged WHERE uscc IS NOT NULL AND household_number IS NOT NULL AND voucher_number IS NOT NULL
) keyed WHERE row_number > first_row
"""

_MOVED_ON: Final = text("""
SELECT EXISTS (
    SELECT FROM household_payment
    WHERE import_batch_id = :batch_id AND (verified_by_id IS NOT NULL OR state NOT IN ('entered', 'verified'))
)
""")
"""Whether a person decided on a payment of a batch."""


def prepare(context: Context) -> None:
    """Find supplier and household of each row, how they stood that day, and the payment that is known."""
    for statement in _RESOLVE:
        execute(statement, context)


def write(context: Context) -> Written:
    """Add the payments that are not known; the operator's word verifies those that waited."""
    verified = execute(
        """
        UPDATE household_payment SET state = 'verified', verified_at = :now, verified_by_id = :user_id
        FROM staged WHERE :is_trusted AND staged.waits AND household_payment.id = staged.payment_id
        """,
        context,
    )
    added = execute(
        """
        INSERT INTO household_payment (
            supplier_id, household_id, paid_on, mechanism, amount_fen, voucher_number, state, entered_at,
            entered_by_id, verified_at, import_batch_id
        )
        SELECT supplier_id, household_id, paid_on, mechanism, amount, voucher_number,
               CASE WHEN :is_trusted THEN 'verified' ELSE 'entered' END, :now, :user_id,
               CASE WHEN :is_trusted THEN CAST(:now AS timestamptz) END, :batch_id
        FROM staged WHERE payment_id IS NULL ORDER BY row_number
        """,
        context,
    )
    known = execute("UPDATE staged SET differs = false WHERE payment_id IS NOT NULL", context)
    return Written(written=added + verified, unchanged=known - verified)


def undo(batch_id: int, context: Context) -> None:
    """Delete the payments a batch added, as long as no person decided on one.

    :raises BatchDependedOn: if one was verified, sent back or reversed since.
    :raises BatchChangedKnown: if it also verified payments that waited before.
    """
    if db.session.scalar(_MOVED_ON, {"batch_id": batch_id}):
        raise BatchDependedOn(by="household_payment")
    written = db.session.scalar(text("SELECT rows_written FROM import_batch WHERE id = :id"), {"id": batch_id})
    if execute("DELETE FROM household_payment WHERE import_batch_id = :undone", context, undone=batch_id) != written:
        raise BatchChangedKnown


HOUSEHOLD_PAYMENTS: Final = Kind(
    name="household-payments",
    zh="到户支付",
    columns=(
        Column("uscc", "统一社会信用代码", readers.uscc, is_required=True, example="91621022MA0000001J"),
        Column("household_number", "户编号", readers.code, is_required=True, example="6210221010010001"),
        Column("paid_on", "支付日期", readers.day, "date", is_required=True, example="2020-09-30"),
        Column("mechanism", "带动方式", readers.choice(Mechanism, MECHANISMS), is_required=True, example="收购"),
        Column("amount", "金额(元)", readers.yuan, "bigint", is_required=True, example="1,234.50"),
        Column("voucher_number", "凭证号", readers.code, is_required=True, example="PZ20200001"),
    ),
    permission=Permission.BENEFITS_ENTER,
    prepare=prepare,
    checks=(
        Check("voucher_number", RowRepeated, _REPEATED),
        known_supplier(),
        Check(
            "uscc",
            OutsideScope,
            """
            SELECT row_number FROM staged WHERE NOT starts_with(county_code, :region_prefix)
            OR (NOT :is_trusted AND organisation_id IS DISTINCT FROM CAST(:organisation_id AS bigint))
            """,
        ),
        Check("amount", AmountNotPositive, "SELECT row_number FROM staged WHERE amount <= 0"),
        Check(
            "household_number",
            HouseholdNotKnown,
            """
            SELECT row_number FROM staged
            WHERE :is_trusted AND household_number IS NOT NULL AND paid_on IS NOT NULL AND household_id IS NULL
            """,
        ),
        Check(
            "household_number",
            HouseholdNotLinked,
            """
            SELECT row_number FROM staged
            WHERE NOT :is_trusted AND household_number IS NOT NULL AND paid_on IS NOT NULL
              AND supplier_id IS NOT NULL AND NOT is_linked
            """,
        ),
        Check(
            "paid_on",
            HouseholdNotRegistered,
            "SELECT row_number FROM staged WHERE NOT :is_trusted AND is_linked AND NOT is_registered",
        ),
        Check("paid_on", PaidInFuture, "SELECT row_number FROM staged WHERE NOT :is_trusted AND paid_on > :today"),
        Check(
            "paid_on",
            NotCounted,
            "SELECT row_number FROM staged WHERE :is_trusted AND household_id IS NOT NULL AND NOT is_registered",
            is_warning=True,
        ),
        Check("voucher_number", ToldDifferently, "SELECT row_number FROM staged WHERE differs"),
    ),
    write=write,
    undo=undo,
)
