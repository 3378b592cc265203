from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty, MemberRole
from tests.api.statistics.conftest import YEAR


def test_a_figure_leads_to_its_sales_page_by_page(ask, officer, county):
    path = f"sales?region_code=621022&{YEAR}&measure=income.attributed.v1&limit=1"
    first = ask(path, officer).json
    second = ask(f"{path}&after={first['next']}", officer).json
    pools = [page["items"][0]["pool"]["amount"] for page in (first, second)]
    assert (pools, second["next"]) == (["0.05", "7.00"], None)
    assert second["items"][0]["buyer_name"] == "某某学校"
    assert second["items"][0]["roster_version_id"]


def test_a_figure_leads_to_its_households_and_the_rest_is_summed_up(ask, officer, county):
    path = f"households?region_code=621022&{YEAR}&measure=households.v1"
    page = ask(f"{path}&limit=4", officer).json
    rest = ask(f"{path}&after={page['next']}", officer).json
    assert [row["attributed_fen"] for row in (*page["items"], *rest["items"])] == [105, 100, 100, 100, 100, 100]
    assert page["outside"] == {"households": 1, "persons": 3, "household_times": 1, "attributed_fen": 100}
    assert "outside" not in rest
    assert {row["head_name"] for row in page["items"]} == {"张**"}


def test_the_uncovered_are_listed(ask, cast, officer, county):
    missed = cast.household()
    (row,) = ask(f"uncovered?region_code=621022&{YEAR}", officer).json["items"]
    assert row["household_id"] == missed.id
    assert len(ask(f"uncovered?region_code=621022&{YEAR}&channel=outlet", officer).json["items"]) == 6


def test_payments_behind_evidenced_income_are_listed(ask, officer, county):
    assert ask(f"payments?region_code=621022&{YEAR}", officer).json == {"items": [], "next": None}


def test_a_measure_that_leads_elsewhere_is_refused(ask, officer, county):
    answer = ask(f"sales?region_code=621022&{YEAR}&measure=households.v1", officer, status=422).json
    assert answer["code"] == "statistics.not_made_of_rows"
    ask(f"households?region_code=621022&{YEAR}&measure=sales.v1", officer, status=422)
    ask(f"sales?region_code=621022&{YEAR}&measure=sales.v1&after=nonsense", officer, status=422)
    ask(f"households?region_code=621022&{YEAR}&measure=households.v1&after=nonsense", officer, status=422)


def test_law_12_rows_are_for_those_in_scope(ask, cast, session, officer, county):
    supplier_staff = cast.member(session.get(Organisation, county.organisation_id), MemberRole.SUPPLIER_STAFF)
    paths = (
        f"sales?region_code=621022&{YEAR}&measure=sales.v1",
        f"households?region_code=621022&{YEAR}&measure=households.v1",
        f"uncovered?region_code=621022&{YEAR}",
        f"payments?region_code=621022&{YEAR}",
    )
    for path in paths:
        answer = ask(path, cast.outsider(), status=404)
        assert "环县".encode() not in answer.data
        ask(path, None, status=401)
        ask(path.replace("621022", "621000"), officer, status=404)
        ask(path, cast.officer(Duty.AGRICULTURE_OFFICER), status=403)
    ask(paths[0], supplier_staff, status=404)
    ask(paths[1], supplier_staff, status=403)
