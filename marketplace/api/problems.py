"""Refusals as problem+json: a stable code, a sentence in the reader's language, and the fields that are wrong."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any, Final

import orjson
from flask import Flask, Response, current_app, g, request
from flask_login import current_user
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.wsgi import get_input_stream

from marketplace.api.access import SignInNeeded
from marketplace.api.constraints import LawBroken, told_by
from marketplace.kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, Unavailable
from marketplace.kernel.languages import preferred

STATUS_OF_KIND: Final[Mapping[type[DomainError], HTTPStatus]] = {
    NotFound: HTTPStatus.NOT_FOUND,
    Conflict: HTTPStatus.CONFLICT,
    Forbidden: HTTPStatus.FORBIDDEN,
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    SignInNeeded: HTTPStatus.UNAUTHORIZED,
}

FIELD_SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    "field.required": ("必填", "Required"),
    "field.unknown": ("没有这个字段", "There is no such field"),
    "field.repeated": ("只能出现一次", "May be there only once"),
    "field.null": ("不能为空", "Must not be null"),
    "field.type": ("类型不对", "Wrong type"),
    "field.not_text": ("应为文字", "Must be text"),
    "field.blank": ("不能为空白", "Must not be blank"),
    "field.too_long": ("太长", "Too long"),
    "field.control_characters": ("含有不可见的控制字符", "Holds control characters"),
    "field.not_integer": ("应为整数", "Must be a whole number"),
    "field.out_of_range": ("超出允许范围", "Out of range"),
    "field.not_boolean": ("应为 true 或 false", "Must be true or false"),
    "field.not_date": ("应为日期，如 2020-09-30", "Must be a date such as 2020-09-30"),
    "field.not_month": ("应为月份，如 2020-09", "Must be a month such as 2020-09"),
    "field.not_moment": ("应为时间，如 2020-09-30T08:00:00Z", "Must be a moment such as 2020-09-30T08:00:00Z"),
    "field.not_list": ("应为列表", "Must be a list"),
    "field.not_object": ("应为对象", "Must be an object"),
    "field.unknown_choice": ("不是可选的值", "Not one of the choices"),
    "field.not_region_code": ("应为 6、9 或 12 位统计用区划代码", "Must be an area code of 6, 9 or 12 digits"),
    "field.not_amount": (
        '应为金额，如 {"amount": "12.30", "currency": "CNY"}，以元为单位',
        'Must be an amount in yuan such as {"amount": "12.30", "currency": "CNY"}',
    ),
    "field.not_yuan": ("应为以元为单位的金额，如 12.30", "Must be an amount in yuan such as 12.30"),
    "field.not_address": ("应为网址", "Must be an address"),
    "field.not_number": ("应为数字", "Must be a number"),
    "field.cursor": ("翻页标记无效，请从第一页开始", "The page cursor is not valid; start from the first page"),
    "request.not_json": ("请求不是有效的 JSON", "The request is not valid JSON"),
}

_WITH_FACTS: Final[Mapping[tuple[str, ...], tuple[str, str]]] = {
    ("field.out_of_range", "least", "most"): ("应在 {least} 到 {most} 之间", "Must be from {least} to {most}"),
    ("field.out_of_range", "least"): ("不得小于 {least}", "Must be at least {least}"),
    ("field.unknown_choice", "choices"): ("不是可选的值，可选：{choices}", "Not one of the choices: {choices}"),
    ("field.too_long", "most"): ("太长，最多 {most}", "Too long: at most {most}"),
}
"""Sentences for codes that come with facts, by code and facts."""

TITLES: Final[Mapping[int, tuple[str, str, str]]] = {
    400: ("request.malformed", "请求格式有误", "The request is malformed"),
    404: ("not_found", "没有找到", "Not found"),
    405: ("method_not_allowed", "此地址不支持这种请求方法", "This address does not take that method"),
    413: ("request.too_large", "上传内容过大", "The upload is too large"),
    415: ("request.media_type", "不支持这种内容类型", "This content type is not supported"),
    429: ("too_many_requests", "请求过于频繁，请稍后再试", "Too many requests; try again later"),
}

_TAKEN_AT_MOST: Final = 4
"""So many times what is taken; of what was sent beyond that nothing is read."""
_PIECE: Final = 1 << 16


def register(app: Flask) -> None:
    """Answer refusals of the domain, the framework and the database alike."""
    app.register_error_handler(DomainError, answer_domain_error)
    app.register_error_handler(HTTPException, answer_http_exception)
    app.register_error_handler(DBAPIError, answer_database_error)
    app.after_request(take_the_rest)


def take_the_rest(answer: Response) -> Response:
    """Read and drop what comes of a body that was refused for its size: many a sender reads no answer before its end.

    Of what is much too large the connection is cut.
    """
    size, most = request.content_length or 0, request.max_content_length or 0
    if answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE and most < size <= most * _TAKEN_AT_MOST:
        rest = get_input_stream(request.environ, max_content_length=None)
        while rest.read(_PIECE):
            pass
    return answer


def language() -> str:
    """Tell the reader's language: asked for in the header, else the account's, else Chinese."""
    asked = preferred(request.accept_languages)
    # Not `find_actor`: a refusal of the CSRF check would be refused again while it is being told.
    person = g.get("actor") or current_user
    return asked or str(getattr(person, "language", "zh"))


def status_of(error: type[DomainError]) -> HTTPStatus:
    """Tell the status of an error's kind."""
    return next((status for kind, status in STATUS_OF_KIND.items() if issubclass(error, kind)), HTTPStatus.BAD_REQUEST)


def answer_domain_error(error: DomainError) -> Response:
    """Answer a refusal of the domain."""
    wrong = error.fields if isinstance(error, Invalid) else {}
    tongue = language()
    fields = [
        {"field": path, "code": item.reason, "message": item.sentence(tongue), **_facts(item)}
        for path, items in wrong.items()
        for item in items
    ]
    return problem(status_of(type(error)), error.reason, error.sentence(tongue), fields=fields, **_facts(error))


def answer_http_exception(error: HTTPException) -> Response:
    """Answer a refusal of the framework: unknown address, unreadable body, wrong fields."""
    response = error.get_response()
    status = HTTPStatus(error.code or 500)
    messages = getattr(error, "data", {}).get("messages") if hasattr(error, "data") else None
    if messages and status is HTTPStatus.UNPROCESSABLE_ENTITY:
        fields = [_field(path, code) for path, code in _flatten(messages)]
        sentence = Invalid().sentence(language())
        return problem(status, Invalid.code, sentence, fields=fields)
    code, zh, en = TITLES.get(status, (f"http.{status.value}", status.phrase, status.phrase))
    if messages:
        code, (zh, en) = "request.not_json", FIELD_SENTENCES["request.not_json"]
    answer = problem(status, code, en if language() == "en" else zh)
    for name in ("Allow", "Retry-After", "WWW-Authenticate"):
        if name in response.headers:
            answer.headers[name] = response.headers[name]
    return answer


def answer_database_error(error: DBAPIError) -> Response:
    """Answer what the database refused; a broken law is a conflict in words, never database text."""
    if isinstance(error, IntegrityError):
        told = told_by(getattr(getattr(error.orig, "diag", None), "constraint_name", None))
        if isinstance(told, LawBroken):
            current_app.logger.error("database.law_broken", exc_info=error)
        return answer_domain_error(told)
    if isinstance(error, DataError):
        return answer_domain_error(Invalid("value.out_of_range"))
    if isinstance(error, OperationalError):
        current_app.logger.error("database.unavailable", exc_info=error)
        return answer_domain_error(Unavailable())
    raise error


def problem(status: HTTPStatus, code: str, sentence: str, *, fields: list[Any] | None = None, **facts: Any) -> Response:
    """Answer a refusal as problem+json with whatever facts belong to it."""
    body: dict[str, Any] = {
        "type": f"/problems/{code}",
        "title": sentence,
        "status": status.value,
        "code": code,
        **facts,
    }
    if fields:
        body["errors"] = fields
    answer = Response(orjson.dumps(body, default=str), status=status, mimetype="application/problem+json")
    if status is HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _facts(error: DomainError) -> dict[str, Any]:
    return {"facts": dict(error.facts)} if error.facts else {}


def _field(path: str, told: str) -> dict[str, Any]:
    """Tell a wrong field; `told` is a code, perhaps with facts: `field.out_of_range|least=1|most=200`."""
    code, *rest = told.split("|")
    said = dict(fact.split("=", 1) for fact in rest)
    zh, en = _WITH_FACTS.get((code, *said)) or FIELD_SENTENCES.get(code, (code, code))
    sentence = en if language() == "en" else zh
    message = sentence.format_map(said) if said else sentence
    facts = {"facts": {name: _fact(name, value) for name, value in said.items()}} if said else {}
    return {"field": path, "code": code, "message": message, **facts}


def _fact(name: str, value: str) -> Any:
    if name == "choices":
        return value.split(", ")
    return int(value) if value.isdecimal() else value


def _flatten(messages: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Walk the parser's nested messages; the outermost key is the location (`json`, `query`) and is left out."""
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            yield from _flatten(inner, (*path, str(key)))
    elif isinstance(messages, list):
        for inner in messages:
            yield from _flatten(inner, path)
    else:
        yield ".".join(part for part in path[1:] if part != "_schema") or "_", str(messages)
