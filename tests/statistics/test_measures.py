from datetime import date

import pytest

from marketplace.catalogue.rules import ProductCategory
from marketplace.kernel.actor import system
from marketplace.kernel.days import Month
from marketplace.kernel.errors import NotFound
from marketplace.reporting.models import Agreement, Event, Outlet
from marketplace.reporting.rules import EventKind, OutletKind
from marketplace.sales.rules import Channel
from marketplace.statistics.errors import MeasureUnknown, MonthsOutside, NeverWithout
from marketplace.statistics.queries.measures import list_measures
from marketplace.statistics.rules import DEFINITIONS, By
from marketplace.statistics.rules.comparison import Compare
from marketplace.statistics.rules.measures import KINDS


@pytest.fixture
def measure(session, year_2020):
    def values(*names, mode: Compare | None = None, **changes):
        rows = list_measures(year_2020(**changes), names=names, mode=mode, actor=system())
        return {row["definition"]: row["value"] for row in rows} if mode is None else rows

    return values


@pytest.fixture
def happenings(session, now, cast):
    """An event, two outlets and two agreements of the city, some tagged."""
    common = {"region_code": "621022", "host_code": "621022", "created_at": now}
    supplier = cast.supplier()
    session.add_all(
        [
            Event(number="E1", name="x", kind=EventKind.FAIR, held_on=date(2020, 9, 1), tags=["a"], **common),
            Event(number="E2", name="x", kind=EventKind.FAIR, held_on=date(2019, 9, 1), tags=[], **common),
            Outlet(number="O1", name="x", kind=OutletKind.HALL, opened_on=date(2019, 1, 1), tags=["a"], **common),
            Outlet(
                number="O2", name="x", kind=OutletKind.HALL, opened_on=date(2019, 1, 1), closed_on=date(2019, 12, 31),
                tags=[], **common,
            ),
            Agreement(
                agreement_number="A1", signed_on=date(2020, 1, 1), buyer_name="x", host_code="621022", signed_fen=100,
                fulfilled_fen=40, tags=["a"], created_at=now, supplier_id=supplier.id,
            ),
            Agreement(
                agreement_number="A2", signed_on=date(2020, 12, 31), buyer_name="x", host_code="621022", signed_fen=10,
                fulfilled_fen=0, tags=[], created_at=now,
            ),
        ]
    )  # fmt: skip
    session.flush()
    return supplier


def test_every_definition_is_measured(measure):
    values = measure()
    assert set(values) == set(KINDS) == set(DEFINITIONS)
    assert values["coverage.v1"] is None  # nobody is registered
    assert [name for name, value in values.items() if value not in {0, None}] == []


def test_measures_of_sales_payments_and_registers(measure, sell, pay, cast):
    supplier = cast.supplier()
    sku = cast.product(supplier)
    reached, paid = cast.household(persons=3), cast.household(persons=2)
    for _ in range(2):
        cast.household()
    elsewhere = cast.household(village="110101001001")
    cast.roster(supplier, [(reached, 1), (elsewhere, 1)], share_bp=5000)
    sell(supplier, 1000, product_id=sku.product_id)
    pay(supplier, paid, 77)
    values = measure()
    assert values["sales.v1"] == values["sales.certified.v1"] == values["sales.benefiting.v1"] == 1000
    assert (values["households.v1"], values["persons.v1"], values["household_times.v1"]) == (2, 7, 2)
    assert (values["income.attributed.v1"], values["income.evidenced.v1"]) == (500, 77)
    assert values["households.evidenced.v1"] == 1
    assert values["coverage.v1"] == 2500  # of the four of the city, not the one elsewhere
    assert (values["suppliers.certified.v1"], values["products.certified.v1"], values["batches.v1"]) == (1, 1, 1)


@pytest.mark.usefixtures("happenings")
def test_events_outlets_and_agreements_are_counted_by_their_own_days(measure):
    values = measure()
    assert (values["events.v1"], values["outlets.v1"]) == (1, 1)
    assert (values["agreements.signed.v1"], values["agreements.fulfilled.v1"]) == (110, 40)
    tagged = measure(tag="a")
    assert (tagged["events.v1"], tagged["outlets.v1"], tagged["agreements.signed.v1"]) == (1, 1, 100)


def test_a_measure_is_unknown_where_its_rows_do_not_tell_what_is_asked(measure, happenings, sell):
    sell(happenings, 5, tags=["a"])
    by_channel = measure(channel=Channel.OUTLET)
    assert by_channel["sales.v1"] == 5
    assert {by_channel[name] for name in ("income.evidenced.v1", "events.v1", "suppliers.certified.v1")} == {None}
    by_category = measure(category=ProductCategory.TEA)
    assert (by_category["products.certified.v1"], by_category["events.v1"]) == (0, None)


def test_measures_are_chosen_by_id_and_compared(measure, sell, cast):
    supplier = cast.supplier(certified=(date(2020, 2, 1), None))
    sell(supplier, 8)
    sell(supplier, 4, sold_on=date(2019, 4, 1))
    rows = measure("sales.v1", "suppliers.certified.v1", mode=Compare.YEAR)
    assert rows == [
        {"definition": "sales.v1", "unit": "fen", "value": 8, "base": 4, "change_bp": 10_000,
         "base_definition": "sales.v1"},
        {"definition": "suppliers.certified.v1", "unit": "number", "value": 1, "base": 0, "change_bp": None,
         "base_definition": "suppliers.certified.v1"},
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["quota.rate.v1", "sales.v2", ""])
def test_a_measure_that_is_not_defined_is_refused(measure, name):
    with pytest.raises(MeasureUnknown):
        measure(name)


def test_sales_that_lack_a_value_can_be_asked_for(measure, sell, cast, year_2020):
    supplier = cast.supplier()
    sku = cast.product(supplier)
    sell(supplier, 1, product_id=sku.product_id)
    sell(supplier, 10)
    assert measure("sales.v1", without=frozenset({By.CATEGORY})) == {"sales.v1": 10}
    with pytest.raises(NeverWithout):
        year_2020(without=frozenset({By.CHANNEL}))


def test_a_year_that_is_a_typing_error_is_refused(year_2020):
    for months in ({"month_from": Month("0020-01")}, {"month_to": Month("9999-12")}):
        with pytest.raises(MonthsOutside):
            year_2020(**months)


def test_law_12_measures_of_another_region_do_not_exist(cast, year_2020):
    with pytest.raises(NotFound):
        list_measures(year_2020(), actor=cast.actor(cast.outsider()))
