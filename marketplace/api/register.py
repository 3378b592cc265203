"""The API's table of contents: every blueprint, and the document that describes them."""

from typing import Final

from flask import Flask
from flask_smorest import Api, Blueprint

from marketplace.api import imports, jobs, problems, sales

BLUEPRINTS: Final[tuple[Blueprint, ...]] = (sales.blueprint, imports.blueprint, jobs.blueprint)
"""One for each area, in the order of the documentation."""


def register(app: Flask) -> None:
    """Register error answers, blueprints and the OpenAPI document."""
    app.config.update(
        API_TITLE="Bangfu",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api",
        OPENAPI_JSON_PATH="openapi.json",
    )
    api = Api(app)
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint, url_prefix="/api/v1")
    problems.register(app)
