"""Decide whether a sale that looks like another is one of its own."""

from datetime import datetime

from marketplace.audit import service as audit
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.kernel.states import check_move
from marketplace.sales.errors import DecidesOwnEntry, LookAlikeUnknown
from marketplace.sales.models import LookAlike
from marketplace.sales.queries.look_alikes import get_look_alike_for_update
from marketplace.sales.rules import LOOK_ALIKE_MOVES, LookAlikeState, NewSale
from marketplace.sales.service import recording


def decide(*, look_alike_id: int, verdict: LookAlikeState, reason: str, actor: Actor, now: datetime) -> LookAlike:
    """Count a waiting sale as one of its own, or refuse it as the same sale told twice.

    :raises LookAlikeUnknown: outside the caller's regions.
    :raises DecidesOwnEntry: if the caller entered it, or wrote the report that tells it.
    :raises MoveRefused: if it is decided already.
    :raises SalesRefused: if it is to be counted but cannot be recorded any more.
    """
    actor.require(P.SALES_RESOLVE)
    look_alike = get_look_alike_for_update(look_alike_id)
    actor.require_over(P.SALES_RESOLVE, LookAlikeUnknown(), region_codes=[look_alike.origin_code])
    check_move(LOOK_ALIKE_MOVES, thing="look_alike", state=look_alike.state, wanted=verdict)
    if actor.user_id in look_alike.entered_by_ids:
        raise DecidesOwnEntry
    look_alike.state = verdict
    look_alike.decided_at = now
    look_alike.decided_by_id = actor.user_id
    look_alike.reason = reason
    audit.record(
        f"look_alike.{verdict.value}",
        subject="look_alike",
        subject_id=look_alike.id,
        actor=actor,
        now=now,
        before={"state": LookAlikeState.WAITING.value},
        after={"state": verdict.value, "resembles_id": look_alike.resembles_id},
        reason=reason,
        region_code=look_alike.origin_code,
    )
    if verdict is LookAlikeState.COUNTED:
        told = NewSale.from_row(look_alike.row)
        recording.record([told], actor=actor, now=now, import_batch_id=look_alike.import_batch_id)
    return look_alike
