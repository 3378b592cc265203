from datetime import date

import pytest

from marketplace.accounts.rules import Duty
from marketplace.households.errors import RosterUnknown
from marketplace.households.queries.roster_changes import get_comparison, list_changes
from marketplace.households.queries.rosters import RosterFilter, get_version, list_members, list_versions
from marketplace.households.rules import RosterState
from marketplace.households.service import rosters
from marketplace.kernel.errors import Forbidden
from tests.catalogue.statements import counted

EVERYTHING = RosterFilter()


@pytest.fixture
def approved(submit, officer, now):
    def make(members, **changes):
        version = submit(members, **changes)
        rosters.approve(version_id=version.id, actor=officer, now=now)
        return version

    return make


def ids(rows) -> list[int]:
    return [row["id"] for row in rows]


def test_versions_are_listed_newest_first_and_narrowed(submit, approved, households, officer, cast, session, supplier):
    first = approved([(households[0], 1)])
    second = submit([(households[1], 1)], from_on=date(2020, 7, 1))
    assert ids(list_versions(EVERYTHING, actor=officer)) == [second.id, first.id]
    assert ids(list_versions(EVERYTHING, actor=officer, before=second.id)) == [first.id]
    assert ids(list_versions(EVERYTHING, actor=officer, limit=1)) == [second.id]
    assert ids(list_versions(RosterFilter(state=RosterState.APPROVED), actor=officer)) == [first.id]
    assert ids(list_versions(RosterFilter(supplier="91"), actor=officer)) == []
    assert ids(list_versions(RosterFilter(product_number="P"), actor=officer)) == []


def test_law_12_suppliers_see_their_own_staff_their_region_and_the_outsider_nothing(
    submit, households, staff, officer, outsider, cast
):
    version = submit([(households[0], 1)])
    auditor = cast.actor(cast.officer(Duty.AUDITOR, region="620000"))
    for actor in (staff, officer, auditor):
        assert ids(list_versions(EVERYTHING, actor=actor)) == [version.id]
        assert get_version(version.id, actor=actor)["supplier"]
    assert list_versions(EVERYTHING, actor=outsider) == []
    for ask in (get_version, list_members, get_comparison, list_changes):
        with pytest.raises(RosterUnknown):
            ask(version.id, actor=outsider)
    with pytest.raises(Forbidden):
        list_versions(EVERYTHING, actor=cast.actor(cast.user()))


def test_the_next_moves_are_those_of_who_asks(submit, households, staff, officer, cast, session):
    version = submit([(households[0], 1)])
    assert get_version(version.id, actor=officer)["next_actions"] == ["approve", "send_back"]
    assert get_version(version.id, actor=staff)["next_actions"] == []
    version.entered_by_id = officer.user_id
    session.flush()
    assert get_version(version.id, actor=officer)["next_actions"] == ["send_back"]


def test_a_version_shows_the_segments_it_consists_of_by_now(submit, approved, households, officer, session):
    households[0].cleared_on = date(2020, 5, 1)
    session.flush()
    version = approved([(households[0], 1), (households[1], 1)], last_on=date(2020, 12, 31))
    shown = get_version(version.id, actor=officer)
    assert (shown["declared_last_on"], shown["last_on"]) == (date(2020, 12, 31), date(2020, 4, 30))
    assert [(each["from_on"], each["last_on"], each["members_count"]) for each in shown["segments"]] == [
        (date(2020, 1, 1), date(2020, 4, 30), 2),
        (date(2020, 5, 1), date(2020, 12, 31), 1),
    ]
    waiting = submit([(households[1], 1)], from_on=date(2020, 2, 1))
    assert get_version(waiting.id, actor=officer)["segments"] == []


def test_law_6_the_versions_in_force_are_those_of_the_day(approved, submit, households, officer, session):
    households[0].cleared_on = date(2020, 3, 1)
    session.flush()
    first = approved([(households[0], 1), (households[1], 1)])
    second = approved([(households[1], 1)], from_on=date(2020, 6, 1), last_on=date(2020, 6, 30))
    submit([(households[1], 1)], from_on=date(2020, 2, 1))

    def in_force(day):
        return [
            (row["id"], row["members_count"]) for row in list_versions(RosterFilter(in_force_on=day), actor=officer)
        ]

    (cut,) = [each["id"] for each in get_version(first.id, actor=officer)["segments"] if each["id"] != first.id]
    assert in_force(date(2019, 12, 31)) == []
    assert in_force(date(2020, 2, 29)) == [(first.id, 2)]
    assert in_force(date(2020, 3, 1)) == in_force(date(2020, 5, 31)) == [(cut, 1)]
    assert in_force(date(2020, 6, 1)) == in_force(date(2020, 6, 30)) == [(second.id, 1)]
    assert in_force(date(2020, 7, 1)) == []


def test_members_are_listed_by_number_with_masked_heads(submit, households, staff):
    version = submit([(household, weight) for weight, household in enumerate(households, start=1)])
    rows = list_members(version.id, actor=staff)
    assert [(row["household_number"], row["weight"]) for row in rows] == [
        (household.household_number, weight) for weight, household in enumerate(households, start=1)
    ]
    assert {row["head_name"] for row in rows} == {"张**"}
    assert len(list_members(version.id, actor=staff, after=households[0].household_number)) == 2


def test_a_version_is_compared_with_the_approved_one_as_it_stood_the_day_before(
    submit, approved, households, officer, cast, link, session
):
    gone, kept, changed = households
    cleared, new = cast.household(), cast.household()
    link(cleared, new)
    cleared.cleared_on = date(2020, 3, 1)
    session.flush()
    approved([(gone, 1), (kept, 2), (changed, 3), (cleared, 4)], from_on=date(2020, 1, 1))
    approved([(gone, 9)], from_on=date(2020, 9, 1))
    submit([(gone, 7)], from_on=date(2020, 5, 1))
    version = submit([(kept, 2), (changed, 5), (new, 1)], from_on=date(2020, 6, 1), household_share_bp=1500)
    compared = get_comparison(version.id, actor=officer)
    assert (compared["added"], compared["removed"], compared["changed"]) == (1, 1, 1)
    assert (compared["before"]["household_share_bp"], compared["version"]["household_share_bp"]) == (1000, 1500)
    assert (compared["before"]["from_on"], compared["before"]["members_count"]) == (date(2020, 3, 1), 3)
    changes = list_changes(version.id, actor=officer)
    assert {row["household_number"]: (row["change"], row["weight_before"], row["weight_after"]) for row in changes} == {
        gone.household_number: ("removed", 1, None),
        changed.household_number: ("changed", 3, 5),
        new.household_number: ("added", None, 1),
    }
    assert {row["head_name"] for row in changes} == {"张**"}
    assert len(list_changes(version.id, actor=officer, after=changes[0]["household_number"])) == 2


def test_a_first_version_only_adds(submit, households, officer):
    version = submit([(households[0], 1), (households[1], 1)])
    compared = get_comparison(version.id, actor=officer)
    assert (compared["before"], compared["added"], compared["removed"], compared["changed"]) == (None, 2, 0, 0)


def test_the_number_of_statements_does_not_grow_with_the_members(submit, cast, link, officer):
    def statements_for(count, from_on):
        made = [cast.household() for _ in range(count)]
        link(*made)
        version = submit([(household, 1) for household in made], from_on=from_on)
        with counted() as statements:
            list_members(version.id, actor=officer, limit=count)
            get_comparison(version.id, actor=officer)
            list_changes(version.id, actor=officer, limit=count)
            list_versions(EVERYTHING, actor=officer)
        return len(statements)

    assert statements_for(20, date(2020, 1, 1)) == statements_for(500, date(2020, 2, 1)) <= 13
