import pytest

from marketplace.api.problems import FIELD_SENTENCES

SORTS = ["newest", "price", "price_per_kg"]


def wrong(cast, query, **headers):
    """What is wrong with a query of the public catalogue."""
    (error,) = cast.client().get(f"/api/v1/catalogue?{query}", headers=headers).json["errors"]
    return error


@pytest.mark.parametrize(
    ("query", "facts", "sentence"),
    [
        ("limit=0", {"least": 1, "most": 200}, "Must be from 1 to 200"),
        ("sort=x", {"choices": SORTS}, "Not one of the choices: newest, price, price_per_kg"),
        ("q=" + "x" * 101, {"most": 100}, "Too long: at most 100"),
    ],
)
def test_a_wrong_field_says_what_would_be_right(cast, query, facts, sentence):
    error = wrong(cast, query, **{"Accept-Language": "en"})
    assert (error["facts"], error["message"]) == (facts, sentence)


def test_a_wrong_month_or_amount_names_a_right_one(cast):
    asked = "/api/v1/statistics/published/sales?region_code=621022&from=2020-13&to=2020-12"
    (error,) = cast.client().get(asked, headers={"Accept-Language": "en"}).json["errors"]
    assert (error["field"], error["message"]) == ("from", "Must be a month such as 2020-09")
    assert '{"amount": "12.30", "currency": "CNY"}' in FIELD_SENTENCES["field.not_amount"][1]


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("en-GB,zh;q=0.5", "en"),
        ("en-US,en;q=0.9,zh-CN;q=0.8", "en"),
        ("zh-Hans-CN,en;q=0.9", "zh"),
        ("fr-FR,en-GB;q=0.3", "en"),
        ("en;q=0,fr", "zh"),
        ("fr", "zh"),
    ],
)
def test_a_reader_is_answered_in_the_language_liked_best(cast, header, language):
    message = wrong(cast, "limit=x", **{"Accept-Language": header})["message"]
    assert message == FIELD_SENTENCES["field.not_integer"][1 if language == "en" else 0]


def test_answers_are_written_in_characters_and_in_the_declared_order(cast):
    body = cast.client().get("/api/v1/regions/621022").text
    assert "环县" in body
    assert body.index('"code"') < body.index('"name"') < body.index('"level"')


@pytest.mark.parametrize(
    "code", ["region.outside", "permission.missing", "invalid", "not_found", "field.out_of_range", "request.not_json"]
)
def test_the_type_of_a_refusal_leads_to_its_sentences(cast, code):
    answer = cast.client().get(f"/problems/{code}")
    assert (answer.status_code, answer.json["code"]) == (200, code)
    assert all(said["zh"] and said["en"] and said["status"] >= 400 for said in answer.json["sentences"])
    assert answer.json["sentences"]


def test_a_code_that_no_refusal_has_leads_nowhere(cast):
    answer = cast.client().get("/problems/nonsense")
    assert (answer.status_code, answer.json["code"]) == (404, "problem.not_found")
    assert cast.client().get(answer.json["type"]).status_code == 200
