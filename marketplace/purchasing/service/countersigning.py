"""Dual inspection: a second receiver confirms what the first recorded, or sends it back to be recorded anew."""

from datetime import datetime
from typing import Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.states import check_move
from marketplace.purchasing import errors
from marketplace.purchasing.queries.heads import OrderHead
from marketplace.purchasing.queries.lines import get_receipt_to_countersign
from marketplace.purchasing.rules import RECEIPT_MOVES, ReceiptState
from marketplace.purchasing.service.moves import record
from marketplace.purchasing.service.receipts import count, lock_as_receiver

_DECIDE: Final = """
UPDATE receipt SET state = :state, decided_at = :now, decided_by_id = :user_id, reason = :reason WHERE id = :id
"""


def countersign(order_id: int, shipment_number: int, *, actor: Actor, now: datetime) -> OrderHead:
    """Confirm the receipt of a shipment as the second receiver: from now on it counts.

    :raises OrderUnknown: if it is not the caller's to receive.
    :raises ReceiptUnknown: if nobody recorded one.
    :raises MoveRefused: if it does not wait for a second receiver.
    :raises ReceiversSame: if the caller recorded it, or is nobody.
    """
    order = lock_as_receiver(order_id, actor)
    receipt_id = _decide(order, shipment_number, ReceiptState.COUNTED, reason=None, actor=actor, now=now)
    return count("shipment.countersigned", order, shipment_number, receipt_id, actor=actor, now=now)


def send_back(order_id: int, shipment_number: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """Say, as the second receiver, why the receipt is wrong: nothing of it counts and the shipment is received anew.

    :raises OrderUnknown: if it is not the caller's to receive.
    :raises ReasonMissing: without a reason.
    :raises ReceiptUnknown: if nobody recorded one.
    :raises MoveRefused: if it does not wait for a second receiver.
    :raises ReceiversSame: if the caller recorded it, or is nobody.
    """
    order = lock_as_receiver(order_id, actor)
    if not reason.strip():
        raise errors.ReasonMissing(fields={"reason": [errors.ReasonMissing()]})
    _decide(order, shipment_number, ReceiptState.SENT_BACK, reason=reason, actor=actor, now=now)
    after = {"shipment": shipment_number, "receipt": ReceiptState.SENT_BACK.value}
    record("shipment.sent_back", order, actor=actor, now=now, after=after, reason=reason)


def _decide(
    order: OrderHead, shipment_number: int, wanted: ReceiptState, *, reason: str | None, actor: Actor, now: datetime
) -> int:
    receipt = get_receipt_to_countersign(order.id, shipment_number)
    check_move(RECEIPT_MOVES, thing="receipt", state=receipt.state, wanted=wanted)
    if actor.user_id is None or actor.user_id == receipt.received_by_id:
        raise errors.ReceiversSame
    facts = {"state": wanted.value, "now": now, "user_id": actor.user_id, "reason": reason, "id": receipt.id}
    db.session.execute(text(_DECIDE), facts)
    return receipt.id
