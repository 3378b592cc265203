"""A household leaves every roster from the day its risk is cleared, and the sales of those days follow."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty
from marketplace.audit.models import AuditLine
from marketplace.households.errors import ClearedAlready, HouseholdUnknown
from marketplace.households.models import RosterVersion
from marketplace.households.queries.rosters import RosterFilter, list_versions
from marketplace.households.rules import Mechanism, NewMember, NewRosterVersion, RosterState
from marketplace.households.service import rosters
from marketplace.kernel.actor import system
from marketplace.kernel.errors import Forbidden
from marketplace.sales.models import Sale
from marketplace.sales.rules import Channel, NewSale
from marketplace.sales.service import recording
from marketplace.workflows.approve_roster import approve_roster
from marketplace.workflows.clear_household import Followed, clear_household
from tests.catalogue.statements import counted

FIRST = date(2020, 1, 1)
DAYS = 24
LIVE = "NOT EXISTS (SELECT FROM sale c WHERE c.reverses_id = s.id AND c.kind = 'correction') AND s.kind <> 'correction'"


@pytest.fixture
def officer(cast):
    return cast.actor(cast.officer(Duty.REVITALISATION_OFFICER))


@pytest.fixture
def supplier(cast):
    return cast.supplier()


@pytest.fixture
def clear(officer, now):
    def on(household, day, *, actor=None):
        return clear_household(household_id=household.id, cleared_on=day, actor=actor or officer, now=now)

    return on


@pytest.fixture
def sell(supplier, now):
    def record(number, day, amount_fen=10_000, reverses=None):
        told = NewSale(
            sold_on=day,
            channel=Channel.OUTLET,
            supplier_id=supplier.id,
            amount_fen=amount_fen,
            source="ledger",
            source_number=number,
            reverses=reverses,
        )
        recording.record([told], actor=system(), now=now)

    return record


@pytest.fixture
def live_sales(session):
    """Reads number, day, version and pool of each sale and return that stands."""

    def read():
        rows = session.execute(
            text(
                "SELECT source_number, sold_on, roster_version_id, pool_fen, is_benefiting, kind "
                f"FROM sale s WHERE {LIVE} ORDER BY source_number"
            )
        )
        return {row.source_number: row for row in rows}

    return read


def test_a_clearing_cuts_every_roster_and_restates_the_sales_of_its_days(
    cast, supplier, clear, sell, live_sales, session
):
    gone, stays = cast.household(), cast.household()
    version = cast.roster(supplier, [(gone, 1), (stays, 2)], share_bp=1000)
    other = cast.roster(cast.supplier(), [(gone, 1)])
    sell("A", date(2020, 5, 31))
    sell("B", date(2020, 6, 1))
    sell("C", date(2020, 6, 2), -5_000, reverses="B")
    assert clear(gone, date(2020, 6, 1)) == Followed(segments=2, restated=2)
    cut = session.scalars(select(RosterVersion).where(RosterVersion.cut_from_id == version.id)).one()
    assert (cut.from_on, cut.until_on, cut.members_count, cut.weight_total) == (date(2020, 6, 1), None, 1, 2)
    assert (version.until_on, version.members_count, version.state) == (date(2020, 6, 1), 2, RosterState.APPROVED)
    standing = live_sales()
    assert [(each.roster_version_id, each.pool_fen) for each in standing.values()] == [
        (version.id, 1000),
        (cut.id, 1000),
        (cut.id, -500),
    ]
    empty = session.scalars(select(RosterVersion).where(RosterVersion.cut_from_id == other.id)).one()
    assert (empty.members_count, empty.weight_total) == (0, 0)


def test_law_7_without_its_last_household_a_roster_gives_no_pool(cast, supplier, clear, sell, live_sales):
    last = cast.household()
    cast.roster(supplier, [(last, 1)])
    sell("A", date(2020, 6, 1))
    clear(last, date(2020, 6, 1))
    sale = live_sales()["A"]
    assert (sale.pool_fen, sale.is_benefiting, sale.roster_version_id is None) == (0, False, False)


def test_law_3_the_same_clearing_twice_changes_nothing_and_another_day_is_refused(cast, supplier, clear, sell, session):
    household = cast.household()
    cast.roster(supplier, [(household, 1)])
    sell("A", date(2020, 6, 1))
    clear(household, date(2020, 6, 1))
    rows = session.scalars(select(Sale.id)).all()
    assert clear(household, date(2020, 6, 1)) == Followed(0, 0)
    assert session.scalars(select(Sale.id)).all() == rows
    with pytest.raises(ClearedAlready):
        clear(household, date(2020, 6, 2))


def test_law_12_only_staff_of_the_households_region_clear_it(cast, clear):
    household = cast.household()
    with pytest.raises(HouseholdUnknown):
        clear(household, date(2020, 6, 1), actor=cast.actor(cast.outsider()))
    with pytest.raises(Forbidden):
        clear(household, date(2020, 6, 1), actor=cast.actor(cast.officer(Duty.AUDITOR)))
    assert household.cleared_on is None


def test_law_13_the_cut_writes_one_audit_line(cast, supplier, clear, session):
    household = cast.household()
    version = cast.roster(supplier, [(household, 1)])
    elsewhere = cast.supplier(county="621021")
    other = cast.roster(elsewhere, [(household, 1)])
    clear(household, date(2020, 6, 1))
    (line,) = session.scalars(select(AuditLine).where(AuditLine.action == "rosters.cut"))
    rosters = sorted([version.roster_id, other.roster_id])
    assert line.after == {"segments": 2, "from_on": "2020-06-01", "households": 1, "rosters": rosters}
    assert line.organisation_ids == sorted([supplier.organisation_id, elsewhere.organisation_id])
    assert (line.subject, line.subject_id, line.region_code) == ("household", str(household.id), "621000")


def test_the_number_of_statements_does_not_grow_with_rosters_members_and_sales(cast, clear, now):
    def statements_for(members, rosters_count):
        household, others = cast.household(), [cast.household() for _ in range(members)]
        for _ in range(rosters_count):
            supplier = cast.supplier()
            cast.roster(supplier, [(household, 1), *((other, 1) for other in others)])
            told = NewSale(
                sold_on=date(2020, 7, 1),
                channel=Channel.OUTLET,
                supplier_id=supplier.id,
                amount_fen=100,
                source="ledger",
                source_number=f"{household.id}-{supplier.id}",
            )
            recording.record([told], actor=system(), now=now)
        with counted() as statements:
            clear(household, date(2020, 6, 1))
        return len(statements)

    assert statements_for(20, 1) == statements_for(500, 3) <= 30


days = st.integers(0, DAYS - 1)


@st.composite
def declared(draw):
    """Up to three versions of one roster: first day, days it lasts or open, weights of households by place."""
    firsts = draw(st.lists(days, min_size=1, max_size=3, unique=True))
    return [
        (
            first,
            draw(st.none() | st.integers(1, DAYS)),
            draw(st.dictionaries(st.integers(0, 3), st.integers(1, 9), min_size=1)),
        )
        for first in firsts
    ]


steps = st.lists(
    st.tuples(st.just("approve"), st.integers(0, 2))
    | st.tuples(st.just("clear"), st.integers(0, 3), days)
    | st.tuples(st.just("sell"), days),
    max_size=10,
)


@dataclass
class Naive:
    """What a careful clerk would keep: versions as declared, and the day each household was cleared."""

    versions: list[tuple[int, int | None, dict[int, int]]]
    approved: set[int] = field(default_factory=set)
    cleared: dict[int, int] = field(default_factory=dict)

    def members_on(self, day: int) -> dict[int, int] | None:
        """Tell who is left that day of the latest version that has begun, or that none holds."""
        begun = [self.versions[place] for place in self.approved if self.versions[place][0] <= day]
        if not begun:
            return None
        first, lasts, weights = max(begun, key=lambda version: version[0])
        if lasts is not None and day >= first + lasts:
            return None
        return {place: weight for place, weight in weights.items() if day < self.cleared.get(place, 2 * DAYS)}


@given(versions=declared(), story=steps)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_laws_7_and_8_after_any_clearings_every_day_has_the_declared_members_registered_that_day(
    versions, story, cast, session, now
):
    session.rollback()  # the example before, or a failed one, leaves nothing
    officer = cast.actor(cast.officer(Duty.REVITALISATION_OFFICER))
    supplier, households = cast.supplier(), [cast.household() for _ in range(4)]
    ids = _submit(versions, supplier, households, session, now)
    naive, sold = Naive(versions), 0
    for step, *facts in [("sell", day) for day in range(0, DAYS, 5)] + story:
        if step == "approve" and facts[0] < len(ids) and facts[0] not in naive.approved:
            approve_roster(version_id=ids[facts[0]], actor=officer, now=now)
            naive.approved.add(facts[0])
        elif step == "clear" and facts[0] not in naive.cleared:
            household = households[facts[0]]
            clear_household(household_id=household.id, cleared_on=_day(facts[1]), actor=officer, now=now)
            naive.cleared[facts[0]] = facts[1]
        elif step == "sell":
            sold += 1
            _sell(supplier, f"S{sold}", facts[0], now)
    _compare(naive, supplier, households, session, officer)


def _day(number: int) -> date:
    return FIRST + timedelta(days=number)


def _submit(versions, supplier, households, session, now) -> list[int]:
    """Tell all versions before anyone is cleared; who approves them, and when, is the story's."""
    uscc = session.get(Organisation, supplier.organisation_id).uscc
    return [
        rosters.submit(
            NewRosterVersion(
                supplier=uscc,
                mechanism=Mechanism.EMPLOYMENT,
                household_share_bp=1000,
                from_on=_day(first),
                last_on=None if lasts is None else _day(first + lasts - 1),
                members=[NewMember(households[place].household_number, weight) for place, weight in weights.items()],
            ),
            actor=system(),
            now=now,
        ).id
        for first, lasts, weights in versions
    ]


def _sell(supplier, number, day, now) -> None:
    """Record a sale, and a return of part of it the day after."""
    sale = NewSale(
        sold_on=_day(day),
        channel=Channel.OUTLET,
        supplier_id=supplier.id,
        amount_fen=1005,
        source="ledger",
        source_number=number,
    )
    back = NewSale(
        sold_on=_day(day + 1),
        channel=Channel.OUTLET,
        supplier_id=supplier.id,
        amount_fen=-505,
        source="ledger",
        source_number=f"{number}-R",
        reverses=number,
    )
    recording.record([sale, back], actor=system(), now=now)


def _compare(naive, supplier, households, session, officer) -> None:
    place_of = {household.id: place for place, household in enumerate(households)}
    in_force: dict[int, int | None] = {}
    for day in range(DAYS + 2):
        rows = list_versions(RosterFilter(in_force_on=_day(day)), actor=officer)
        wanted = naive.members_on(day)
        assert len(rows) == (wanted is not None), day
        in_force[day] = rows[0]["id"] if rows else None
        if rows:
            members = session.execute(
                text("SELECT household_id, weight FROM roster_member WHERE roster_version_id = :id"),
                {"id": rows[0]["id"]},
            )
            assert {place_of[row.household_id]: row.weight for row in members} == wanted, day
            assert (rows[0]["members_count"], rows[0]["weight_total"]) == (len(wanted), sum(wanted.values()))
    found = session.execute(
        text(
            "SELECT s.sold_on, s.roster_version_id, s.pool_fen, s.is_benefiting, o.sold_on AS original_on "
            f"FROM sale s LEFT JOIN sale o ON o.id = s.reverses_id WHERE s.supplier_id = :id AND {LIVE}"
        ),
        {"id": supplier.id},
    ).all()
    for sale in found:
        day = ((sale.original_on or sale.sold_on) - FIRST).days
        share = {True: -51, False: 101}[sale.original_on is not None]
        wanted = naive.members_on(day)
        assert (sale.roster_version_id, sale.pool_fen, sale.is_benefiting) == (
            in_force[day],
            share if wanted else 0,
            bool(wanted),
        )
