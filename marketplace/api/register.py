"""The API's table of contents: every blueprint, and the document that describes them."""

from typing import Final

from flask import Flask

from marketplace.api import (
    accounts,
    audit,
    benefits,
    catalogue,
    docs,
    evidence,
    households,
    imports,
    jobs,
    parsing,
    payments,
    problems,
    purchasing,
    regions,
    reporting,
    sales,
    statistics,
    suppliers,
)
from marketplace.api.parsing import Blueprint

BLUEPRINTS: Final[tuple[Blueprint, ...]] = (
    *accounts.blueprints,
    regions.blueprint,
    audit.blueprint,
    *catalogue.blueprints,
    *households.blueprints,
    sales.blueprint,
    imports.blueprint,
    *purchasing.blueprints,
    *payments.blueprints,
    *reporting.blueprints,
    *benefits.blueprints,
    *statistics.blueprints,
    jobs.blueprint,
    evidence.blueprint,
    *suppliers.blueprints,
)
"""One for each area, in the order of the documentation."""


def register(app: Flask) -> None:
    """Register ways to read, blueprints, error answers and the OpenAPI document."""
    app.config.update(API_TITLE="Bangfu", API_VERSION="v1", OPENAPI_VERSION="3.1.0")
    api = docs.DescribedApi(app, spec_kwargs={"marshmallow_plugin": docs.OwnMarshmallow()})
    app.extensions["bangfu_api"] = api
    _write_json_plainly(app)
    parsing.register(app)
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint, url_prefix="/api/v1")
    for part in docs.blueprints:
        app.register_blueprint(part)
    problems.register(app)


def _write_json_plainly(app: Flask) -> None:
    """Answer in the declared order of fields, and in characters instead of escapes."""
    app.json.sort_keys = False  # type: ignore[attr-defined]  # of the provider that Flask has
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # as above
