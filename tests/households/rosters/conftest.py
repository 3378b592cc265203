"""A supplier with linked households, its staff, the county's officer, and one way to tell a version."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from sqlalchemy import select

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty, MemberRole
from marketplace.households.models import Household, Linkage, RosterMember, RosterVersion
from marketplace.households.rules import LinkageState, Mechanism, NewMember, NewRosterVersion
from marketplace.households.service import rosters
from marketplace.kernel.actor import Actor


@pytest.fixture
def supplier(cast):
    return cast.supplier()


@pytest.fixture
def organisation(session, supplier) -> Organisation:
    return session.get(Organisation, supplier.organisation_id)


@pytest.fixture
def staff(cast, organisation) -> Actor:
    return cast.actor(cast.member(organisation, MemberRole.SUPPLIER_STAFF))


@pytest.fixture
def officer(cast) -> Actor:
    return cast.actor(cast.officer(Duty.REVITALISATION_OFFICER))


@pytest.fixture
def outsider(cast) -> Actor:
    return cast.actor(cast.outsider())


@pytest.fixture
def link(session, supplier, now) -> Callable[..., None]:
    """Ties households to the supplier, verified from long ago, unless said otherwise."""

    def tie(*households: Household, **changes) -> None:
        facts = {
            "mechanism": Mechanism.DIRECT_PURCHASE,
            "from_on": date(2015, 1, 1),
            "state": LinkageState.VERIFIED,
            "entered_at": now,
            "verified_at": now,
        }
        session.add_all(
            Linkage(supplier_id=supplier.id, household_id=household.id, **facts | changes) for household in households
        )
        session.flush()

    return tie


@pytest.fixture
def households(cast, link) -> list[Household]:
    """Three linked households."""
    made = [cast.household() for _ in range(3)]
    link(*made)
    return made


@pytest.fixture
def tell(organisation) -> Callable[..., NewRosterVersion]:
    """Tells a version of 10 % from 2020 on, with the members and changes asked for."""

    def make(members: Sequence[tuple[Household, int]], **changes) -> NewRosterVersion:
        facts = {
            "supplier": organisation.uscc,
            "mechanism": Mechanism.DIRECT_PURCHASE,
            "household_share_bp": 1000,
            "from_on": date(2020, 1, 1),
            "members": [NewMember(household.household_number, weight) for household, weight in members],
        }
        return NewRosterVersion(**facts | changes)

    return make


@pytest.fixture
def submit(tell, staff, now) -> Callable[..., RosterVersion]:
    """Submits a told version as the supplier's staff."""

    def hand_in(members: Sequence[tuple[Household, int]], *, actor: Actor | None = None, **changes) -> RosterVersion:
        return rosters.submit(tell(members, **changes), actor=actor or staff, now=now)

    return hand_in


@pytest.fixture
def members_of(session) -> Callable[[int], dict[int, int]]:
    """Reads the weights of a version's members by household."""

    def read(version_id: int) -> dict[int, int]:
        rows = session.execute(
            select(RosterMember.household_id, RosterMember.weight).where(RosterMember.roster_version_id == version_id)
        )
        return {household_id: weight for household_id, weight in rows}  # noqa: C416  rows are not pairs to dict()

    return read
