"""A supplier tells who shares its sales: the version waits for the county, its members are written once and for all."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Row, select, text

from marketplace.db import db
from marketplace.households.errors import HouseholdNotKnown, LinkageMissing, MemberNotRegistered, RosterToldAnew
from marketplace.households.models import RosterVersion
from marketplace.households.rules import NewMember, NewRosterVersion, RosterState
from marketplace.households.service.rosters.moves import note
from marketplace.households.service.rosters.subjects import get_product_id, get_roster_for_update, get_supplier
from marketplace.kernel.actor import Actor
from marketplace.kernel.errors import DomainError, Invalid
from marketplace.kernel.intervals import Days

MOST_TOLD: Final = 1_000
"""So many wrong members are told at once."""

IS_LINKED: Final = """
    EXISTS (
        SELECT FROM linkage l
        WHERE l.supplier_id = :supplier_id AND l.household_id = h.id AND l.from_on <= :from_on
          AND (l.state = 'verified' AND l.until_on IS NULL
               OR l.state IN ('verified', 'ended') AND l.until_on > :from_on)
    )
"""
"""The condition that household `h` had a verified linkage with a supplier on a version's first day."""

_MEMBERS: Final = f"""
SELECT told.number, told.weight, h.id AS household_id,
       h.registered_on <= :from_on AND (h.cleared_on IS NULL OR h.cleared_on > :from_on) AS is_registered,
       {IS_LINKED} AS is_linked
FROM unnest(CAST(:numbers AS text[]), CAST(:weights AS bigint[])) WITH ORDINALITY AS told (number, weight, place)
LEFT JOIN household h ON h.household_number = told.number
ORDER BY told.place
"""  # noqa: S608  a constant of this module

_WRITE_MEMBERS: Final = """
INSERT INTO roster_member (roster_version_id, household_id, weight)
SELECT :version_id, household_id, weight
FROM unnest(CAST(:household_ids AS bigint[]), CAST(:weights AS bigint[])) AS told (household_id, weight)
"""


def submit(told: NewRosterVersion, *, actor: Actor, now: datetime) -> RosterVersion:
    """Submit a version of the roster of a supplier, a product or a lot; it applies once the county has approved it.

    :raises SupplierUnknown: if the supplier is not the caller's.
    :raises Invalid: naming every field and member that cannot stand.
    :raises RosterToldAnew: if a version that begins on the same day applies or waits already.
    """
    supplier = get_supplier(told.supplier, actor=actor)
    wrong = told.list_problems()
    if wrong:
        raise Invalid(fields=wrong)
    product_id = get_product_id(told.product_number, supplier_id=supplier.id) if told.product_number else None
    household_ids = _resolve(told.members, supplier_id=supplier.id, from_on=told.from_on, actor=actor)
    roster = get_roster_for_update(supplier_id=supplier.id, product_id=product_id, lot_number=told.lot_number, now=now)
    refuse_told_anew(roster.id, told.from_on, RosterState.APPROVED, RosterState.SUBMITTED)
    days = Days.through(told.from_on, told.last_on)
    weights = [member.weight for member in told.members]
    version = RosterVersion(
        roster_id=roster.id,
        state=RosterState.SUBMITTED,
        mechanism=told.mechanism,
        household_share_bp=told.household_share_bp,
        village_share_bp=told.village_share_bp,
        declared_from_on=days.from_on,
        declared_until_on=days.until_on,
        from_on=days.from_on,
        until_on=days.until_on,
        members_count=len(weights),
        weight_total=sum(weights),
        entered_at=now,
        entered_by_id=actor.user_id,
    )
    db.session.add(version)
    db.session.flush()  # the members name it
    db.session.execute(
        text(_WRITE_MEMBERS), {"version_id": version.id, "household_ids": household_ids, "weights": weights}
    )
    after = {"roster_id": roster.id, "from_on": days.from_on.isoformat(), "members": len(weights)}
    note(version.id, supplier, was=None, state=version.state, actor=actor, now=now, after=after)
    return version


def refuse_told_anew(roster_id: int, from_on: date, *states: RosterState) -> None:
    """Refuse a second version of a locked roster that begins on the same day.

    :raises RosterToldAnew: if one in these states is there.
    """
    known = db.session.scalar(
        select(RosterVersion.id)
        .where(
            RosterVersion.roster_id == roster_id,
            RosterVersion.declared_from_on == from_on,
            RosterVersion.state.in_(states),
        )
        .limit(1)
    )
    if known is not None:
        raise RosterToldAnew


def _resolve(members: Sequence[NewMember], *, supplier_id: int, from_on: date, actor: Actor) -> list[int]:
    """Find the households of the members, each linked with the supplier and registered on the first day.

    :raises Invalid: naming those that are not.
    """
    facts = {
        "numbers": [member.household_number for member in members],
        "weights": [member.weight for member in members],
        "supplier_id": supplier_id,
        "from_on": from_on,
    }
    found = db.session.execute(text(_MEMBERS), facts).all()
    wrong: dict[str, list[DomainError]] = {}
    for place, row in enumerate(found):
        problem = _problem_of(row, needs_linkage=not actor.is_unrestricted)
        if problem is not None and len(wrong) < MOST_TOLD:
            wrong[f"members.{place}.household_number"] = [problem]
    if wrong:
        raise Invalid(fields=wrong)
    return [row.household_id for row in found]


def _problem_of(row: Row[Any], *, needs_linkage: bool) -> DomainError | None:
    """Tell what is wrong with a member; whether a household is registered is told only to who is linked with it."""
    if row.household_id is None:
        return HouseholdNotKnown(value=row.number)
    if needs_linkage and not row.is_linked:
        return LinkageMissing(value=row.number)
    return None if row.is_registered else MemberNotRegistered(value=row.number)
