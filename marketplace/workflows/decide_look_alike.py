"""A person decides on a sale that looks like another; whoever wrote the report that tells it is not that person."""

from datetime import datetime

from marketplace.kernel.actor import Actor
from marketplace.reporting.queries.reports import is_written_by
from marketplace.sales.errors import DecidesOwnEntry
from marketplace.sales.models import LookAlike
from marketplace.sales.rules import LookAlikeState
from marketplace.sales.service import look_alikes
from marketplace.workflows.count_report import SOURCE


def decide(*, look_alike_id: int, verdict: LookAlikeState, reason: str, actor: Actor, now: datetime) -> LookAlike:
    """Count a waiting sale as one of its own, or refuse it as the same sale told twice.

    :raises LookAlikeUnknown: outside the caller's regions.
    :raises DecidesOwnEntry: if the caller entered it, or wrote the report that tells it.
    :raises MoveRefused: if it is decided already.
    :raises SalesRefused: if it is to be counted but cannot be recorded any more.
    """
    decided = look_alikes.decide(look_alike_id=look_alike_id, verdict=verdict, reason=reason, actor=actor, now=now)
    # who approved the report is on record as having entered it; who wrote it, the report knows
    if decided.source == SOURCE and is_written_by(decided.source_number, user_id=actor.user_id):
        raise DecidesOwnEntry
    return decided
