"""Stored facts against the laws: a clean year holds, and each broken fact is found by the check that names it."""

from datetime import date

import pytest
from sqlalchemy import text

from marketplace.kernel.actor import system
from marketplace.kernel.errors import NotFound
from marketplace.sales.service import corrections
from marketplace.statistics.queries.checks import check
from marketplace.statistics.queries.rule_files import list_rule_files
from marketplace.statistics.rules.checks import Kind, is_sound
from marketplace.statistics.service.rollup import rebuild
from tests.statistics.busy_year import live_through


@pytest.fixture
def broken(session, year_2020):
    """Tells the checks of the city's 2020 that do not hold, with their rows; anomalies are another matter."""

    def find(**changes) -> dict:
        found = check(year_2020(**changes), today=date(2020, 12, 31), actor=system())
        return {f.id: f.rows for f in found if not f.holds and f.kind is not Kind.ANOMALY and f.severity != "notice"}

    return find


@pytest.fixture
def sold(cast, sell, session, now):
    """One attributed, certified sale of 1,001 fen with its parts returned, and a way to tamper with the rows."""
    supplier = cast.supplier()
    households = [cast.household(persons=2) for _ in range(2)]
    version = cast.roster(supplier, [(household, 1) for household in households], share_bp=2500)
    number = sell(supplier, 1001, invoice_number="I-1", product_id=cast.product(supplier).product_id)
    sell(supplier, -1, reverses=number, sold_on=date(2020, 6, 1))

    def tamper(sql: str) -> None:
        for table in ("sale", "roster_version", "roster_member"):
            session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))  # facts refuse to be changed
        session.execute(text(sql), {"version_id": version.id, "household_id": households[0].id})
        rebuild(actor=system(), now=now)  # as if it had always been so

    return tamper


@pytest.mark.parametrize("seed", range(3))
def test_a_busy_year_breaks_nothing(cast, sell, broken, seed, now):
    live_through(cast, sell, seed)
    sell(cast.supplier(), 1000, number="TAKEN")
    corrections.take_back(source="ledger", source_numbers=["TAKEN"], reason="x", actor=system(), now=now)
    assert broken() == {}
    assert broken(region_code="621022") == {}


TAMPERING = {
    "UPDATE sale SET pool_fen = 251 WHERE kind = 'sale'": {"pool_recomputes"},
    "UPDATE sale SET is_benefiting = false WHERE kind = 'sale'": {"no_pool_without_roster"},
    "UPDATE sale SET roster_version_id = NULL, pool_fen = 0, is_benefiting = false": {"roster_in_force_recomputes"},
    "UPDATE roster_version SET declared_from_on = '2020-05-02', from_on = '2020-05-02'": {"roster_in_force_recomputes"},
    "UPDATE sale SET product_certification_id = NULL": {"certification_recomputes"},
    "UPDATE product_certification SET until_on = '2020-03-01'": {"certification_recomputes"},
    "UPDATE sale SET amount_fen = -1002, pool_fen = -251 WHERE kind = 'return'": {"returns_within_originals"},
    "DELETE FROM roster_member WHERE household_id = :household_id": {"roster_members_add_up"},
    "UPDATE household SET registered_on = '2020-03-01' WHERE id = :household_id": {"roster_members_add_up"},
    "UPDATE household SET cleared_on = '2020-11-01' WHERE id = :household_id": {"roster_members_add_up"},
    "UPDATE roster_version SET weight_total = 3": {"roster_members_add_up"},
    """
    INSERT INTO sale (kind, sold_on, channel, tags, supplier_id, origin_code, amount_fen, source, source_number, line,
                      generation, invoice_number, roster_version_id, pool_fen, is_benefiting, recorded_at)
    SELECT kind, sold_on, channel, tags, supplier_id, origin_code, amount_fen, source, source_number, line,
           generation + 1, invoice_number, roster_version_id, pool_fen, is_benefiting, recorded_at
    FROM sale WHERE kind = 'sale'
    """: {"live_source_keys_are_unique"},
    """
    INSERT INTO sale (kind, sold_on, channel, tags, supplier_id, origin_code, amount_fen, source, source_number, line,
                      generation, reverses_id, product_id, product_certification_id, roster_version_id, pool_fen,
                      is_benefiting, recorded_at)
    SELECT 'correction', sold_on + 1, channel, tags, supplier_id, origin_code, -amount_fen, source, source_number, line,
           generation, id, product_id, product_certification_id, roster_version_id, -pool_fen,
           is_benefiting, recorded_at
    FROM sale WHERE kind = 'return'
    """: {"corrections_negate_their_row"},
}


def test_a_sale_and_its_return_break_nothing(broken, sold):
    assert broken() == {}


@pytest.mark.parametrize("sql", TAMPERING)
def test_each_broken_fact_is_found(broken, sold, sql):
    sold(sql)
    found = broken()
    assert set(found) == TAMPERING[sql]
    assert all(rows for rows in found.values())


def test_every_invariant_can_be_broken():
    never = {rule.id for rule in list_rule_files(Kind.INVARIANT)} - set().union(*TAMPERING.values())
    # the first two are tested by name below, the last with the rollup
    assert never == {"attributed_within_share", "evidenced_gap_by_supplier", "rollup_recomputes"}


def test_income_beyond_the_share_of_a_version_is_found(broken, sold):
    sold("UPDATE sale SET pool_fen = 260 WHERE kind = 'sale'")
    assert set(broken()) == {"pool_recomputes", "attributed_within_share"}


def test_the_gap_between_attributed_and_evidenced_income_is_told_by_supplier(cast, sell, pay, session, year_2020):
    paying, not_paying, paying_more, selling_nothing = (cast.supplier() for _ in range(4))
    for supplier in (paying, not_paying, paying_more):
        household = cast.household()
        cast.roster(supplier, [(household, 1)], share_bp=1000)
        sell(supplier, 1000)
    pay(paying, household, 100)
    pay(paying_more, household, 170)
    pay(selling_nothing, household, 40)
    pay(cast.supplier(county="110101"), household, 5)
    found = {f.id: f for f in check(year_2020(), today=date(2020, 12, 31), actor=system())}
    gap = found["evidenced_gap_by_supplier"]
    assert gap.told("en")["rows"] == [
        {"supplier_id": not_paying.id, "attributed_fen": 100, "evidenced_fen": 0, "gap_fen": 100},
        {"supplier_id": paying_more.id, "attributed_fen": 100, "evidenced_fen": 170, "gap_fen": -70},
        {"supplier_id": selling_nothing.id, "attributed_fen": 0, "evidenced_fen": 40, "gap_fen": -40},
    ]
    assert is_sound(list(found.values()))


def test_law_12_checks_of_another_region_do_not_exist(cast, year_2020):
    with pytest.raises(NotFound):
        check(year_2020(), today=date(2020, 12, 31), actor=cast.actor(cast.outsider()))
