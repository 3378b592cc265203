"""Pages that ask before something is decided: what it means, the reason, the days it needs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from marketplace.web.forms import Answer, Form, page

Days = Sequence[tuple[str, str, bool]]


class Words(NamedTuple):
    """What a page that asks says, as words of the pages."""

    title: str
    what: str
    """What follows from it."""
    do: str
    """On the button."""
    said: str
    """Once it is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a page asks."""

    words: Words
    back: str
    """The address of the thing decided on."""
    of: str
    """Its name."""
    to: str | None = None
    """Where it leads once it is done, if not back."""
    about: Sequence[tuple[str, str]] = ()
    """What it is done to: in the language of the data, and in the reader's."""
    facts: Mapping[str, object] = field(default_factory=dict)
    """What the words of what follows name."""
    days: Days = ()
    """Name, word and whether it is needed, of each day to give."""
    needs_reason: bool = True
    asks_reason: bool = True


def ask(
    form: Form, question: Question, work: Callable[[], Any], *, template: str = "parts/ask.html", **facts: Any
) -> Answer:
    """Do what was asked and lead on, as a rule back to the thing, or ask."""
    answer = form.send(work, to=question.to or question.back, said=question.words.said)
    return answer or page(template, form, question=question, **facts)
