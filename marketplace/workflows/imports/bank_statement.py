"""The lines of a bank statement, from a file; those that pay a charge by code and exact amount are matched at once.

A line is known by the bank's reference. The payer's account is sealed before it is staged. What names no charge, two
charges, a charge that is not open, or another amount waits for a cashier of the region that the file is brought for,
the nation's where none is named.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from marketplace.imports.rules import readers
from marketplace.imports.rules.columns import Column
from marketplace.kernel.permissions import Permission
from marketplace.payments.errors import AmountZero, ToldDifferently
from marketplace.payments.queries.accounts import seal_account
from marketplace.payments.rules import codes_in
from marketplace.regions.rules import NATION
from marketplace.workflows import match_payment
from marketplace.workflows.imports.checks import repeated
from marketplace.workflows.imports.kind import Check, Context, Derived, Kind, Written, execute
from marketplace.workflows.imports.undoing import take_back

_RESOLVE: Final = (
    """
    ALTER TABLE staged ADD COLUMN is_known boolean NOT NULL DEFAULT false,
        ADD COLUMN differs boolean NOT NULL DEFAULT false
    """,
    """
    UPDATE staged SET is_known = true,
        differs = (line.booked_on, line.payer_name, line.amount_fen, line.remark)
            IS DISTINCT FROM (staged.booked_on, staged.payer, staged.amount, staged.remark)
    FROM bank_line line WHERE line.bank_reference = staged.bank_reference
    """,
)


def derive(row: Mapping[str, Any]) -> Sequence[object]:
    """Seal the payer's account and find the remittance codes of the remark."""
    account = row["payer_account"]
    return [account and seal_account(row["bank_reference"], account), codes_in(row["remark"])]


def prepare(context: Context) -> None:
    """Find the lines that are known already, and whether they say the same."""
    for statement in _RESOLVE:
        execute(statement, context)


def write(context: Context) -> Written:
    """Add the lines that are not known and match what the queue now pays: a constant number of statements."""
    written = execute(
        """
        INSERT INTO bank_line (
            bank_reference, booked_on, payer_name, payer_account, amount_fen, remark, codes, region_code, state,
            import_batch_id
        )
        SELECT bank_reference, booked_on, payer, sealed_account, amount, remark, codes, :account_region, 'queued',
               :batch_id
        FROM staged WHERE NOT is_known ORDER BY row_number
        """,
        context,
        account_region=context.region_code or NATION,
    )
    unchanged = execute("UPDATE staged SET differs = false WHERE is_known", context)
    match_payment.match_queue(actor=context.actor, now=context.now)
    return Written(written=written, unchanged=unchanged)


def undo(batch_id: int, context: Context) -> None:
    """Delete the lines of a batch.

    :raises BatchDependedOn: if one of them pays a charge, or was said to.
    """
    take_back(["DELETE FROM bank_line WHERE import_batch_id = :undone"], batch_id, context)


BANK_STATEMENT: Final = Kind(
    name="bank-statement",
    zh="银行流水",
    columns=(
        Column("booked_on", "记账日期", readers.day, "date", is_required=True, example="2020-09-30"),
        Column("payer", "付款户名", readers.text, is_required=True, example="环县第一中学"),
        Column("payer_account", "付款账号", readers.code, example="6217000000000000000", is_personal=True),
        Column("amount", "金额(元)", readers.yuan, "bigint", is_required=True, example="1,234.50"),
        Column("remark", "摘要附言", readers.text, is_required=True, example="货款 BF23456789"),
        Column("bank_reference", "流水号", readers.code, is_required=True, example="20200930000123"),
    ),
    permission=Permission.PAYMENTS_MATCH,
    prepare=prepare,
    checks=(
        repeated("bank_reference"),
        Check("amount", AmountZero, "SELECT row_number FROM staged WHERE amount = 0"),
        Check("bank_reference", ToldDifferently, "SELECT row_number FROM staged WHERE differs"),
    ),
    write=write,
    undo=undo,
    derived=Derived(
        columns=(("sealed_account", "bytea"), ("codes", "text[]")),
        make=derive,
        replaced=frozenset({"payer_account"}),
    ),
)
