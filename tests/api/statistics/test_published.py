from datetime import date

import pytest

from marketplace.kernel.actor import system
from marketplace.regions.models import Region
from marketplace.sales.rules import Channel, NewSale
from marketplace.sales.service import recording
from marketplace.statistics.rules.publication import REACHED
from tests.api.statistics.conftest import YEAR


def test_a_year_is_published_to_anybody(ask, county):
    answer = ask("published?region_code=621022&year=2020")
    page = answer.json
    assert (page["region_code"], page["region_name"]) == ("621022", "环县")
    assert (page["whole"]["sales_fen"], page["whole"]["households"], page["whole"]["persons"]) == (7050, 7, 15)
    assert page["whole"]["suppressed"] == []
    assert set(page["by"]) == {"channel", "month"}
    assert answer.headers["Cache-Control"] == "public, max-age=600"


def test_law_14_channels_of_too_few_households_tell_sales_alone(ask, county):
    page = ask("published?region_code=621000&year=2020").json
    event, outlet = page["by"]["channel"]
    assert (event["sales_fen"], outlet["sales_fen"]) == (7000, 50)
    assert event["households"] is outlet["households"] is outlet["attributed_fen"] is None
    assert set(outlet["suppressed"]) == set(REACHED.hidden_together)
    (region,) = page["by"]["region"]
    assert (region["slice"], region["households"]) == ({"region": "621022"}, 7)


def test_law_14_a_county_of_too_few_households_is_hidden_on_every_page(ask, cast, county, session, now):
    if not session.query(Region).filter_by(code="621021").first():
        session.add(Region(code="621021", name="庆城县", level=6, from_on=date(1949, 1, 1)))
    small = cast.supplier(county="621021")
    cast.roster(small, [(cast.household(village="621021101001"), 1)])
    sale = NewSale(
        supplier_id=small.id, sold_on=date(2020, 5, 1), channel=Channel.EVENT, amount_fen=900, source="s",
        source_number="1",
    )  # fmt: skip
    recording.record([sale], actor=system(), now=now)
    city = ask("published?region_code=621000&year=2020").json
    assert [row["households"] for row in city["by"]["region"]] == [None, None]
    assert city["whole"]["households"] == 8
    for code in ("621021", "621022"):
        page = ask(f"published?region_code={code}&year=2020").json
        assert page["whole"]["households"] is page["whole"]["attributed_fen"] is None
        assert page["whole"]["sales_fen"] in {900, 7050}


def test_law_14_the_public_follows_a_figure_to_ids_only(ask, county):
    page = ask(f"published/sales?region_code=621022&{YEAR}&limit=1").json
    (row,) = page["items"]
    assert set(row) == {"id", "sold_on", "channel", "county_code", "amount_fen"}
    rest = ask(f"published/sales?region_code=621022&{YEAR}&after={page['next']}").json["items"]
    assert [each["amount_fen"] for each in (row, *rest)] == [50, 7000]
    assert "某某学校".encode() not in ask(f"published/sales?region_code=621022&{YEAR}").data
    ask(f"published/sales?region_code=621022&{YEAR}&measure=income.attributed.v1", status=422)
    ask(f"published/sales?region_code=621022&{YEAR}&supplier=x", status=422)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("region_code=621022", 422),
        ("region_code=621022&year=1", 422),
        ("region_code=621022101000&year=2020", 422),
        ("region_code=999999&year=2020", 404),
    ],
)
def test_a_year_that_is_not_there_is_refused(ask, county, query, status):
    ask(f"published?{query}", status=status)
