"""A bank statement with a line that names no remittance code, so that the cashier has to say what it pays."""

import csv
import tempfile
from pathlib import Path
from typing import Final

from marketplace.imports.rules import BatchState
from marketplace.kernel.money import format_yuan
from marketplace.payments.queries.charges import list_charges
from marketplace.payments.rules import ChargeState
from marketplace.workflows.demo.loading import DemoRefusedError
from marketplace.workflows.demo.places import CITY
from marketplace.workflows.demo.waiting.desk import Desk
from marketplace.workflows.imports import batches

_KIND: Final = "bank-statement"
_HEADER: Final = ("booked_on", "payer", "payer_account", "amount", "remark", "bank_reference")


def lay_out(desk: Desk) -> None:
    """Leave a line of the city's account to be matched: the amount of what the school owes, without its code.

    :raises DemoRefusedError: if the statement is refused.
    """
    [owed, *_] = list_charges(actor=desk.actor("approver"), state=ChargeState.OPEN, code=None, before=None, limit=1)
    line = (
        desk.today.isoformat(), "环县示范中学", "6217000000000000123", format_yuan(owed["amount_fen"]), "食堂货款",
        f"YH{desk.today:%Y%m%d}0001",
    )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="bangfu-demo-") as folder:
        path = Path(folder, "bank-statement.csv")
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([_HEADER, line])
        batch, findings = batches.bring_file(
            path,
            kind=_KIND,
            region_code=CITY,
            actor=desk.actor("city"),
            now=desk.now,
            progress=lambda _done, _most: None,
        )
    if batch.state is not BatchState.COMMITTED:
        raise DemoRefusedError(_KIND, findings)
