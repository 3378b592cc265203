"""A form of a page: read and refused field by field in the reader's words, done once however often it is sent.

What was typed stays on the page until it is right. A refusal of the domain lands at the field that it names, else above
the form. A form carries a key of its own: sent again, it leads to where it led before, and nothing is done twice.
"""

import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from http import HTTPStatus
from typing import Any, Final, TypeVar

from flask import flash, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from marketplace.accounts.service import requests
from marketplace.kernel.actor import PermissionMissing
from marketplace.kernel.days import FIRST_YEAR, LAST_YEAR
from marketplace.kernel.errors import Conflict, DomainError, Forbidden, Invalid, MoveRefused
from marketplace.kernel.money import AmountUnreadable, format_yuan, parse_yuan
from marketplace.kernel.text import has_control_characters
from marketplace.transaction import transaction
from marketplace.web.access import current_actor, now
from marketplace.web.language import language
from marketplace.web.words import texts

Choice = TypeVar("Choice", bound=StrEnum)
Answer = str | Response | tuple[str, int]
LONGEST_TEXT: Final = 500
_KEY: Final = "form_key"
_NOT_OF_THE_WORK: Final = frozenset({"csrf_token", _KEY})
_LONGEST_NUMBER: Final = 18
_STATUSES: Final = {
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    Conflict: HTTPStatus.CONFLICT,
    Forbidden: HTTPStatus.FORBIDDEN,
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was kept for a field, however often the form has to be mended."""

    id: int
    file_name: str


class Form:
    """What was sent to a page, or what it begins with; errors by field, those of no field above the form."""

    def __init__(self, beginning: Mapping[str, object] | None = None) -> None:
        """Read the request; `beginning` fills the fields of a page that is opened."""
        self.is_sent = request.method == "POST"
        self.values: MultiDict[str, str] = request.form if self.is_sent else MultiDict(_plain(beginning or {}))
        self.errors: dict[str, list[str]] = {}
        self.general: list[str] = []
        self.names: set[str] = set()
        self.kept: dict[str, Kept] = {}
        self.status = HTTPStatus.OK
        self.key = secrets.token_urlsafe(16)

    def text(self, name: str, *, is_required: bool = True, longest: int = LONGEST_TEXT) -> str:
        """Read a line or a paragraph; empty if it may be left out."""
        typed = self._typed(name).replace("\r\n", "\n").strip()
        if not typed and is_required:
            self.refuse(name, "wrong_required")
        elif len(typed) > longest:
            self.refuse(name, "wrong_too_long", most=longest)
        elif has_control_characters(typed):
            self.refuse(name, "wrong_characters")
        return typed

    def count(self, name: str, *, is_required: bool = True, least: int = 0, most: int = 1_000_000) -> int | None:
        """Read a whole number; `None` if it is left out or wrong."""
        typed = self._typed(name).strip()
        if not typed:
            if is_required:
                self.refuse(name, "wrong_required")
            return None
        if not (typed.isascii() and typed.isdigit()) or len(typed) > _LONGEST_NUMBER:
            self.refuse(name, "wrong_number")
        elif not least <= int(typed) <= most:
            self.refuse(name, "wrong_range", least=least, most=most)
        else:
            return int(typed)
        return None

    def day(self, name: str, *, is_required: bool = True) -> date | None:
        """Read a day as browsers send it; `None` if it is left out or wrong."""
        typed = self._typed(name).strip()
        if not typed:
            if is_required:
                self.refuse(name, "wrong_required")
            return None
        try:
            day = date.fromisoformat(typed)
        except ValueError:
            self.refuse(name, "wrong_day")
            return None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.refuse(name, "wrong_range", least=f"{FIRST_YEAR}-01-01", most=f"{LAST_YEAR}-12-31")
            return None
        return day

    def yuan(self, name: str, *, is_required: bool = True, least_fen: int = 1) -> int | None:
        """Read an amount in yuan as fen; `None` if it is left out or wrong."""
        typed = self._typed(name).strip()
        if not typed:
            if is_required:
                self.refuse(name, "wrong_required")
            return None
        try:
            amount_fen = parse_yuan(typed)
        except AmountUnreadable as wrong:
            self.refuse_with(name, [wrong])
            return None
        if amount_fen < least_fen:
            self.refuse(name, "wrong_amount", least=format_yuan(least_fen))
            return None
        return amount_fen

    def choice(self, name: str, choices: type[Choice], *, is_required: bool = True) -> Choice | None:
        """Read one of some choices; `None` if it is left out or wrong."""
        typed = self._typed(name)
        if typed in list(choices):
            return choices(typed)
        if typed or is_required:
            self.refuse(name, "wrong_choice")
        return None

    def tick(self, name: str) -> bool:
        """Read a tick box."""
        return bool(self._typed(name))

    def refuse(self, name: str, word: str, **facts: object) -> None:
        """Say at a field what is wrong with it; nothing is said of a page that is only opened."""
        if self.is_sent:
            self.errors.setdefault(name, []).append(texts(language())[word].format_map(facts))
            self.status = HTTPStatus.UNPROCESSABLE_ENTITY

    def refuse_with(self, name: str, wrong: Sequence[DomainError]) -> None:
        """Say at a field what the domain says of it."""
        if self.is_sent:
            self.errors.setdefault(name, []).extend(error.sentence(language()) for error in wrong)
            self.status = HTTPStatus.UNPROCESSABLE_ENTITY

    def tell(self, refusal: Invalid | Conflict | Forbidden) -> None:
        """Say what the domain refused: at the fields it names that stand on the page, the rest above the form."""
        tongue = language()
        self.status = next(status for kind, status in _STATUSES.items() if isinstance(refusal, kind))
        fields = refusal.fields if isinstance(refusal, Invalid) else {}
        for path, wrong in fields.items():
            said = [error.sentence(tongue) for error in wrong]
            (self.errors.setdefault(path, []) if path in self.names else self.general).extend(said)
        if not fields:
            self.general.append(_in_words_of_pages(refusal, tongue).sentence(tongue))

    def send(
        self,
        work: Callable[[], Any],
        *,
        to: str | Callable[[Any], str],
        said: str,
        at: Mapping[type[DomainError], str] | None = None,
    ) -> Response | None:
        """Do what the form asks for, once, and lead on with a word of what happened; `None` if there is nothing to do.

        What law 11 forbids this person stands above the form, beside what they may see; who lacks the permission sees
        the page of refusals.

        `to` is an address, or makes one of what the work returned. `None` also says that the form has to be shown
        again: its fields are wrong, or the domain refused them. `at` names the field that an error is told at.
        """
        if not self.is_sent or self.errors or self.general:
            return None
        try:
            with transaction():
                address = self._done_before() or self._do(work, to)
        except PermissionMissing:
            raise
        except DomainError as refusal:
            place = (at or {}).get(type(refusal))
            told = Invalid(fields={place: [refusal]}) if place else refusal
            if not isinstance(told, (Invalid, Conflict, Forbidden)):
                raise
            self.tell(told)
            return None
        flash(texts(language())[said], "done")
        return redirect(address, HTTPStatus.SEE_OTHER)

    def _typed(self, name: str) -> str:
        self.names.add(name)
        return self.values.get(name, "")

    def _done_before(self) -> str | None:
        key, user_id = self.values.get(_KEY, ""), current_actor().user_id
        if not key or user_id is None:
            return None
        told = requests.claim(user_id=user_id, key=_key_of(key), fingerprint=self._fingerprint(), now=now())
        return None if told is None else str(told.answer["to"])

    def _do(self, work: Callable[[], Any], to: str | Callable[[Any], str]) -> str:
        done = work()
        address = to if isinstance(to, str) else to(done)
        key, user_id = self.values.get(_KEY, ""), current_actor().user_id
        if key and user_id is not None:
            requests.remember(user_id=user_id, key=_key_of(key), status=HTTPStatus.SEE_OTHER, answer={"to": address})
        return address

    def _fingerprint(self) -> bytes:
        digest = hashlib.sha256(request.path.encode())
        for name, value in sorted(self.values.items(multi=True)):
            if name not in _NOT_OF_THE_WORK:
                digest.update(f"{name}={value}\n".encode())
        return digest.digest()


def page(template: str, form: Form, **facts: Any) -> tuple[str, int]:
    """Show a page with a form, or the same again with what is wrong with it."""
    return render_template(template, form=form, **facts), form.status


def _key_of(typed: str) -> str:
    """Digest the key of a form, which a browser could have changed into anything."""
    return f"form:{hashlib.sha256(typed.encode()).hexdigest()}"


def _plain(beginning: Mapping[str, object]) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in beginning.items()}


def _in_words_of_pages(refusal: DomainError, tongue: str) -> DomainError:
    """Name the states of a refused move as pages name them, where they do."""
    if not isinstance(refusal, MoveRefused):
        return refusal
    words, thing = texts(tongue), refusal.facts.get("thing")

    def said(told: object) -> object:
        return [said(each) for each in told] if isinstance(told, list) else words.get(f"{thing}_state.{told}", told)

    return type(refusal)(**{name: told if name == "thing" else said(told) for name, told in refusal.facts.items()})
