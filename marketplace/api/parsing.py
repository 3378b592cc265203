"""What is sent is read strictly: one value for each name, no name that nobody declared, JSON as it is defined."""

import json
import re
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

import flask_smorest
import marshmallow as ma
from flask import Flask, Request, request
from webargs.core import missing
from webargs.flaskparser import FlaskParser, abort, is_json_request
from werkzeug.routing import IntegerConverter, PathConverter, UnicodeConverter, ValidationError

from marketplace.api.fields import Schema
from marketplace.kernel.text import has_control_characters

_MOST_ID: Final = 2**63 - 1
_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")
_BODIES: Final = frozenset({"json", "form", "files"})
_LONGEST_TYPED: Final = 5_000
_TICKED: Final = frozenset({"remember", "submit"})
_WITHOUT_BODY: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class StrictParser(FlaskParser):
    """Refuses in a query, a form or an upload what it refuses in a body."""

    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {  # noqa: RUF012  the library declares it so
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        **dict.fromkeys(["json", "query", "form", "files"], ma.RAISE),
    }

    def _makeproxy(self, multidict: Any, schema: ma.Schema, **options: Any) -> Any:
        """Make what the schema reads, once no name is there twice that stands for one value."""
        proxy = super()._makeproxy(multidict, schema, **options)
        repeated = [name for name, values in multidict.lists() if len(values) > 1 and name not in proxy.multiple_keys]
        if repeated:
            raise ma.ValidationError({name: ["field.repeated"] for name in repeated})
        return proxy

    def _raw_load_json(self, req: Request) -> Any:
        """Read a body as JSON: no NaN, no half of a character, nothing nested without end."""
        is_json = is_json_request(req)
        body = req.get_data(cache=True) if is_json or not req.content_length else b"?"
        if not body:
            return missing
        if not is_json:
            abort(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        try:
            return _read_json(body.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            abort(HTTPStatus.BAD_REQUEST, exc=error, messages={"json": ["request.not_json"]})


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]  # the library is untyped
    """A part of the API that reads strictly."""

    ARGUMENTS_PARSER = StrictParser()

    def arguments(self, schema: ma.Schema | type[ma.Schema], **options: Any) -> Any:
        """Read what is sent by one schema, made once: making one copies its fields, which takes longer than reading."""
        return super().arguments(schema() if isinstance(schema, type) else schema, **options)


class RowId(IntegerConverter):
    """An id in an address; what is larger than any id is read as the largest, which no row has."""

    regex = "[0-9]+"

    def to_python(self, value: str) -> int:
        """Read an id; thousands of digits are not even looked at."""
        return _MOST_ID if len(value) > len(str(_MOST_ID)) else min(int(value), _MOST_ID)


class Word(UnicodeConverter):
    """A text in an address, without control characters."""

    def to_python(self, value: str) -> str:
        """Read a text; one that cannot stand in any row makes an address that does not exist."""
        return _readable(value)


class Words(PathConverter):
    """A text with slashes in an address, without control characters."""

    def to_python(self, value: str) -> str:
        """Read a text; one that cannot stand in any row makes an address that does not exist."""
        return _readable(value)


def register(app: Flask) -> None:
    """Read addresses strictly, to be done before any route is registered; close what was uploaded."""
    app.url_map.converters.update({"int": RowId, "default": Word, "string": Word, "path": Words})
    app.teardown_request(lambda _error: request.close())


def refuse_unplain() -> None:
    """Refuse what is sent to a library's own forms unless it is a list of names with one plain value each.

    :raises HTTPException: for JSON that is none or is nested, for a number, and for a text that nobody would type.
    """
    told = Blueprint.ARGUMENTS_PARSER.load_json(request, Schema()) if request.is_json else {}
    body = {} if told is missing else told
    if not isinstance(body, dict):
        abort(HTTPStatus.UNPROCESSABLE_ENTITY, messages={"json": {"_schema": ["field.not_object"]}})
    sent = [*request.args.items(multi=True), *request.form.items(multi=True), *body.items()]
    _refuse({name: [wrong] for name, value in sent if (wrong := _unplain(name, value))})


def _refuse(wrong: dict[str, list[str]]) -> None:
    if wrong:
        abort(HTTPStatus.UNPROCESSABLE_ENTITY, messages={"json": wrong})


def _unplain(name: str, value: Any) -> str | None:
    if value is None or (isinstance(value, bool) and name in _TICKED):
        return None
    if not isinstance(value, str):
        return "field.not_text"
    if has_control_characters(name + value):
        return "field.control_characters"
    if len(value) > _LONGEST_TYPED:
        return "field.too_long"
    try:
        urlsplit(value if name == "next" else "")
    except ValueError:
        return "field.not_address"
    return None


def refuse_undeclared(view: Callable[..., Any]) -> None:
    """Refuse a query, or a body, sent to a view that declares none; an empty object is no body.

    :raises HTTPException: naming each field that nobody asked for.
    """
    declared = set(_locations(view))
    parser = Blueprint.ARGUMENTS_PARSER
    if "query" not in declared and request.args:
        parser.parse(Schema(), request, location="query")
    if not declared & _BODIES and request.method not in _WITHOUT_BODY:
        parser.parse(Schema(), request, location="json")


def _locations(view: Callable[..., Any]) -> Iterable[str]:
    arguments = getattr(view, "_apidoc", {}).get("arguments", {})
    return (parameter["in"] for parameter in arguments.get("parameters", ()))


def _read_json(text: str) -> Any:
    """Read JSON whose texts can be written again.

    :raises ValueError: for what is not JSON, a number of thousands of digits, or half of a character.
    :raises RecursionError: for what is nested too deeply.
    """
    told = json.loads(text, parse_constant=_refuse_constant)
    if _SURROGATE.search(text):
        json.dumps(told, ensure_ascii=False).encode()
    return told


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _readable(text: str) -> str:
    if has_control_characters(text):
        raise ValidationError
    return text
