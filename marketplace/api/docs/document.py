"""The OpenAPI document: what the blueprints say of themselves, and what the marks on their routes mean."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import marshmallow as ma
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask
from flask_smorest import Api
from marshmallow import fields

from marketplace.api.fields import Money

_PARAMETER: Final = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")
_ABOUT: Final = """The API of Bangfu, a marketplace for consumption assistance (消费帮扶).

Programs send a bearer token, which `POST /api/v1/tokens` issues. Browsers keep the session that `POST /account/login`
begins, and send the value of the cookie `XSRF-TOKEN` as the header `X-XSRF-Token` with everything that writes.

Amounts are `{"amount": "12.30", "currency": "CNY"}`. Lists are pages: `next` is the cursor to send as `after`. A
refusal is `application/problem+json` with a stable `code`; sentences are Chinese or English by `Accept-Language`.
What is outside one's scope does not exist: 404.
"""
SECURITY_SCHEMES: Final[Mapping[str, Mapping[str, str]]] = {
    "token": {"type": "http", "scheme": "bearer", "description": "For programs."},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "session",
        "description": "For browsers; whatever writes also needs the header `X-XSRF-Token`.",
    },
}
_KEY: Final[Mapping[str, Any]] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key with the same request again within a week gets the same answer, and nothing is done "
    "twice; with another request it is refused (`idempotency.key_reused`).",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}


class WrongFieldSchema(ma.Schema):
    """A field that is wrong, and why."""

    field = fields.String(metadata={"description": "path, such as `lines.3.quantity`"})
    code = fields.String()
    message = fields.String()
    facts = fields.Dict()


class ProblemSchema(ma.Schema):
    """A refusal."""

    type = fields.String()
    title = fields.String(metadata={"description": "a sentence in the reader's language"})
    status = fields.Integer()
    code = fields.String(metadata={"description": "stable, for programs"})
    facts = fields.Dict(metadata={"description": "what the sentence speaks of"})
    errors = fields.List(fields.Nested(WrongFieldSchema))


class DescribedApi(Api):  # type: ignore[misc]  # the library is untyped
    """The API, whose refusals are problems in the document as they are in answers."""

    ERROR_SCHEMA = ProblemSchema


class OwnMarshmallow(MarshmallowPlugin):
    """Names a schema by its area, since two areas may both know a line, and tells amounts as objects."""

    def __init__(self) -> None:
        self._named: dict[str, type[ma.Schema]] = {}
        super().__init__(schema_name_resolver=self._name_of)

    def _name_of(self, schema: Any) -> str:
        """Name a schema by area and class, by file too where an area has two; one that is narrowed stands inline."""
        if isinstance(schema, ma.Schema) and (schema.only or schema.exclude or schema.partial):
            return ""
        kind: type[ma.Schema] = schema if isinstance(schema, type) else type(schema)
        *_, area, file = ["", *kind.__module__.split(".")]
        name = kind.__name__.removesuffix("Schema")
        if self._named.setdefault(f"{area}.{name}", kind) is kind:
            return f"{area}.{name}"
        return f"{area}.{file}.{name}"

    def init_spec(self, spec: Any) -> None:
        """Teach the converter what an amount looks like."""
        super().init_spec(spec)
        if self.converter is not None:
            self.converter.add_attribute_function(_amount)  # type: ignore[no-untyped-call]  # as above


def describe(app: Flask, api: Api) -> dict[str, Any]:
    """Make the document of every route, with who may use it and whether it may be repeated."""
    document: dict[str, Any] = api.spec.to_dict()
    document["info"]["description"] = _ABOUT
    components = document.setdefault("components", {})
    components["securitySchemes"] = SECURITY_SCHEMES
    components.setdefault("parameters", {})["IDEMPOTENCY_KEY"] = _KEY
    for response in components.get("responses", {}).values():
        if "application/json" in response.get("content", {}):
            response["content"] = {"application/problem+json": response["content"].pop("application/json")}
    document["security"] = [{name: []} for name in SECURITY_SCHEMES]
    for view, operation in _operations(app, document):
        _mark(view, operation)
    return document


def _operations(app: Flask, document: Mapping[str, Any]) -> Iterator[tuple[Any, dict[str, Any]]]:
    for rule in app.url_map.iter_rules():
        path = document["paths"].get(_PARAMETER.sub(r"{\1}", rule.rule), {})
        for method in rule.methods or ():
            if method.lower() in path:
                yield app.view_functions[rule.endpoint], path[method.lower()]


def _mark(view: Any, operation: dict[str, Any]) -> None:
    permission = str(getattr(view, "permission", ""))
    operation["x-permission"] = permission
    if permission == "public":
        operation["security"] = []
    elif permission != "signed_in":
        operation["description"] = f"{operation.get('description', '')}\n\nPermission: `{permission}`.".strip()
    if getattr(view, "is_idempotent", False):
        operation.setdefault("parameters", []).append({"$ref": "#/components/parameters/IDEMPOTENCY_KEY"})


def _amount(_converter: Any, field: Any, **_options: Any) -> dict[str, Any]:
    if not isinstance(field, Money):
        return {}
    return {
        "type": ["object", "null"] if field.allow_none else "object",
        "properties": {"amount": {"type": "string"}, "currency": {"type": "string", "const": "CNY"}},
        "required": ["amount"],
        "additionalProperties": False,
        "examples": [{"amount": "12.30", "currency": "CNY"}],
    }
