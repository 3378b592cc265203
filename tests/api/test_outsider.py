"""Law 12 on every route with an id: what lies outside one's scope is told apart from nothing by no byte."""

import pytest

from tests.api.county import NEVER, County, everyone
from tests.api.hostile import Document, Operation

ANYBODY = {
    "/api/v1/regions/{code}": "area codes are public",
    "/api/v1/catalogue/{product_number}": "what is on sale is public",
    "/api/v1/imports/{kind}": "a kind of file is no thing of anybody's",
    "/api/v1/imports/{kind}/template": "a template is empty",
    "/api/v1/certification-batches/{batch_id}/certifications": "batches are the platform's",
}
"""Routes that hide nothing, and why."""


@pytest.fixture
def county(cast) -> County:
    return County.build(cast)


@pytest.fixture
def outsider(cast):
    """Somebody with every role and every duty, in another county."""
    return cast.client(everyone(cast, [cast.organisation(region="110101")], "110101"))


def named(document: Document) -> list[Operation]:
    return [each for each in document.operations() if "{" in each.path and each.path not in ANYBODY]


def test_law_12_what_lies_outside_is_not_told_apart_from_nothing(app, county, outsider):
    document = Document.of(app)
    wrong = {}
    asked = 0
    for operation in named(document):
        words = {**county.words, "verdict": "counted" if "look-alikes" in operation.path else "accepted"}
        body = document.plausible(operation.body, words) if operation.body else None
        query = {"year": 2020} if "year" in operation.query else None
        foreign = ask(outsider, operation, county.known, body, query)
        never = ask(outsider, operation, {**county.known, operation.steps[0]: NEVER}, body, query)
        asked += 2
        if foreign != never or foreign[0] not in {403, 404}:
            wrong[str(operation)] = (foreign, never)
    assert wrong == {}
    assert asked > 130


def test_law_12_of_a_thing_inside_another_the_inner_tells_nothing_either(app, county, outsider):
    known = county.known
    for path, body in (
        (f"orders/{known['orders']}/shipments/{known['shipments']}/receipt", {"lines": [{"line": 1, "accepted": 1}]}),
        (
            f"suppliers/applications/{known['applications']}/answers/{known['answers']}/decision",
            {"verdict": "accepted"},
        ),
    ):
        before, _, after = path.rpartition(str(known["shipments" if "shipments" in path else "answers"]))
        answers = [outsider.post(f"/api/v1/{each}", json=body) for each in (path, f"{before}{NEVER}{after}")]
        assert answers[0].data == answers[1].data
        assert answers[0].status_code == answers[1].status_code == 404


def test_the_premise_whoever_is_in_scope_finds_every_one_of_them(app, county):
    document = Document.of(app)
    missing = {}
    for operation in named(document):
        if operation.method == "get":
            query = {"year": 2020} if "year" in operation.query else None
            status = ask(county.client, operation, county.known, None, query)[0]
            if status != 200:
                missing[str(operation)] = status
    assert missing.keys() <= {"GET /api/v1/imports/{batch_id}/bad-rows"}


def ask(client, operation, known, body, query):
    """Status and text of an answer, without the number that was asked for where it is a text of its own."""
    answer = client.open(operation.address(known), method=operation.method.upper(), json=body, query_string=query)
    text = answer.get_data(as_text=True)
    answer.close()
    for number in (str(NEVER), str(known["products"])):
        text = text.replace(number, "_")
    return answer.status_code, text
