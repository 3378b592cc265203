"""Every route says who may use it, what it is for, and can be repeated safely where it creates."""

import pytest

from marketplace.api.docs import describe
from marketplace.kernel.permissions import Permission

# Accepted and done by a worker, but nothing new: a batch that is there moves on, and a second time it is refused.
CREATING_WITHOUT_KEY = {"POST /api/v1/imports/{batch_id}/commit", "POST /api/v1/imports/{batch_id}/retry"}

# Creates a user or a membership and answers 200; its link works once, so a second time it finds none, whoever asks.
CREATING_QUIETLY = {"POST /api/v1/invitations/acceptance"}


@pytest.fixture(scope="module")
def document(application):
    return describe(application, application.extensions["bangfu_api"])


@pytest.fixture(scope="module")
def rules(application):
    return [rule for rule in application.url_map.iter_rules() if rule.rule.startswith("/api/v1/")]


def test_every_route_names_its_permission(application, rules):
    known = {*Permission, "signed_in", "public"}
    unmarked = [
        rule.rule
        for rule in rules
        if getattr(application.view_functions[rule.endpoint], "permission", None) not in known
    ]
    assert unmarked == []
    assert len(rules) > 20


def operations(document):
    return [
        (f"{method.upper()} {path}", operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in {"get", "post", "put", "patch", "delete"}
    ]


def test_law_3_whatever_creates_may_be_repeated(document):
    key = {"$ref": "#/components/parameters/IDEMPOTENCY_KEY"}
    wanting = {
        name
        for name, operation in operations(document)
        if name.startswith("POST")
        and ({"201", "202"} & set(operation["responses"]) or name in CREATING_QUIETLY)
        and key not in operation.get("parameters", [])
    }
    assert wanting == CREATING_WITHOUT_KEY | CREATING_QUIETLY


def test_every_operation_says_what_it_is_for(document):
    assert [name for name, operation in operations(document) if not operation.get("summary")] == []


def test_every_operation_is_in_the_document(document, rules):
    described = {name.split(" ")[1] for name, _ in operations(document)}
    assert len(described) == len({rule.rule for rule in rules})


def test_no_read_takes_a_body(document):
    assert [
        name for name, operation in operations(document) if name.startswith("GET") and "requestBody" in operation
    ] == []
