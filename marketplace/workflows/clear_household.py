"""A household whose risk is cleared leaves every roster from that day on, and the sales of those days follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from marketplace.audit import service as audit
from marketplace.households.service import cutting, register
from marketplace.kernel.actor import Actor
from marketplace.regions.rules import smallest_region
from marketplace.sales.service import corrections
from marketplace.sales.service.corrections import Subject

MOST_NAMED: Final = 100
"""So many rosters are named in the audit line of a cut; a file of cleared households may cut thousands."""


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
    return follow_clearing([household_id], because_of=("household", household_id), actor=actor, now=now)


def follow_clearing(household_ids: Sequence[int], *, because_of: Subject, actor: Actor, now: datetime) -> Followed:
    """Cut the rosters that hold households beyond their clearing, and restate the sales that stood on them.

    Who cleared them (a person the household, a file many) has asked for the permission and is named in the audit lines.
    """
    cut = cutting.cut_for_households(household_ids)
    if cut.from_on is None:
        return Followed(0, 0)
    reason = "risk cleared"
    audit.record(
        "rosters.cut",
        subject=because_of[0],
        subject_id=because_of[1],
        actor=actor,
        now=now,
        after={
            "segments": cut.segments,
            "from_on": cut.from_on.isoformat(),
            "households": len(household_ids),
            "rosters": list(cut.roster_ids[:MOST_NAMED]),
        },
        reason=reason,
        organisation_ids=cut.organisation_ids,
        region_code=smallest_region(cut.county_codes),
    )
    restated = corrections.reattribute(
        supplier_ids=cut.supplier_ids,
        from_on=cut.from_on,
        because_of=because_of,
        reason=reason,
        actor=actor,
        now=now,
    )
    return Followed(cut.segments, restated)
