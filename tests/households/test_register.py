"""Register a household."""

from datetime import date
from functools import partial

import pytest
from sqlalchemy import select

from marketplace.accounts.rules import Duty
from marketplace.audit.models import AuditLine
from marketplace.db import db
from marketplace.households.errors import HouseholdNumberTaken, IdentityTaken, VillageUnknown
from marketplace.households.models import HouseholdStatus
from marketplace.households.rules import HouseholdCategory
from marketplace.households.service import register, sealing
from marketplace.kernel.actor import system
from marketplace.kernel.errors import Forbidden, Invalid, NotFound
from marketplace.kernel.identifiers import IdentityNumberWrong
from marketplace.regions.models import Region
from marketplace.transaction import transaction
from tests.conftest import NOW
from tests.factories.codes import identity_number


def test_a_household_is_registered_sealed_with_its_first_status(enter_household, session):
    household = enter_household()
    number = household.household_number
    assert (household.county_code, household.ordinal) == ("621022", 0)
    assert sealing.open_name(number, household.head_name) == "慕容雪村"
    assert sealing.open_identity(number, household.head_identity) == identity_number(6001, county="622822")
    status = session.scalars(select(HouseholdStatus)).one()
    assert (status.from_on, status.until_on, status.category, status.persons) == (
        date(2014, 1, 1),
        None,
        HouseholdCategory.LIFTED_OUT,
        4,
    )


def test_ordinals_are_dense(enter_household):
    assert [enter_household(n).ordinal for n in range(1, 4)] == [0, 1, 2]


def test_law_13_one_audit_line_without_the_head(enter_household, session):
    household = enter_household()
    session.flush()
    line = session.scalars(select(AuditLine).where(AuditLine.action == "household.registered")).one()
    assert (line.subject_id, line.region_code) == (str(household.id), household.village_code)
    assert "慕容" not in str(line.after)
    assert identity_number(6001, county="622822") not in str(line.after)


def test_a_household_number_is_given_once(enter_household):
    number = enter_household(1).household_number
    with pytest.raises(HouseholdNumberTaken):
        enter_household(2, household_number=number)
    with pytest.raises(HouseholdNumberTaken):
        enter_household(2, household_number=number.replace("6", "６"))


def test_nobody_heads_two_households_and_the_other_is_named_in_scope_alone(enter_household, cast, session):
    first = enter_household(1)
    head = identity_number(6001, county="622822")
    with pytest.raises(IdentityTaken) as refusal:
        enter_household(2, head_identity_number=head)
    assert refusal.value.facts == {"household_number": first.household_number}

    session.add(Region(code="621021101001", name="某村", level=12, from_on=date(2000, 1, 1)))
    session.flush()
    other = cast.actor(cast.officer(Duty.REVITALISATION_OFFICER, region="621021"))
    with pytest.raises(IdentityTaken) as refusal:
        enter_household(2, head_identity_number=head, village_code="621021101001", actor=other)
    assert refusal.value.facts == {}
    assert first.household_number not in refusal.value.sentence("zh")


def test_the_village_exists_on_a_day_of_the_registration(enter_household):
    enter_household(1, registered_on=date(2018, 12, 31))
    for changes in ({"registered_on": date(2019, 1, 1)}, {"village_code": "621022101009"}):
        with pytest.raises(Invalid) as refusal:
            enter_household(2, **changes)
        assert isinstance(refusal.value.fields["village_code"][0], VillageUnknown)


def test_a_wrong_identity_number_is_not_repeated_in_the_refusal(enter_household):
    with pytest.raises(Invalid) as refusal:
        enter_household(head_identity_number="622822196001010010")
    (wrong,) = refusal.value.fields["head_identity_number"]
    assert isinstance(wrong, IdentityNumberWrong)
    assert "622822" not in wrong.sentence("zh") + str(wrong)


def test_law_12_outside_ones_region_there_is_no_village(enter_household, cast, staff):
    with pytest.raises(NotFound):
        enter_household(actor=cast.actor(cast.outsider()))
    with pytest.raises(Forbidden):
        enter_household(actor=staff)
    with pytest.raises(Forbidden):
        enter_household(actor=cast.actor(cast.officer(Duty.AUDITOR)))


def test_ordinals_stay_dense_when_many_register_at_once(crowd_app, together):
    village = "110101101001"
    with crowd_app.app_context(), transaction():
        db.session.add(Region(code=village, name="某村", level=12, from_on=date(2000, 1, 1)))

    def enter(n: int) -> int:
        with transaction():
            return register.register(
                household_number=f"RACE{n}",
                village_code=village,
                category=HouseholdCategory.LIFTED_OUT,
                persons=1,
                head_name="某人",
                head_identity_number=identity_number(30_000 + n),
                registered_on=date(2014, 1, 1),
                actor=system(),
                now=NOW,
            ).ordinal

    assert sorted(together(*(partial(enter, n) for n in range(8)))) == list(range(8))
