"""A month's pools among the households of their rosters."""

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DataError

from marketplace.accounts.rules import Duty
from marketplace.audit.models import AuditLine
from marketplace.benefits.models import Allocation, AllocationShare
from marketplace.benefits.queries.allocations import list_allocations, list_stale_months
from marketplace.benefits.service import allocating
from marketplace.benefits.service.allocating import Allocated
from marketplace.kernel.days import Month
from marketplace.kernel.errors import Forbidden, NotFound
from marketplace.transaction import transaction
from tests.catalogue.statements import counted


@pytest.fixture
def households(cast):
    return [cast.household() for _ in range(3)]


@pytest.fixture
def roster(cast, supplier, households):
    """10 % to three households, 1 : 1 : 1."""
    return cast.roster(supplier, [(each, 1) for each in households], share_bp=1000)


def numbers(households):
    return [each.household_number for each in households]


def test_law_7_a_pool_is_shared_out_by_weight_the_odd_fen_by_remainder_then_household_number(
    cast, supplier, households, sell, allocate, shares
):
    cast.roster(supplier, list(zip(households, (1, 1, 1), strict=True)), share_bp=10_000)
    sell(supplier, 200)
    assert allocate() == Allocated(pools=1, shares=3, before_fen=0, after_fen=200)
    first, second, third = numbers(households)
    assert shares() == {first: 67, second: 67, third: 66}


def test_law_7_weights_decide_before_numbers_do(cast, supplier, households, sell, allocate, shares):
    cast.roster(supplier, list(zip(households, (1, 2, 4), strict=True)), share_bp=10_000)
    sell(supplier, 10)
    allocate()
    assert list(shares().values()) == [1, 3, 6]


def test_law_7_a_month_in_which_more_came_back_takes_with_the_same_rule(
    supplier, households, roster, sell, allocate, shares
):
    sale = sell(supplier, 10_000, sold_on=date(2020, 4, 30))
    sell(supplier, -10_000, reverses=sale)
    allocate("2020-04")
    allocate()
    first, second, third = numbers(households)
    assert shares("2020-04") == {first: 334, second: 333, third: 333}
    assert shares() == {first: -334, second: -333, third: -333}


def test_the_same_facts_again_change_nothing(supplier, roster, sell, allocate, session):
    sell(supplier, 10_000)
    allocate()
    before = session.execute(select(Allocation.id, Allocation.allocated_at)).all()
    assert allocate() == Allocated(pools=0, shares=0, before_fen=0, after_fen=0)
    assert session.execute(select(Allocation.id, Allocation.allocated_at)).all() == before
    lines = select(func.count()).select_from(AuditLine).where(AuditLine.action == "benefits.allocated")
    assert session.scalar(lines) == 1


def test_a_correction_is_allocated_anew_in_place_of_the_old(
    supplier, households, roster, sell, take_back, allocate, shares, session
):
    sell(supplier, 3_000)
    wrong = sell(supplier, 6_000)
    allocate()
    take_back(wrong)
    assert allocate() == Allocated(pools=1, shares=3, before_fen=900, after_fen=300)
    assert set(shares().values()) == {100}
    line = session.scalars(select(AuditLine).order_by(AuditLine.id.desc()).limit(1)).one()
    assert (line.action, line.before, line.after["pool_fen"]) == ("benefits.allocated", {"pool_fen": 900}, 300)


def test_a_pool_that_is_gone_leaves_no_shares(supplier, roster, sell, take_back, allocate, shares, session):
    sale = sell(supplier, 3_000)
    allocate()
    take_back(sale)
    assert allocate() == Allocated(pools=1, shares=0, before_fen=300, after_fen=0)
    assert (shares(), session.scalar(select(func.count()).select_from(Allocation))) == ({}, 0)


def test_a_region_allocates_its_own_suppliers_alone(cast, supplier, households, roster, sell, allocate, shares):
    other = cast.supplier(county="621021")
    neighbour = cast.household(village="621021101001")
    cast.roster(other, [(neighbour, 1)])
    sell(supplier, 10_000)
    sell(other, 10_000)
    allocate(region="621022")
    assert set(shares()) == set(numbers(households))
    assert allocate(region="621000").pools == 1
    assert shares()[neighbour.household_number] == 1_000


def test_what_corrections_left_unallocated_is_found_by_month(supplier, roster, sell, take_back, allocate):
    sale = sell(supplier, 3_000)
    sell(supplier, 3_000, sold_on=date(2020, 7, 1))
    assert list_stale_months(through=Month("2020-06")) == ["2020-05"]
    allocate()
    assert list_stale_months(through=Month("2020-08")) == ["2020-07"]
    take_back(sale)
    assert list_stale_months(through=Month("2020-06")) == ["2020-05"]


def test_a_failure_in_the_middle_leaves_the_month_as_it_was(
    supplier, roster, sell, take_back, allocate, shares, monkeypatch, session
):
    with transaction():
        sale = sell(supplier, 3_000)
        sell(supplier, 3_000)
        allocate()
    before = shares()
    with transaction():
        take_back(sale)
    monkeypatch.setattr(allocating, "_KEEP_SHARES", "SELECT 1 / 0")
    with pytest.raises(DataError, match="division by zero"), transaction():
        allocate()
    assert shares() == before
    assert session.scalar(select(func.sum(AllocationShare.amount_fen))) == 600


def test_law_12_allocating_takes_the_duty_in_the_region(cast, allocate, supplier, roster, sell):
    sell(supplier, 1_000)
    with pytest.raises(NotFound):
        allocate(actor=cast.actor(cast.outsider()))
    with pytest.raises(NotFound):
        allocate(actor=cast.actor(cast.officer(Duty.STATISTICIAN)), region="621000")
    with pytest.raises(Forbidden):
        allocate(actor=cast.actor(cast.officer(Duty.AUDITOR)))
    assert allocate(actor=cast.actor(cast.officer(Duty.STATISTICIAN)), region="621022").pools == 1


def test_law_12_allocations_are_listed_to_staff_and_to_the_supplier_alone(
    cast, supplier, roster, sell, allocate, staff, take_back
):
    sale = sell(supplier, 10_000)
    allocate()
    for actor in (staff, cast.actor(cast.officer(Duty.STATISTICIAN))):
        (row,) = list_allocations(Month("2020-05"), actor=actor)
        assert (row["pool_fen"], row["households"], row["is_current"]) == (1_000, 3, True)
    assert list_allocations(Month("2020-05"), actor=cast.actor(cast.outsider())) == []
    take_back(sale)
    (row,) = list_allocations(Month("2020-05"), actor=staff)
    assert row["is_current"] is False


def test_the_number_of_statements_does_not_grow_with_the_households(cast, sell, allocate, session):
    months = iter(["2020-05", "2020-06", "2020-07"])

    def statements_for(count):
        month = next(months)
        for _ in range(max(count // 100, 1)):
            supplier = cast.supplier()
            cast.roster(supplier, [(cast.household(), 1) for _ in range(min(count, 100))])
            sell(supplier, 100_000, sold_on=date.fromisoformat(f"{month}-01"))
        session.flush()
        with counted() as statements:
            assert allocate(month).shares == count
        return len(statements)

    statements_for(1)
    assert statements_for(20) == statements_for(500)
