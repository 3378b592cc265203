from datetime import date

import pytest

from marketplace.accounts.rules import Duty
from marketplace.kernel.actor import system
from marketplace.kernel.days import Month
from marketplace.kernel.errors import Forbidden, NotFound
from marketplace.sales.rules import Channel
from marketplace.statistics.errors import NotMadeOfRows
from marketplace.statistics.queries.figures import figures
from marketplace.statistics.queries.payments_behind import list_payments_behind
from marketplace.statistics.queries.sales_behind import list_public_sales_behind, list_sales_behind
from marketplace.statistics.rules.measures import COLUMN_OF
from tests.statistics.busy_year import live_through

MEASURES = ("sales.v1", "sales.certified.v1", "sales.benefiting.v1", "sales.unattributed.v1", "income.attributed.v1")
SLICES = (
    {},
    {"region_code": "621022"},
    {"channel": Channel.EVENT},
    {"tag": "a", "month_from": Month("2020-05"), "month_to": Month("2020-09")},
)


def follow(asked, measure, limit=7):
    """Read every page."""
    rows, before = [], None
    while page := list_sales_behind(asked, measure=measure, actor=system(), before=before, limit=limit):
        rows += page
        before = (page[-1]["sold_on"], page[-1]["id"])
    return rows


@pytest.mark.parametrize("seed", range(3))
def test_law_15_the_sales_behind_a_figure_sum_to_it(cast, sell, year_2020, seed):
    live_through(cast, sell, seed)
    for changes in SLICES:
        asked = year_2020(**changes)
        (figure,) = figures(asked, actor=system())
        for measure in MEASURES:
            rows = follow(asked, measure)
            assert sum(row["value_fen"] for row in rows) == figure[COLUMN_OF[measure]], (changes, measure)
            assert len({row["id"] for row in rows}) == len(rows)


def test_a_row_tells_its_version_and_pool_and_pages_go_from_new_to_old(cast, sell, year_2020):
    supplier = cast.supplier()
    version = cast.roster(supplier, [(cast.household(), 1)], share_bp=2000)
    sell(supplier, 100, buyer_name="某某学校")
    sell(supplier, 200, sold_on=date(2020, 6, 1))
    newest, oldest = list_sales_behind(year_2020(), measure="income.attributed.v1", actor=system())
    assert (newest["value_fen"], oldest["value_fen"]) == (40, 20)
    assert (newest["roster_version_id"], oldest["buyer_name"]) == (version.id, "某某学校")


def test_law_14_the_public_follows_a_figure_to_ids_without_names(cast, sell, year_2020):
    supplier = cast.supplier()
    cast.roster(supplier, [(cast.household(), 1)])
    sell(supplier, 100, buyer_name="某某学校", invoice_number="INV-1")
    (row,) = list_public_sales_behind(year_2020(), measure="sales.v1")
    assert set(row) == {"id", "sold_on", "channel", "origin_code", "value_fen"}
    for measure in ("income.attributed.v1", "sales.benefiting.v1", "sales.unattributed.v1"):
        with pytest.raises(NotMadeOfRows):
            list_public_sales_behind(year_2020(), measure=measure)


def test_a_measure_that_is_no_sum_of_sales_leads_to_none(session, year_2020):
    with pytest.raises(NotMadeOfRows):
        list_sales_behind(year_2020(), measure="households.v1", actor=system())


def test_the_payments_behind_evidenced_income_sum_to_it(cast, session, pay, year_2020):
    supplier, household = cast.supplier(), cast.household()
    household.cleared_on = date(2020, 7, 1)
    for amount_fen, paid_on in ((100, date(2020, 5, 1)), (20, date(2020, 6, 30)), (3, date(2020, 7, 1))):
        pay(supplier, household, amount_fen, paid_on)
    first = list_payments_behind(year_2020(), actor=system(), limit=1)
    rest = list_payments_behind(year_2020(), actor=system(), after=first[0]["id"])
    assert [row["amount_fen"] for row in (*first, *rest)] == [100, 20]
    assert figures(year_2020(), actor=system())[0]["evidenced_fen"] == 120
    assert list_payments_behind(year_2020(tag="a"), actor=system()) == []


def test_law_12_rows_behind_another_regions_figure_do_not_exist(cast, year_2020):
    officer = cast.actor(cast.officer(Duty.STATISTICIAN, region="621022"))
    for ask in (
        lambda actor: list_sales_behind(year_2020(), measure="sales.v1", actor=actor),
        lambda actor: list_payments_behind(year_2020(), actor=actor),
    ):
        with pytest.raises(NotFound):
            ask(officer)
        with pytest.raises(Forbidden):
            ask(cast.actor(cast.user()))
