from datetime import date

import pytest

from marketplace.regions.models import Region


@pytest.fixture
def anybody(cast):
    return cast.client()


@pytest.fixture
def villages(session):
    session.add_all(
        Region(code=code, name=name, level=level, from_on=from_on, until_on=until_on)
        for code, name, level, from_on, until_on in [
            ("621022101000", "环城镇", 9, date(2015, 1, 1), None),
            ("621022101001", "城关村", 12, date(2015, 1, 1), date(2019, 1, 1)),
            ("621022101001", "新城村", 12, date(2019, 1, 1), None),
            ("621022101002", "北街村", 12, date(2015, 1, 1), None),
        ]
    )
    session.flush()


def names(client, query):
    return [item["name"] for item in client.get(f"/api/v1/regions?{query}").json["items"]]


def test_provinces_stand_below_the_nation(anybody):
    first = anybody.get("/api/v1/regions?limit=30").json
    rest = anybody.get(f"/api/v1/regions?limit=30&after={first['next']}").json
    listed = first["items"] + rest["items"]
    assert {item["level"] for item in listed} == {2}
    assert "甘肃省" in [item["name"] for item in listed]
    assert [item["code"] for item in listed] == sorted({item["code"] for item in listed})
    assert rest["next"] is None


def test_the_next_level_stands_below_a_parent(anybody):
    counties = anybody.get("/api/v1/regions?parent=621000").json["items"]
    assert {"code": "621022", "name": "环县", "level": 6, "last_on": None, "replaced_by": None} in counties
    assert len(counties) == 9


@pytest.mark.usefixtures("villages")
def test_a_region_is_called_as_on_the_day(anybody):
    assert names(anybody, "parent=621022101&on=2018-12-31") == ["城关村", "北街村"]
    assert names(anybody, "parent=621022101&on=2019-01-01") == ["新城村", "北街村"]
    assert anybody.get("/api/v1/regions/621022101001?on=2018-12-31").json["name"] == "城关村"
    assert anybody.get("/api/v1/regions/621022101001").json["name"] == "新城村"


def test_a_region_that_was_merged_names_the_one_that_took_its_place(anybody, session):
    gone = {"code": "621022101003", "name": "南街村", "level": 12, "from_on": date(2015, 1, 1)}
    session.add(Region(**gone, until_on=date(2019, 1, 1), replaced_by="621022101002"))
    session.flush()
    told = anybody.get("/api/v1/regions/621022101003?on=2018-12-31").json
    assert (told["last_on"], told["replaced_by"]) == ("2018-12-31", "621022101002")
    listed = anybody.get("/api/v1/regions?parent=621022&q=南街&on=2018-06-01").json["items"]
    assert [item["replaced_by"] for item in listed] == ["621022101002"]
    assert anybody.get("/api/v1/regions/621022101003?on=2019-01-01").status_code == 404


@pytest.mark.usefixtures("villages")
def test_a_name_is_searched_at_every_level_below(anybody):
    assert names(anybody, "parent=620000&q=城村") == ["新城村"]
    assert names(anybody, "parent=621022&q=城") == ["环城镇", "新城村"]
    assert names(anybody, "q=%25") == []


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("regions/621099", 404, "region.not_found"),
        ("regions/62102", 422, "region.code_wrong"),
        ("regions/abc", 422, "region.code_wrong"),
        ("regions?parent=x", 422, "region.code_wrong"),
        ("regions?on=yesterday", 422, "invalid"),
        ("regions?limit=0", 422, "invalid"),
        ("regions?after=%00", 422, "field.cursor"),
    ],
)
def test_what_is_wrong_is_told(anybody, address, status, code):
    answer = anybody.get(f"/api/v1/{address}")
    assert (answer.status_code, answer.json["code"]) == (status, code)
