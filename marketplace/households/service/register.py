"""Verbs of the register: register, change status, clear, unmask.

What is written of a head is sealed before it reaches the database. Nobody is the head of two households. The day a
risk is cleared only stands in the register here; rosters and sales follow in a workflow.
"""

from datetime import date, datetime

from marketplace.audit import service as audit
from marketplace.db import db
from marketplace.households.errors import (
    ClearedAlready,
    HouseholdNumberTaken,
    IdentityTaken,
    PeriodNotAfterRegistration,
    ReasonMissing,
    ReasonPersonal,
    StatusTooEarly,
    VillageUnknown,
)
from marketplace.households.models import Household, HouseholdStatus
from marketplace.households.queries.register import (
    find_taken,
    get_household_for_update,
    get_latest_status,
    is_village,
)
from marketplace.households.rules import HouseholdCategory, Unmasked
from marketplace.households.service.ordinals import lock_counties, next_ordinal
from marketplace.households.service.sealing import (
    hash_identity,
    open_identity,
    open_name,
    seal_identity,
    seal_name,
)
from marketplace.kernel.actor import Actor
from marketplace.kernel.errors import Invalid
from marketplace.kernel.identifiers import IdentityNumberWrong, parse_identity_number
from marketplace.kernel.permissions import Permission as P
from marketplace.kernel.text import fold_width
from marketplace.regions.errors import RegionOutside
from marketplace.regions.rules import county_of


def register(
    *,
    household_number: str,
    village_code: str,
    category: HouseholdCategory,
    persons: int,
    head_name: str,
    head_identity_number: str,
    registered_on: date,
    actor: Actor,
    now: datetime,
) -> Household:
    """Register a household with its first category and number of persons.

    :raises NotFound: if the village is outside the caller's regions.
    :raises Invalid: if there is no such village in the time of the registration, or the identity number is wrong.
    :raises HouseholdNumberTaken: if another household has the number.
    :raises IdentityTaken: if the head is the head of another household, named if it is in the caller's regions.
    """
    actor.require_over(P.HOUSEHOLDS_EDIT, RegionOutside(region_code=village_code), region_codes=[village_code])
    number, identity_number = fold_width(household_number), _identity_number(head_identity_number)
    if not is_village(village_code, from_on=registered_on):
        raise Invalid(fields={"village_code": [VillageUnknown(value=village_code)]})
    county_code = county_of(village_code)
    lock_counties([county_code])
    head_identity_hash = hash_identity(identity_number)
    _refuse_taken(number, head_identity_hash, actor)
    household = Household(
        household_number=number,
        village_code=village_code,
        county_code=county_code,
        ordinal=next_ordinal(county_code),
        head_name=seal_name(number, head_name.strip()),
        head_identity=seal_identity(number, identity_number),
        head_identity_hash=head_identity_hash,
        registered_on=registered_on,
        created_at=now,
    )
    db.session.add(household)
    db.session.flush()  # the status names it
    db.session.add(
        HouseholdStatus(household_id=household.id, from_on=registered_on, category=category, persons=persons)
    )
    after = {"village_code": village_code, "registered_on": registered_on.isoformat()}
    _record("registered", household, actor=actor, now=now, after={**after, **_status(category, persons)})
    return household


def change_status(
    *,
    household_id: int,
    from_on: date,
    category: HouseholdCategory,
    persons: int,
    actor: Actor,
    now: datetime,
) -> Household:
    """Note another category or number of persons from a day on; what is known already changes nothing.

    :raises HouseholdUnknown: outside the caller's regions.
    :raises PeriodNotAfterRegistration: if the day is not after the registration.
    :raises StatusTooEarly: if a status from that day or a later one is known.
    """
    household = get_household_for_update(household_id, P.HOUSEHOLDS_EDIT, actor=actor)
    if from_on <= household.registered_on:
        raise PeriodNotAfterRegistration(fields={"from_on": [PeriodNotAfterRegistration()]})
    known = get_latest_status(household.id)
    if known.from_on <= from_on and (known.category, known.persons) == (category, persons):
        return household
    if from_on <= known.from_on:
        raise StatusTooEarly(from_on=known.from_on.isoformat())
    known.until_on = from_on
    db.session.add(HouseholdStatus(household_id=household.id, from_on=from_on, category=category, persons=persons))
    _record(
        "status_changed",
        household,
        actor=actor,
        now=now,
        before=_status(known.category, known.persons),
        after={"from_on": from_on.isoformat(), **_status(category, persons)},
    )
    return household


def set_cleared(household_id: int, cleared_on: date, *, actor: Actor, now: datetime) -> Household:
    """Note the first day on which a household is no longer registered; the same day again changes nothing.

    :raises HouseholdUnknown: outside the caller's regions.
    :raises PeriodNotAfterRegistration: if the day is not after the registration.
    :raises ClearedAlready: if another day is noted already.
    """
    household = get_household_for_update(household_id, P.HOUSEHOLDS_EDIT, actor=actor)
    if household.cleared_on == cleared_on:
        return household
    if household.cleared_on is not None:
        raise ClearedAlready
    if cleared_on <= household.registered_on:
        raise PeriodNotAfterRegistration(fields={"cleared_on": [PeriodNotAfterRegistration()]})
    household.cleared_on = cleared_on
    db.session.flush()  # the cutting of rosters reads it
    _record("cleared", household, actor=actor, now=now, after={"cleared_on": cleared_on.isoformat()})
    return household


def unmask(*, household_id: int, reason: str, actor: Actor, now: datetime) -> Unmasked:
    """Show a head's name and identity number, for a reason that stands on the record.

    :raises HouseholdUnknown: outside the caller's regions.
    :raises ReasonMissing: without a reason.
    :raises ReasonPersonal: if the reason holds what the record may not.
    """
    household = get_household_for_update(household_id, P.HOUSEHOLDS_UNMASK, actor=actor)
    number, why = household.household_number, reason.strip()
    if not why:
        raise ReasonMissing(fields={"reason": [ReasonMissing()]})
    shown = Unmasked(
        household_number=number,
        head_name=open_name(number, household.head_name),
        head_identity_number=open_identity(number, household.head_identity),
    )
    if shown.head_name in why or shown.head_identity_number in fold_width(why).upper():
        raise ReasonPersonal(fields={"reason": [ReasonPersonal()]})
    _record("unmasked", household, actor=actor, now=now, reason=why)
    return shown


def _identity_number(told: str) -> str:
    try:
        return parse_identity_number(told)
    except IdentityNumberWrong as error:
        raise Invalid(fields={"head_identity_number": [error]}) from None


def _refuse_taken(household_number: str, head_identity_hash: bytes, actor: Actor) -> None:
    for other in find_taken(household_number=household_number, head_identity_hash=head_identity_hash):
        if other.household_number == household_number:
            raise HouseholdNumberTaken(household_number=household_number)
        is_seen = actor.covers(P.HOUSEHOLDS_EDIT, region_codes=[other.village_code])
        raise IdentityTaken(**({"household_number": other.household_number} if is_seen else {}))


def _status(category: HouseholdCategory, persons: int) -> dict[str, object]:
    return {"category": category.value, "persons": persons}


def _record(
    what: str,
    household: Household,
    *,
    actor: Actor,
    now: datetime,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
    reason: str | None = None,
) -> None:
    audit.record(
        f"household.{what}",
        subject="household",
        subject_id=household.id,
        actor=actor,
        now=now,
        before=before,
        after={"household_number": household.household_number, **(after or {})},
        reason=reason,
        region_code=household.village_code,
    )
