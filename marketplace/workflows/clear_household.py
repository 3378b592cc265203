"""A household whose risk is cleared leaves every roster from that day on, and the sales of those days follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from marketplace.audit import service as audit
from marketplace.households.service import cutting, register
from marketplace.kernel.actor import Actor
from marketplace.sales.service import corrections


@dataclass(frozen=True, slots=True)
class Followed:
    """What followed a clearing."""

    segments: int
    """How many roster segments were written without the household."""
    restated: int
    """How many rows of sales name another segment from now on."""


def clear_household(*, household_id: int, cleared_on: date, actor: Actor, now: datetime) -> Followed:
    """Clear a household's risk from a day on, cut the rosters that hold it, and restate their sales.

    :raises HouseholdUnknown: if it is not of the caller's region.
    :raises ClearedAlready: if it was cleared on another day.
    :raises PeriodNotAfterRegistration: if the day is not after its registration.
    """
    register.set_cleared(household_id=household_id, cleared_on=cleared_on, actor=actor, now=now)
    return follow_clearing([household_id], actor=actor, now=now)


def follow_clearing(household_ids: Sequence[int], *, actor: Actor, now: datetime) -> Followed:
    """Cut the rosters that hold households beyond their clearing, and restate the sales that stood on them.

    Who cleared them has asked for the permission.
    """
    cut = cutting.cut_for_households(household_ids)
    if cut.from_on is None:
        return Followed(0, 0)
    reason = "risk cleared"
    audit.record(
        "rosters.cut",
        subject="roster",
        subject_id="cut",
        actor=actor,
        now=now,
        after={"segments": cut.segments, "from_on": cut.from_on.isoformat(), "households": len(household_ids)},
        reason=reason,
        organisation_ids=cut.organisation_ids,
    )
    restated = corrections.reattribute(
        supplier_ids=cut.supplier_ids, from_on=cut.from_on, reason=reason, actor=actor, now=now
    )
    return Followed(cut.segments, restated)
