"""The county's word on a submitted version: approve it, which makes it apply, or send it back."""

from datetime import datetime
from typing import Final

from sqlalchemy import select, text

from marketplace.db import db
from marketplace.households.errors import MembersNotLinked, OwnRoster, RosterUnknown
from marketplace.households.models import Roster, RosterVersion
from marketplace.households.rules import RosterState
from marketplace.households.service import cutting
from marketplace.households.service.cutting import Cut
from marketplace.households.service.rosters.moves import move, note
from marketplace.households.service.rosters.submitting import IS_LINKED, refuse_told_anew
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.suppliers.models import Supplier

_HOLD_MEMBERS: Final = """
SELECT h.id FROM household h
WHERE h.id IN (SELECT household_id FROM roster_member WHERE roster_version_id = :version_id)
ORDER BY h.id FOR SHARE
"""
"""Whoever clears one of them meanwhile waits, and then finds the version approved; who was first is seen here."""

_HOLD_LINKAGES: Final = """
SELECT l.id FROM linkage l
WHERE l.supplier_id = :supplier_id AND l.state = 'verified'
  AND l.household_id IN (SELECT household_id FROM roster_member WHERE roster_version_id = :version_id)
ORDER BY l.id FOR SHARE
"""
"""Whoever ends one of them meanwhile waits, and then ends what the approval saw; who was first is seen here."""

_NOT_LINKED: Final = f"""
SELECT count(*) FROM roster_member m JOIN household h ON h.id = m.household_id
WHERE m.roster_version_id = :version_id AND NOT {IS_LINKED}
"""  # noqa: S608  a constant


def approve(*, version_id: int, actor: Actor, now: datetime) -> tuple[RosterVersion, Supplier, Cut]:
    """Approve a version of another person; where members of it were cleared it is cut, before it ever applied.

    The workflow restates the sales of its days. What the operator submitted needs no linkages.

    :raises RosterUnknown: if it is not of the caller's region.
    :raises OwnRoster: if the caller entered it.
    :raises MoveRefused: if it does not wait for approval.
    :raises RosterToldAnew: if another approved version begins on the same day.
    :raises MembersNotLinked: if linkages of members ended before its first day, or were taken back, meanwhile.
    """
    version, supplier = _lock(version_id, actor=actor)
    if actor.user_id is not None and actor.user_id == version.entered_by_id:
        raise OwnRoster
    was = version.state
    if was is RosterState.SUBMITTED:
        refuse_told_anew(version.roster_id, version.declared_from_on, RosterState.APPROVED)
        if version.entered_by_id is not None:
            _refuse_unlinked(version, supplier)
    move(version, RosterState.APPROVED, actor=actor, now=now)
    db.session.execute(text(_HOLD_MEMBERS), {"version_id": version.id})
    cut = cutting.cut_versions([version.id])
    after = {"from_on": version.declared_from_on.isoformat(), "segments": cut.segments}
    note(version.id, supplier, was=was, state=RosterState.APPROVED, actor=actor, now=now, after=after)
    return version, supplier, cut


def send_back(*, version_id: int, reason: str, actor: Actor, now: datetime) -> RosterVersion:
    """Send a submitted version back with a reason; it is mended by submitting another.

    :raises RosterUnknown: if it is not of the caller's region.
    :raises MoveRefused: if it does not wait for approval.
    """
    version, supplier = _lock(version_id, actor=actor)
    was = version.state
    move(version, RosterState.SENT_BACK, actor=actor, now=now, reason=reason)
    note(version.id, supplier, was=was, state=RosterState.SENT_BACK, actor=actor, now=now, reason=reason)
    return version


def _refuse_unlinked(version: RosterVersion, supplier: Supplier) -> None:
    facts = {"version_id": version.id, "supplier_id": supplier.id, "from_on": version.declared_from_on}
    db.session.execute(text(_HOLD_LINKAGES), facts)
    count = db.session.scalar(text(_NOT_LINKED), facts)
    if count:
        raise MembersNotLinked(count=count)


def _lock(version_id: int, *, actor: Actor) -> tuple[RosterVersion, Supplier]:
    """Lock a version and its roster for the county's word.

    :raises Forbidden: if the caller approves rosters nowhere.
    :raises RosterUnknown: if there is none in the caller's region.
    """
    actor.require(P.ROSTERS_APPROVE)
    row = db.session.execute(
        select(RosterVersion, Roster, Supplier)
        .join(Roster, Roster.id == RosterVersion.roster_id)
        .join(Supplier, Supplier.id == Roster.supplier_id)
        .where(RosterVersion.id == version_id)
        # held so that a clearing may meanwhile write segments of the roster; it waits where it must, for the members
        .with_for_update(of=[Roster, RosterVersion], key_share=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None or not actor.covers(P.ROSTERS_APPROVE, region_codes=[row.Supplier.county_code]):
        raise RosterUnknown
    return row.RosterVersion, row.Supplier
