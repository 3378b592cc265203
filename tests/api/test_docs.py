import re

import pytest


@pytest.fixture
def document(cast):
    return cast.client().get("/api/openapi.json").json


def test_the_document_is_openapi_3_1_with_both_ways_of_signing_in(document):
    assert document["openapi"] == "3.1.0"
    assert set(document["components"]["securitySchemes"]) == {"token", "session"}
    assert document["security"] == [{"token": []}, {"session": []}]


def test_every_operation_answers_refusals_as_problems(document):
    problem = document["components"]["responses"]["DEFAULT_ERROR"]["content"]["application/problem+json"]["schema"]
    properties = document["components"]["schemas"][problem["$ref"].rsplit("/", 1)[-1]]["properties"]
    assert {"type", "title", "status", "code", "errors"} <= set(properties)
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if method != "parameters":
                assert operation["responses"]["default"]["$ref"].endswith("DEFAULT_ERROR"), (method, path)


def test_a_route_tells_who_may_use_it_and_whether_it_may_be_repeated(document):
    register = document["paths"]["/api/v1/organisations"]["post"]
    assert register["x-permission"] == "accounts.administer"
    assert {"$ref": "#/components/parameters/IDEMPOTENCY_KEY"} in register["parameters"]
    assert document["paths"]["/api/v1/regions"]["get"]["security"] == []
    assert document["paths"]["/api/v1/session"]["get"]["x-permission"] == "signed_in"


def test_every_reference_leads_somewhere(document):
    def references(node):
        if isinstance(node, dict):
            for key, value in node.items():
                if key == "$ref":
                    yield value
                else:
                    yield from references(value)
        elif isinstance(node, list):
            for value in node:
                yield from references(value)

    for reference in set(references(document)):
        found = document
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]


def test_an_amount_is_described_as_it_is_sent(document):
    amount = document["components"]["schemas"]["accounts.Organisation"]["properties"]["order_approval"]
    assert amount["type"] == ["object", "null"]
    assert set(amount["properties"]) == {"amount", "currency"}


def test_the_page_needs_nothing_from_elsewhere_and_no_inline_script(cast):
    client = cast.client()
    with client.get("/api/docs") as page:
        html = page.text
        assert page.mimetype == "text/html"
        assert "script-src" not in page.headers["Content-Security-Policy"]  # so default-src 'self' holds for scripts
    parts = re.findall(r'(?:src|href)="([^"]+)"', html)
    assert len(parts) == 6
    assert re.findall(r"<script(?![^>]*src=)", html) == []
    for part in parts:
        assert part.startswith("/api/")
        with client.get(part) as answer:
            assert answer.status_code == 200


@pytest.mark.parametrize("name", ["swagger-ui.js", "..%2Fpage.py", "page.py", "document.py"])
def test_nothing_else_is_served(cast, name):
    assert cast.client().get(f"/api/docs/{name}").status_code == 404
