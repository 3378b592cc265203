"""What the `type` of a refusal leads to: its code, its status, and what it says in both languages."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, Final

from flask import Blueprint, jsonify

from marketplace.api.problems import FIELD_SENTENCES, TITLES, status_of
from marketplace.kernel.errors import DomainError, Forbidden, NotFound

blueprint: Final = Blueprint("sentences", __name__)

_FIRST_SAID: Final = {"permission.missing": Forbidden}
"""Codes of refusals that have the sentence of their kind."""


class CodeUnknown(NotFound):
    """No refusal has this code."""

    code = "problem.not_found"
    zh = "没有编号为 {value} 的提示"
    en = "There is no problem with the code {value}"


@blueprint.get("/problems/<code>")
def tell(code: str) -> Any:
    """Tell what a refusal with this code says; words in braces are the facts of the case.

    :raises CodeUnknown: if none has it.
    """
    told = [*_of_domain(code), *_of_framework(code)]
    if not told:
        raise CodeUnknown(value=code)
    return jsonify({"code": code, "sentences": told})


def _of_domain(code: str) -> Iterator[dict[str, Any]]:
    """Tell the sentences of every error of the domain with a code, each once."""
    kinds = sorted(_kinds_of(DomainError), key=lambda kind: (kind.__module__, kind.__qualname__))
    owners = [kind for kind in kinds if "code" in vars(kind) and kind.code == code] or [
        kind for known, kind in _FIRST_SAID.items() if known == code
    ]
    for zh, en, status in dict.fromkeys((kind.zh, kind.en, _status(kind)) for kind in owners):
        yield {"status": status, "zh": zh, "en": en}


def _of_framework(code: str) -> Iterator[dict[str, Any]]:
    if code in FIELD_SENTENCES:
        zh, en = FIELD_SENTENCES[code]
        yield {"status": HTTPStatus.UNPROCESSABLE_ENTITY.value, "zh": zh, "en": en}
    for status, (name, zh, en) in TITLES.items():
        if name == code and code != NotFound.code:
            yield {"status": status, "zh": zh, "en": en}


def _kinds_of(kind: type[DomainError]) -> set[type[DomainError]]:
    return {kind}.union(*(_kinds_of(below) for below in kind.__subclasses__()))


def _status(kind: type[DomainError]) -> int:
    return status_of(kind).value
