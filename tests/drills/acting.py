"""What people of the town do, over HTTP, as a step towards something else."""

import itertools
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from tests.drills.asking import Answer, Caller
from tests.drills.program import Program
from tests.drills.town import Town

PACK_FEN = 1_000
_VILLAGES = itertools.count()
_EACH_TOWN = 900


def at_once(*calls: Callable[[], Answer]) -> list[Answer]:
    """Make calls at the same moment."""
    start = Barrier(len(calls))

    def one(call: Callable[[], Answer]) -> Answer:
        start.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


def order(*lines: tuple[str, int], buyer_id: int, **more: object) -> dict[str, Any]:
    return {"buyer_id": buyer_id, "lines": [{"sku": sku, "quantity": n} for sku, n in lines], **more}


def placed(program: Program, town: Town, quantity: int, number: int = 1) -> dict[str, Any]:
    """An order group of the first buyer with one line."""
    body = order((town.skus[0], quantity), buyer_id=town.buyers[0])
    return _done(program.caller(town.purchasers[0], number).post("order-groups", body)).json


def shipped(program: Program, town: Town, number: int = 1) -> int:
    """An order of two packs on its way to the first buyer."""
    order_id = placed(program, town, 2, number)["orders"][0]["id"]
    seller = program.caller(town.seller, number)
    _done(seller.post(f"orders/{order_id}/confirmation"))
    _done(seller.post(f"orders/{order_id}/shipments", {"lines": [{"line": 1, "quantity": 2}]}))
    return order_id


def received(program: Program, town: Town, number: int = 1) -> int:
    """An order of two packs that the first buyer has accepted."""
    order_id = shipped(program, town, number)
    body = {"lines": [{"line": 1, "accepted": 2}]}
    _done(program.caller(town.receivers[0], number).post(f"orders/{order_id}/shipments/1/receipt", body))
    return order_id


def send_regions(caller: Caller, count: int, **form: str) -> int:
    """Upload so many new villages and give the batch."""
    numbers = list(itertools.islice(_VILLAGES, count))
    codes = [f"621022{200 + number // _EACH_TOWN}{number % _EACH_TOWN + 1:03d}" for number in numbers]
    sheet = "code,name\n" + "".join(f"{code},村{code}\n" for code in codes)
    return _done(caller.upload("imports/regions", sheet.encode(), name="villages.csv", **form)).json["id"]


def bank_line(program: Program, *, amount_fen: int) -> int:
    """A line of the bank that waits for a person."""
    return program.value(
        """INSERT INTO bank_line (bank_reference, booked_on, payer_name, amount_fen, remark, codes, region_code, state)
           VALUES (%(reference)s, current_date, '某校', %(amount)s, '', '{}', '621022', 'queued') RETURNING id""",
        reference=secrets.token_hex(8), amount=amount_fen,
    )  # fmt: skip


def batch_state(program: Program, batch: int) -> str:
    return program.value("SELECT state FROM import_batch WHERE id = %(id)s", id=batch)


def remittance_code(program: Program, order_id: int) -> str:
    return program.value(
        "SELECT remittance_code FROM charge WHERE id = (SELECT charge_id FROM purchase_order WHERE id = %(id)s)",
        id=order_id,
    )


def _done(answer: Answer) -> Answer:
    if answer.status not in {200, 201, 202}:
        message = f"{answer.status} {answer.body[:1000].decode(errors='replace')}"
        raise AssertionError(message)
    return answer
