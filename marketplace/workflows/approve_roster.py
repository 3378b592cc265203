"""A roster version that the county approves applies, to the sales already recorded in its days too."""

from dataclasses import dataclass
from datetime import datetime

from marketplace.households.models import RosterVersion
from marketplace.households.service import rosters
from marketplace.kernel.actor import Actor
from marketplace.sales.service import corrections


@dataclass(frozen=True, slots=True)
class ApprovedRoster:
    """What an approval did."""

    version: RosterVersion
    segments: int
    """How many segments it was cut into besides, where members were cleared."""
    restated: int
    """How many rows of sales name another version from now on."""


def approve_roster(*, version_id: int, actor: Actor, now: datetime) -> ApprovedRoster:
    """Approve a version, cut it where members were cleared, and restate the supplier's sales from its first day on.

    :raises RosterUnknown: if it is not of the caller's region.
    :raises OwnRoster: if the caller entered it.
    :raises MoveRefused: if it does not wait for approval.
    :raises RosterToldAnew: if another approved version begins on the same day.
    """
    version, supplier, cut = rosters.approve(version_id=version_id, actor=actor, now=now)
    restated = corrections.reattribute(
        supplier_ids=[supplier.id],
        from_on=version.declared_from_on,
        because_of=("roster_version", version.id),
        reason="roster approved",
        actor=actor,
        now=now,
    )
    return ApprovedRoster(version, cut.segments, restated)
