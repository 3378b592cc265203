"""Which slice an address asks for, so that a figure can be sent to a colleague; what is wrong is said at its field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Self, TypeVar

from flask import request

from marketplace.accounts.rules import BuyerKind
from marketplace.catalogue.rules import ProductCategory
from marketplace.kernel.actor import Actor
from marketplace.kernel.days import Month, day_of
from marketplace.kernel.errors import DomainError, Invalid
from marketplace.kernel.permissions import Permission as P
from marketplace.kernel.text import has_control_characters
from marketplace.regions.rules import canonical_code, code_of
from marketplace.sales.rules import Channel
from marketplace.statistics.queries.extent import get_year_to_look_at
from marketplace.statistics.rules import DEFINITIONS, By, Slice
from marketplace.statistics.rules.measures import COLUMN_OF
from marketplace.web.access import now
from marketplace.web.language import language
from marketplace.web.words import texts

Choice = TypeVar("Choice", bound=StrEnum)
Read = TypeVar("Read")
NAMES: Final = ("region", "from", "to", "channel", "tag", "supplier", "category", "buyer_kind", "buyer_region")
_LONGEST: Final = 100


class SliceWrong(Invalid):
    """The address tells no slice; the page of figures says where it is wrong."""

    code = "statistics.slice_wrong"
    zh = "统计范围有误，请回到数据查询页修改"
    en = "The range is wrong: go back to the figures and mend it"


@dataclass(slots=True)
class Asked:
    """What was typed, the slice it makes, how it is broken down and compared; without a slice, what is wrong."""

    values: Mapping[str, str]
    slice: Slice | None = None
    by: By = By.MONTH
    name: str = "sales.v1"
    """The measure that is asked for."""
    measure: str = "sales.v1"
    """The same, if parts can be drawn by it."""
    is_compared: bool = False
    errors: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, actor: Actor, measure: str = "sales.v1") -> Self:
        """Read the address; what it leaves out is one's own region, the latest full year with sales, `measure`."""
        typed = {name: text.strip()[:_LONGEST] for name, text in request.args.items()}
        begun = {**_beginning(actor, typed), "by": By.MONTH.value, "measure": measure}
        asked = cls({**begun, **{name: text for name, text in typed.items() if text}})
        asked.is_compared = bool(typed.get("compare"))
        asked.by = asked.choice("by", By) or By.MONTH
        asked.name = asked.values["measure"]
        if asked.name not in DEFINITIONS:
            asked.refuse("measure", "wrong_choice")
        asked.measure = asked.name if asked.name in COLUMN_OF else "sales.v1"
        asked.slice = asked._slice()
        return asked

    @property
    def told(self) -> Slice:
        """The slice.

        :raises SliceWrong: if what was typed makes none.
        """
        if self.slice is None:
            raise SliceWrong
        return self.slice

    @property
    def address(self) -> dict[str, Any]:
        """What tells the slice in an address."""
        return {name: text for name, text in self.values.items() if name in {*NAMES, "without"} and text}

    def choice(self, name: str, choices: type[Choice]) -> Choice | None:
        """Read one of some choices; nothing if it is left out or wrong."""
        typed = self.values.get(name, "")
        if not typed or typed in list(choices):
            return choices(typed) if typed else None
        self.refuse(name, "wrong_choice")
        return None

    def refuse(self, name: str, word: str) -> None:
        """Say at a field what is wrong with it."""
        self.errors.setdefault(name, []).append(texts(language())[word])

    def _read(self, name: str, read: Callable[[str], Read]) -> Read | None:
        typed = self.values.get(name, "")
        try:
            return read(typed) if typed else None
        except DomainError as refusal:
            self.errors.setdefault(name, []).append(refusal.sentence(language()))
            return None

    def _text(self, name: str) -> str | None:
        typed = self.values.get(name, "")
        if has_control_characters(typed):
            self.refuse(name, "wrong_characters")
        return typed or None

    def _slice(self) -> Slice | None:
        facts: dict[str, Any] = {
            "region_code": self._read("region", canonical_code),
            "month_from": self._read("from", Month.parse),
            "month_to": self._read("to", Month.parse),
            "channel": self.choice("channel", Channel),
            "tag": self._text("tag"),
            "supplier": self._text("supplier"),
            "category": self.choice("category", ProductCategory),
            "buyer_kind": self.choice("buyer_kind", BuyerKind),
            "buyer_region": self._read("buyer_region", canonical_code),
            "without": frozenset(By(name) for name in self.values.get("without", "").split(",") if name in list(By)),
        }
        if self.errors:
            return None
        try:
            return Slice(**facts)
        except DomainError as refusal:
            name = "region" if refusal.reason == "statistics.region_too_small" else "to"
            self.errors.setdefault(name, []).append(refusal.sentence(language()))
            return None


def _beginning(actor: Actor, typed: Mapping[str, str]) -> dict[str, str]:
    told = {"region": code_of(next(iter(actor.region_prefixes(P.STATISTICS_READ)), ""))}
    if typed.get("from") and typed.get("to"):
        return told
    year = get_year_to_look_at(day_of(now()))
    return {**told, "from": f"{year:04d}-01", "to": f"{year:04d}-12"}
