"""What a process remembers of households between questions, and when it must not rely on it."""

from datetime import date

import psycopg
import pytest
from sqlalchemy import event, make_url, text
from sqlalchemy.exc import IntegrityError

from marketplace.db import db
from marketplace.households.models import HouseholdStatus, RosterMember
from marketplace.kernel.actor import system
from marketplace.kernel.days import Month
from marketplace.sales.rules import NewSale
from marketplace.sales.service import recording
from marketplace.statistics.queries.figures import count
from marketplace.statistics.queries.memory import Memory, memory
from marketplace.statistics.queries.sizes import sizes_on
from marketplace.statistics.rules import By, Slice
from marketplace.statistics.service.rollup import rebuild

ASKED = Slice(region_code="621000", month_from=Month("2020-01"), month_to=Month("2020-12"))


def test_what_was_not_asked_for_the_longest_is_forgotten_first():
    kept = Memory(most_bytes=30)
    for key in "abc":
        kept.keep(key, key.upper(), 10)
    assert kept.find("a") == "A"
    kept.keep("d", "D", 10)
    assert [kept.find(key) for key in "abcd"] == ["A", None, "C", "D"]
    kept.keep("a", "AA", 25)
    assert [kept.find(key) for key in "acd"] == ["AA", None, None]
    assert kept.bytes == 25


def test_what_is_too_large_is_not_remembered():
    kept = Memory(most_bytes=30)
    kept.keep("a", "A", 31)
    assert (kept.find("a"), kept.bytes) == (None, 0)


@pytest.fixture
def statements():
    """Collects the statements that are sent, without savepoints."""
    seen = []

    def listener(*args) -> None:
        if "SAVEPOINT" not in args[2]:
            seen.append(args[2])

    event.listen(db.engine, "before_cursor_execute", listener)
    yield seen
    event.remove(db.engine, "before_cursor_execute", listener)


@pytest.mark.parametrize("suppliers", [2, 40])
def test_the_first_question_takes_five_statements_and_the_next_three_whatever_the_number(
    ask, sell, cast, session, statements, suppliers
):
    shared = cast.household()
    for _ in range(suppliers):
        supplier = cast.supplier()
        cast.roster(supplier, [(cast.household(), 1), (shared, 1)])
        sell(supplier, 100)
    session.flush()
    for expected in (5, 3):
        statements.clear()
        (row,) = ask(By.MONTH)
        assert (row["households"], len(statements)) == (suppliers + 1, expected)


def test_a_version_that_is_still_being_written_is_not_remembered(ask, sell, cast, session):
    supplier, first, second = cast.supplier(), cast.household(persons=1), cast.household(persons=2)
    version = cast.roster(supplier, [(first, 1)])
    version.members_count = 2
    session.flush()
    sell(supplier, 1000)
    assert ask()[0]["households"] == 1
    session.add(RosterMember(roster_version_id=version.id, household_id=second.id, weight=1))
    session.flush()
    assert (ask()[0]["households"], ask()[0]["persons"]) == (2, 3)


def test_a_status_that_was_rolled_back_is_forgotten(ask, sell, cast, session):
    supplier, household = cast.supplier(), cast.household(persons=4)
    cast.roster(supplier, [(household, 1)])
    sell(supplier, 1000)
    session.flush()
    for persons in (7, 8):
        nested = session.begin_nested()
        row = HouseholdStatus(household_id=household.id, from_on=date(2020, 6, 1), category="unstable", persons=persons)
        session.add(row)
        session.flush()
        assert ask()[0]["persons"] == persons
        nested.rollback()
        assert ask()[0]["persons"] == 4


def test_tables_that_were_made_anew_are_not_taken_for_those_that_were_remembered(ask, sell, cast, session):
    """As after a backup was restored: numbers begin again, and what they mean is another matter."""
    supplier, household = cast.supplier(), cast.household(persons=4)
    cast.roster(supplier, [(household, 1), (cast.household(persons=1), 1)])
    sell(supplier, 1000)
    assert (ask()[0]["households"], ask()[0]["persons"]) == (2, 5)

    session.execute(text("ALTER TABLE household_status DISABLE TRIGGER USER"))
    session.execute(text("UPDATE household_status SET persons = persons + 1"))
    assert ask()[0]["persons"] == 5  # nobody stamped it: what is remembered is used
    make_anew(session, "status_stamp")
    assert ask()[0]["persons"] == 7

    make_anew(session, "roster_member")
    session.execute(text(f"DELETE FROM roster_member WHERE household_id = {household.id}"))
    assert (ask()[0]["households"], ask()[0]["persons"]) == (1, 2)


def make_anew(session, table: str) -> None:
    session.execute(text(f"ALTER TABLE {table} RENAME TO earlier_{table}"))
    session.execute(text(f"CREATE TABLE {table} AS SELECT * FROM earlier_{table}"))


def test_equal_sizes_of_many_days_are_kept_once(cast, session):
    cast.household(village="621021101001")
    days = [Month(f"2020-{month:02d}").last_on for month in range(1, 13)]
    found = sizes_on(days, ["621021"])
    later = sizes_on([date(2021, 1, 31)], ["621021"])
    assert len({id(found[day]["621021"]) for day in days} | {id(later[date(2021, 1, 31)]["621021"])}) == 1


def test_a_household_keeps_its_number(cast, session):
    household = cast.household()
    for column, value in (("ordinal", "ordinal + 1"), ("county_code", "'621021'")):
        with pytest.raises(IntegrityError, match="keeps its county and ordinal"), session.begin_nested():
            session.execute(text(f"UPDATE household SET {column} = {value} WHERE id = {household.id}"))
    session.execute(text(f"UPDATE household SET village_code = '621022101002' WHERE id = {household.id}"))


@pytest.fixture
def elsewhere(crowd_app):
    """Another process: a connection of its own that commits every statement."""
    url = make_url(crowd_app.config["SQLALCHEMY_DATABASE_URI"]).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        yield connection


def answer():
    """Households and persons as a process tells them that has answered before."""
    db.session.rollback()
    (row,) = count(ASKED)
    return row["households"], row["persons"]


def test_the_next_question_sees_what_another_process_wrote(crowd_app, crowd_cast, elsewhere, now):
    supplier = crowd_cast.supplier()
    first, second = (crowd_cast.household(persons=persons) for persons in (4, 2))
    crowd_cast.roster(supplier, [(first, 1)])
    told = {"channel": "outlet", "source": "ledger", "supplier_id": supplier.id, "sold_on": date(2020, 5, 1)}
    recording.record([NewSale(amount_fen=1000, source_number="1", **told)], actor=system(), now=now)
    db.session.commit()
    assert answer() == answer() == (1, 4)
    remembered = memory().bytes

    elsewhere.execute(
        "INSERT INTO household_status (household_id, from_on, category, persons) "
        "VALUES (%s, '2020-06-01', 'unstable', 5)",
        [first.id],
    )
    assert answer() == (1, 5)
    elsewhere.execute("UPDATE household_status SET persons = 6 WHERE from_on = '2020-06-01'")
    assert answer() == (1, 6)
    elsewhere.execute("DELETE FROM household_status WHERE from_on = '2020-06-01'")
    assert answer() == (1, 4)
    assert memory().bytes == remembered

    elsewhere.execute(
        "WITH made AS (INSERT INTO roster_version (roster_id, state, mechanism, household_share_bp, village_share_bp, "
        "declared_from_on, from_on, members_count, weight_total, entered_at, approved_at) "
        "SELECT roster_id, state, mechanism, household_share_bp, 0, '2020-07-01', '2020-07-01', 1, 1, entered_at, "
        "approved_at FROM roster_version LIMIT 1 RETURNING id) "
        "INSERT INTO roster_member (roster_version_id, household_id, weight) SELECT id, %s, 1 FROM made",
        [second.id],
    )
    recording.record(
        [NewSale(amount_fen=1000, source_number="2", **told | {"sold_on": date(2020, 8, 1)})], actor=system(), now=now
    )
    db.session.commit()
    assert answer() == (2, 6)

    rebuild(actor=system(), now=now)
    db.session.commit()
    elsewhere.execute("UPDATE household_status SET persons = 9 WHERE household_id = %s", [second.id])
    assert answer() == (2, 13)
