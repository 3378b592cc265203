"""Requests that nobody means well, made from what the document says of each route; the same ones every time.

Every value is tried somewhere and every place is tried with some values, in turn; with `FUZZ_EVERYTHING` set, all of
them everywhere.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Flask

from marketplace.api.docs import describe

WRITES = {"post", "put", "patch", "delete"}
STEP = re.compile(r"([a-z-]+)/\{\w+\}")
LONG = "长" * 10_000
NAMES = [
    "", " ", "\u3000", "x", "\0", "a\0b", "\x1b[2J", "\u202e", "\u200b", "１２", "-１", "NaN", "1e400", "1e-400",
    "🍎" * 50, "'; DROP TABLE sale; --", "{0.__class__}", "%s%n", "../../etc/passwd", LONG,
    "2020-13-45", "0001-01-01", "9999-12-31", "2020-W40-3", "2020-09", "0000-00",
]  # fmt: skip
NUMBERS = [0, -1, 1.5, 2**31, 2**63 - 1, 2**63, -(2**63) - 1, 10**30, 1e300]
AMOUNTS = [
    {"amount": amount, "currency": currency}
    for amount, currency in (
        ("1e9999999", "CNY"), ("99999999999999999999.99", "CNY"), ("-1.00", "CNY"), ("0.001", "CNY"), ("１．５", "CNY"),
        ("1.00", "USD"), (1, "CNY"), (None, None),
    )
]  # fmt: skip
LISTS: list[Any] = [[], {}, [[]], [None], [{}], [1] * 5_000, [{}] * 5_000, ["x"] * 5_000]
WHATEVER: list[Any] = [None, True, False, *NUMBERS, *NAMES, *AMOUNTS, *LISTS]
"""Values that stand where others should."""
PATHS = [
    "0", "9223372036854775807", "9223372036854775808", "1" * 30, "１２", "-1", "1.0", "abc", "%00", "a%00b",
    "%ED%A0%80", "%FF", "%20", "..%2F..", "%F0%9F%8D%8E", "x" * 5_000, "{}", "'%3B--",
]  # fmt: skip
CURSORS = [
    "W10", "WzFd", "WzFlMzBd", "W251bGxd", "WyJcdTAwMDAiLDFd", "WyIyMDIwLTk5LTk5IiwxXQ", "WyIwMDAxLTAxLTAxIiwwXQ",
    "WyJ4IiwxXQ", "WyJuZXdlc3QiLCJ4IiwxXQ", "WyJuYW1lIiwxLDFd", "WyIwMDAxLTAxLTAxVDAwOjAwOjAwKzIzOjU5IiwxXQ",
]  # fmt: skip
QUERIES = [
    "", " ", "0", "-1", "9223372036854775807", "9223372036854775808", "1" * 30, "1" * 5_000, "１２", "1_0", "1.5",
    "NaN", "1e400", "\0", "a\0b", "\u202e", "x" * 10_000, "2020-13-45", "0001-01-01", "9999-12-31",
    "2020-09-15T99:00:00Z", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2020-00", "9999-12", "0001-01",
    "000000", "62102",
    "６２１０２２", "%", "_", "\\", "'; --", "true", "[]", "{}", "null",
]  # fmt: skip
BODIES: list[bytes] = [
    b"", b" ", b"null", b"true", b"7", b'"x"', b"[]", b"[{}]", b"{", b'{"a":', b'{"a": NaN}', b'{"a": Infinity}',
    b"\xff\xfe", b'{"a": "\xff"}', b'{"\\u0000": "\\u0000"}', b'{"a": "\\ud800"}', b'{"\\udc00": 1}', b"\x00", b"<a/>",
    b'{"a": ' + b"9" * 5_000 + b"}", b"[" * 50_000, b'{"a":' * 5_000, b'{"a": ' + b"[" * 900 + b"]" * 900 + b"}",
    "{}".encode("utf-16"), b'{"__proto__": {}, "class": 1}',
]  # fmt: skip
KINDS = ["text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data", "", "a/b; c=d"]


@dataclass(frozen=True)
class Operation:
    """One method of one route as the document describes it."""

    method: str
    path: str
    permission: str
    query: Mapping[str, Mapping[str, Any]]
    body: Mapping[str, Any] | None

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.path}"

    @property
    def is_write(self) -> bool:
        """Whether something may be written; pricing and searching by a body only read."""
        return self.method in WRITES and not self.path.endswith(("/preview", "/search"))

    @property
    def steps(self) -> list[str]:
        """What stands before each place of the address."""
        return STEP.findall(self.path)

    def address(self, known: Mapping[str, int | str]) -> str:
        """The address of what is known, by the part that stands before each place."""
        return STEP.sub(lambda found: f"{found[1]}/{known[found[1]]}", self.path)


@dataclass(frozen=True)
class Sent:
    """What is sent, and what is wrong with it."""

    why: str
    path: str
    query: Any = None
    data: bytes | None = None
    content_type: str | None = None


@dataclass
class Document:
    """The document of the application, with references followed."""

    content: Mapping[str, Any]

    @classmethod
    def of(cls, app: Flask) -> "Document":
        return cls(json.loads(json.dumps(describe(app, app.extensions["bangfu_api"]), default=str)))

    def operations(self) -> Iterator[Operation]:
        for path, methods in self.content["paths"].items():
            for method in methods.keys() & (WRITES | {"get"}):
                told = methods[method]
                parameters = [each for each in told.get("parameters", []) if "$ref" not in each]
                content = told.get("requestBody", {}).get("content", {})
                yield Operation(
                    method=method,
                    path=path,
                    permission=told["x-permission"],
                    query={each["name"]: each["schema"] for each in parameters if each["in"] == "query"},
                    body=content.get("application/json", {}).get("schema"),
                )

    def schema(self, told: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in told:
            told = self.content["components"]["schemas"][told["$ref"].rsplit("/", 1)[1]]
        return told

    def plausible(self, told: Mapping[str, Any], known: Mapping[str, Any], name: str = "") -> Any:
        """A value that the schema takes; what names something is taken from what is known."""
        told = self.schema(told)
        if name in known or "enum" in told:
            return known.get(name) or told["enum"][0]
        if "anyOf" in told:
            return self.plausible(told["anyOf"][0], known, name)
        kind = told.get("type", "object")
        kind = kind[0] if isinstance(kind, list) else kind
        if kind == "object":
            places = told.get("properties", {})
            return _YUAN if "currency" in places else {key: self.plausible(places[key], known, key) for key in places}
        if kind == "array":
            return [self.plausible(told["items"], known, name)]
        if kind == "string":
            return _BY_FORMAT.get(told.get("format", ""), "文字")
        return _BY_KIND[kind]

    def places(self, told: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
        """Every place in a body that holds a value, lists by their first item."""
        told = self.schema(told)
        for key, each in told.get("properties", {}).items():
            inner = self.schema(each)
            yield (key,)
            if inner.get("type") == "array":
                yield from ((key, "0", *rest) for rest in self.places(inner["items"]))
            else:
                yield from ((key, *rest) for rest in self.places(inner))


_YUAN = {"amount": "12.30", "currency": "CNY"}
_BY_FORMAT = {"date": "2020-09-01", "date-time": "2020-09-01T00:00:00Z"}
_BY_KIND = {"boolean": True, "integer": 1, "number": "1.5"}


@dataclass
class Attacks:
    """Makes everything that is tried on a route, beginning with what it should take."""

    document: Document
    known: Mapping[str, int | str]
    words: Mapping[str, Any]
    turn: int = field(default=0)

    def on(self, operation: Operation) -> Iterator[Sent]:
        well_meant = self.well_meant(operation)
        query = well_meant.query
        yield well_meant
        yield replace(well_meant, why="an unknown name in the query", query={**query, "colour": "red"})
        for step in operation.steps:
            for each in self._some(PATHS, 3):
                path = operation.address({**self.known, step: each})
                yield replace(well_meant, why=f"{step} is {each:.30}", path=path)
        for name in operation.query:
            for value in self._some(CURSORS if name == "after" else QUERIES, 9):
                yield replace(well_meant, why=f"{name} is {value!r:.40}", query={**query, name: value})
            yield replace(well_meant, why=f"{name} twice", query={**query, name: ["1", "2"]})
            yield replace(well_meant, why=f"no {name}", query={key: each for key, each in query.items() if key != name})
        if operation.is_write or operation.body:
            for data in self._some(BODIES, 5):
                yield replace(well_meant, why=f"body {data!r:.40}", data=data, content_type="application/json")
            for kind in self._some(KINDS, 3):
                yield replace(well_meant, why=f"as {kind}", data=b'{"a": 1}', content_type=kind)
        if operation.body:
            yield from self._bodies(operation.body, well_meant)

    def well_meant(self, operation: Operation) -> Sent:
        query = {
            name: self.document.plausible(schema, self.words, name)
            for name, schema in operation.query.items()
            if "default" not in schema or name == "limit"
        }
        sent = Sent("as it should be", operation.address(self.known), query)
        if operation.body is None:
            return sent
        body = self.document.plausible(operation.body, self.words)
        return replace(sent, data=json.dumps(body).encode(), content_type="application/json")

    def _bodies(self, schema: Mapping[str, Any], well_meant: Sent) -> Iterator[Sent]:
        def sent(why: str, told: Any) -> Sent:
            return replace(well_meant, why=why, data=json.dumps(told).encode())

        body = json.loads(well_meant.data or b"{}")
        places = list(self.document.places(schema))
        yield sent("unknown names", {**body, "colour": "red", "\0": "\0", LONG: LONG})
        for value in self._some(WHATEVER, 4):
            yield sent(f"everything is {value!r:.40}", {place[0]: value for place in places})
        for place in places:
            name = ".".join(place)
            yield sent(f"no {name}", _without(body, place))
            for value in self._some(WHATEVER, 12):
                yield sent(f"{name} is {value!r:.40}", _put(body, place, value))

    def _some(self, values: Sequence[Any], share: int) -> Sequence[Any]:
        """Every so-manieth of the values, beginning with another one each time."""
        if "FUZZ_EVERYTHING" in os.environ:
            return values
        self.turn += 1
        return values[self.turn % share :: share]


def _put(body: Any, place: tuple[str, ...], value: Any) -> Any:
    if not place:
        return value
    if isinstance(body, list):
        return [_put(body[0], place[1:], value), *body[1:]]
    return {**body, place[0]: _put(body[place[0]], place[1:], value)}


def _without(body: Any, place: tuple[str, ...]) -> Any:
    if isinstance(body, list):
        return [_without(body[0], place[1:])]
    if len(place) == 1:
        return {key: value for key, value in body.items() if key != place[0]}
    return {**body, place[0]: _without(body[place[0]], place[1:])}
