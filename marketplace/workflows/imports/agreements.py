"""Signed agreements, from a file: what was signed and what of it was fulfilled, never a sale by itself.

The host is the supplier's county, or else the region the file is brought for, or else the nation. A known number may
tell what has been fulfilled since; any other change is refused.
"""

from typing import Final

from marketplace.imports.errors import OutsideScope
from marketplace.imports.rules import readers
from marketplace.imports.rules.columns import Column
from marketplace.kernel.permissions import Permission
from marketplace.reporting.errors import AmountNegative, ToldAnew
from marketplace.workflows.imports.checks import known_in_scope, known_supplier, repeated
from marketplace.workflows.imports.kind import Check, Context, Kind, Written, execute
from marketplace.workflows.imports.undoing import delete_added

_RESOLVE: Final = (
    """
    ALTER TABLE staged ADD COLUMN supplier_id bigint, ADD COLUMN host_code text, ADD COLUMN known_host text,
    ADD COLUMN is_known boolean DEFAULT false, ADD COLUMN changes boolean DEFAULT false,
    ADD COLUMN differs boolean DEFAULT false
    """,
    """
    UPDATE staged SET host_code = coalesce(:region_code, '000000'), tags = coalesce(tags, '{}'),
        fulfilled_amount = coalesce(fulfilled_amount, 0)
    """,
    """
    UPDATE staged SET supplier_id = supplier.id, host_code = supplier.county_code
    FROM organisation JOIN supplier ON supplier.organisation_id = organisation.id
    WHERE organisation.uscc = staged.uscc
    """,
    """
    UPDATE staged SET is_known = true, known_host = agreement.host_code,
        changes = agreement.fulfilled_fen <> staged.fulfilled_amount,
        differs = (agreement.signed_on, agreement.buyer_name, agreement.supplier_id, agreement.signed_fen,
                   agreement.tags) IS DISTINCT FROM (
             staged.signed_on, staged.buyer_name, staged.supplier_id, staged.signed_amount, staged.tags)
    FROM agreement WHERE agreement.agreement_number = staged.agreement_number
    """,
)


def prepare(context: Context) -> None:
    """Find supplier and host of each agreement and whether it is known."""
    for statement in _RESOLVE:
        execute(statement, context)


def write(context: Context) -> Written:
    """Add the agreements that are not known and tell what was fulfilled of the others."""
    changed = execute(
        """
        UPDATE agreement SET fulfilled_fen = staged.fulfilled_amount
        FROM staged WHERE staged.changes AND agreement.agreement_number = staged.agreement_number
        """,
        context,
    )
    signed = execute(
        """
        INSERT INTO agreement (
            agreement_number, signed_on, buyer_name, supplier_id, host_code, signed_fen, fulfilled_fen, tags,
            created_at, import_batch_id
        )
        SELECT agreement_number, signed_on, buyer_name, supplier_id, host_code, signed_amount, fulfilled_amount, tags,
               :now, :batch_id
        FROM staged WHERE NOT is_known ORDER BY row_number
        """,
        context,
    )
    unchanged = execute("UPDATE staged SET is_known = true WHERE is_known AND NOT changes", context)
    return Written(written=signed + changed, unchanged=unchanged)


def undo(batch_id: int, context: Context) -> None:
    """Delete the agreements a batch added; nothing depends on them.

    :raises BatchChangedKnown: if it also changed agreements that were known before.
    """
    delete_added("agreement", batch_id, context)


AGREEMENTS: Final = Kind(
    name="agreements",
    zh="签约协议",
    columns=(
        Column("agreement_number", "协议编号", readers.code, is_required=True, example="YQY2020001"),
        Column("signed_on", "签约日期", readers.day, "date", is_required=True, example="2020-06-18"),
        Column("buyer_name", "采购方", readers.text, is_required=True, example="某商贸有限公司"),
        Column("uscc", "供应商信用代码", readers.uscc, example="91621022MA0000001J"),
        Column("signed_amount", "签约金额(元)", readers.yuan, "bigint", is_required=True, example="3,000,000"),
        Column("fulfilled_amount", "履约金额(元)", readers.yuan, "bigint", example="1,200,000"),
        Column("tags", "标签", readers.tags, "text[]", example="云签约;东西部协作"),
    ),
    permission=Permission.EVENTS_MANAGE,
    prepare=prepare,
    checks=(
        repeated("agreement_number"),
        known_supplier(),
        Check("uscc", OutsideScope, "SELECT row_number FROM staged WHERE NOT starts_with(host_code, :region_prefix)"),
        Check("signed_amount", AmountNegative, "SELECT row_number FROM staged WHERE signed_amount < 0"),
        Check("fulfilled_amount", AmountNegative, "SELECT row_number FROM staged WHERE fulfilled_amount < 0"),
        known_in_scope("agreement_number"),
        Check("agreement_number", ToldAnew, "SELECT row_number FROM staged WHERE differs"),
    ),
    write=write,
    undo=undo,
)
