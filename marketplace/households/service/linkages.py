"""Verbs of linkages: suppliers enter and mend, staff of the household's region verify or send back, either ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from marketplace.accounts.rules import OrganisationKind
from marketplace.audit import service as audit
from marketplace.db import db
from marketplace.evidence.errors import FileUnknown
from marketplace.evidence.queries import get_file
from marketplace.evidence.service import show_in
from marketplace.households.errors import (
    HouseholdUnknown,
    LinkageOpen,
    LinkagePeriodEmpty,
    LinkageTooLate,
    LinkageUnknown,
    OwnLinkage,
    ReasonMissing,
    ThroughNotCooperative,
)
from marketplace.households.models import Household, Linkage
from marketplace.households.queries.linkages import (
    find_household_for_update,
    find_organisation,
    find_supplier,
    get_linkage_for_update,
    has_overlapping,
)
from marketplace.households.rules import LINKAGE_MOVES, LinkageState, Mechanism
from marketplace.kernel.actor import Actor
from marketplace.kernel.errors import Forbidden, Invalid
from marketplace.kernel.intervals import Days
from marketplace.kernel.permissions import Permission as P
from marketplace.kernel.states import check_move
from marketplace.suppliers.errors import SupplierUnknown
from marketplace.suppliers.models import Supplier


@dataclass(frozen=True, slots=True)
class _Tie:
    """A linkage between its two ends."""

    linkage: Linkage
    supplier: Supplier
    household: Household


def enter(
    *,
    supplier: str,
    household_number: str,
    mechanism: Mechanism,
    from_on: date,
    last_on: date | None,
    through: str | None,
    evidence_file_id: int,
    actor: Actor,
    now: datetime,
) -> Linkage:
    """Enter a supplier's linkage with a household; supplier and cooperative are named by credit code.

    :raises SupplierUnknown: if the supplier is not the caller's.
    :raises Invalid: naming a household, a cooperative, a file or a period that cannot stand.
    :raises LinkageOpen: if a linkage of the same mechanism holds in the period.
    """
    actor.require(P.LINKAGES_ENTER)
    owner = find_supplier(supplier)
    if owner is None or not actor.covers(P.LINKAGES_ENTER, organisation_ids=[owner.organisation_id]):
        raise SupplierUnknown
    household = find_household_for_update(household_number)
    if household is None:
        raise Invalid(fields={"household_number": [HouseholdUnknown()]})
    linkage = Linkage(
        supplier_id=owner.id,
        household_id=household.id,
        mechanism=mechanism,
        state=LinkageState.ENTERED,
        entered_at=now,
        entered_by_id=actor.user_id,
    )
    tie = _Tie(linkage, owner, household)
    _fill(tie, Days.through(from_on, last_on), through=through, evidence_file_id=evidence_file_id, actor=actor)
    db.session.add(linkage)
    db.session.flush()  # the audit line names it
    _record(tie, before=None, actor=actor, now=now)
    return linkage


def mend(
    *,
    linkage_id: int,
    from_on: date,
    last_on: date | None,
    through: str | None,
    evidence_file_id: int,
    actor: Actor,
    now: datetime,
) -> Linkage:
    """Enter anew what was sent back; who mends it may not verify it.

    :raises LinkageUnknown: if its supplier is not the caller's.
    :raises MoveRefused: if it was not sent back.
    :raises Invalid: naming a cooperative, a file or a period that cannot stand.
    :raises LinkageOpen: if another linkage of the same mechanism holds in the period.
    """
    actor.require(P.LINKAGES_ENTER)
    tie = _lock(linkage_id)
    if not _is_suppliers(tie, actor):
        raise LinkageUnknown
    before = _days(tie.linkage) | _move(tie.linkage, LinkageState.ENTERED)
    find_household_for_update(tie.household.household_number)
    _fill(tie, Days.through(from_on, last_on), through=through, evidence_file_id=evidence_file_id, actor=actor)
    tie.linkage.entered_at, tie.linkage.entered_by_id, tie.linkage.reason = now, actor.user_id, None
    _record(tie, before=before, actor=actor, now=now)
    return tie.linkage


def verify(*, linkage_id: int, actor: Actor, now: datetime) -> Linkage:
    """Verify a linkage that another person entered.

    :raises LinkageUnknown: if its household is outside the caller's regions.
    :raises OwnLinkage: if the caller entered it.
    :raises MoveRefused: if it is not waiting.
    """
    actor.require(P.LINKAGES_VERIFY)
    tie = _lock_in_regions(linkage_id, actor)
    if actor.user_id is not None and actor.user_id == tie.linkage.entered_by_id:
        raise OwnLinkage
    before = _move(tie.linkage, LinkageState.VERIFIED)
    tie.linkage.verified_at, tie.linkage.verified_by_id = now, actor.user_id
    _record(tie, before=before, actor=actor, now=now)
    return tie.linkage


def send_back(*, linkage_id: int, reason: str, actor: Actor, now: datetime) -> Linkage:
    """Send a linkage back to its supplier with a reason.

    :raises LinkageUnknown: if its household is outside the caller's regions.
    :raises ReasonMissing: without a reason.
    :raises MoveRefused: if it is not waiting.
    """
    actor.require(P.LINKAGES_VERIFY)
    tie = _lock_in_regions(linkage_id, actor)
    why = _reason(reason)
    before = _move(tie.linkage, LinkageState.SENT_BACK)
    tie.linkage.reason = why
    _record(tie, before=before, actor=actor, now=now, reason=why)
    return tie.linkage


def end(*, linkage_id: int, last_on: date, reason: str, actor: Actor, now: datetime) -> Linkage:
    """End a verified linkage after its last day.

    :raises Forbidden: if the caller neither enters nor verifies linkages anywhere.
    :raises LinkageUnknown: if neither its supplier is the caller's nor its household in the caller's regions.
    :raises ReasonMissing: without a reason.
    :raises Invalid: if that day lies before its first.
    :raises MoveRefused: if it is not verified.
    """
    if not actor.has(P.LINKAGES_VERIFY):
        actor.require(P.LINKAGES_ENTER)
    tie = _lock(linkage_id)
    if not _is_suppliers(tie, actor) and not _is_in_regions(tie, actor):
        raise LinkageUnknown
    why = _reason(reason)
    before = _days(tie.linkage) | _move(tie.linkage, LinkageState.ENDED)
    days = Days.through(tie.linkage.from_on, last_on)
    _check_period(days)
    tie.linkage.until_on, tie.linkage.reason = days.until_on, why
    _record(tie, before=before, actor=actor, now=now, reason=why)
    return tie.linkage


def _fill(tie: _Tie, days: Days, *, through: str | None, evidence_file_id: int, actor: Actor) -> None:
    """Write what a linkage says of period, cooperative and evidence, if it can stand."""
    linkage, household = tie.linkage, tie.household
    _check_period(days)
    if household.cleared_on is not None and household.cleared_on <= days.from_on:
        raise Invalid(fields={"from_on": [LinkageTooLate(cleared_on=household.cleared_on.isoformat())]})
    if has_overlapping(
        supplier_id=tie.supplier.id,
        household_id=household.id,
        mechanism=linkage.mechanism,
        days=days,
        besides=linkage.id,
    ):
        raise LinkageOpen
    linkage.from_on, linkage.until_on = days.from_on, days.until_on
    linkage.through_id = _cooperative(through, tie.supplier) if through else None
    linkage.evidence_file_id = _evidence(evidence_file_id, tie, actor)


def _check_period(days: Days) -> None:
    if days.is_empty():
        raise Invalid(fields={"last_on": [LinkagePeriodEmpty(from_on=days.from_on.isoformat())]})


def _cooperative(uscc: str, supplier: Supplier) -> int:
    found = find_organisation(uscc)
    if found is None or found.kind is not OrganisationKind.COOPERATIVE or found.id == supplier.organisation_id:
        raise Invalid(fields={"through": [ThroughNotCooperative()]})
    return found.id


def _evidence(file_id: int, tie: _Tie, actor: Actor) -> int:
    """Take a file of the supplier's own, and let the staff who are to verify the linkage read it."""
    try:
        is_own = get_file(file_id, actor=actor).organisation_id == tie.supplier.organisation_id
    except (FileUnknown, Forbidden):
        is_own = False
    if not is_own:
        raise Invalid(fields={"evidence_file_id": [FileUnknown()]})
    show_in(file_id=file_id, region_code=tie.household.village_code)
    return file_id


def _reason(told: str) -> str:
    if not told.strip():
        raise ReasonMissing(fields={"reason": [ReasonMissing()]})
    return told.strip()


def _lock(linkage_id: int) -> _Tie:
    return _Tie(*get_linkage_for_update(linkage_id))


def _lock_in_regions(linkage_id: int, actor: Actor) -> _Tie:
    tie = _lock(linkage_id)
    if not _is_in_regions(tie, actor):
        raise LinkageUnknown
    return tie


def _is_in_regions(tie: _Tie, actor: Actor) -> bool:
    return actor.covers(P.LINKAGES_VERIFY, region_codes=[tie.household.village_code])


def _is_suppliers(tie: _Tie, actor: Actor) -> bool:
    return actor.covers(P.LINKAGES_ENTER, organisation_ids=[tie.supplier.organisation_id])


def _move(linkage: Linkage, wanted: LinkageState) -> dict[str, str | None]:
    """Go through the one door of the states of a linkage; tell what stood before."""
    before = linkage.state
    check_move(LINKAGE_MOVES, thing="linkage", state=before, wanted=wanted)
    linkage.state = wanted
    return {"state": before.value}


def _days(linkage: Linkage) -> dict[str, str | None]:
    until_on = linkage.until_on.isoformat() if linkage.until_on else None
    return {"from_on": linkage.from_on.isoformat(), "until_on": until_on}


def _record(
    tie: _Tie, *, before: Mapping[str, str | None] | None, actor: Actor, now: datetime, reason: str | None = None
) -> None:
    linkage = tie.linkage
    audit.record(
        f"linkage.{linkage.state.value}",
        subject="linkage",
        subject_id=linkage.id,
        actor=actor,
        now=now,
        before=before,
        after={
            "state": linkage.state.value,
            "household_number": tie.household.household_number,
            "mechanism": linkage.mechanism.value,
            **_days(linkage),
        },
        reason=reason,
        organisation_ids=[tie.supplier.organisation_id],
        region_code=tie.household.village_code,
    )
