"""The audit trail: who did what to which thing, from what to what, narrowed in the address."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from flask import render_template

from marketplace.accounts.service.users import find_by_email
from marketplace.audit.queries import LineFilter, list_lines
from marketplace.kernel.days import BEIJING
from marketplace.kernel.permissions import Permission as P
from marketplace.regions.errors import RegionCodeWrong
from marketplace.regions.rules import canonical_code, prefix_of
from marketplace.web.access import current_actor, needs
from marketplace.web.admin.start import blueprint
from marketplace.web.language import language
from marketplace.web.pages import SIZE, after_id, asked_text, page_of
from marketplace.web.places import names_today
from marketplace.web.words import texts
from marketplace.web.words.audited import FACTS, FAMILIES, SUBJECTS, VALUES, VERBS

_LONGEST: Final = 100
_ACTION: Final = re.compile(r"[a-z_]+(\.[a-z_]*)?")
_NOBODY: Final = 0


@blueprint.get("/audit-lines")
@needs(P.AUDIT_READ)
def list_written() -> str:
    """Show the lines of one's organisations and regions, newest first."""
    narrowed = _narrowed()
    rows = list_lines(narrowed, actor=current_actor(), before=after_id(), limit=SIZE + 1)
    shown = page_of(rows, key=lambda row: row.id)
    names = names_today([row.region_code for row in shown.rows])
    subjects = sorted(((code, called(code)) for code in SUBJECTS), key=lambda pair: pair[1])
    words = {"done": done, "called": called, "changes": changes, "fact": fact, "value_word": value_word}
    return render_template("admin/lines.html", page=shown, regions=names, subjects=subjects, **words)


def done(action: str) -> str:
    """Say what was done; what has no words yet is called by its code."""
    _noun, _dot, verb = action.partition(".")
    return _pair(VERBS, verb)


def called(subject: str) -> str:
    """Say what kind of thing it was done to."""
    return _pair(SUBJECTS, subject)


def changes(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[tuple[str, Any, Any]]:
    """List what a write changed: name, from, to; a fact that only stood before and was not told anew did not change."""
    old, new = before or {}, after or {}
    return [(name, old.get(name), told) for name, told in new.items() if name not in old or old[name] != told]


def fact(name: str) -> str:
    """Say which fact of a thing changed."""
    return _pair(FACTS, name)


def value_word(subject: str, name: str, value: Any) -> str | None:
    """Say a value that has words: a state of its subject, or what stands in a choice."""
    family = FAMILIES.get(subject) if name == "state" else VALUES.get(name)
    return texts(language()).get(f"{family}.{value}")


def _pair(words: Mapping[str, tuple[str, str]], code: str) -> str:
    return words[code][1 if language() == "en" else 0] if code in words else code


def _narrowed() -> LineFilter:
    return LineFilter(
        subject=asked_text("subject", _LONGEST),
        subject_id=asked_text("number", _LONGEST),
        action=action if (action := asked_text("action", _LONGEST)) and _ACTION.fullmatch(action) else None,
        user_id=_user_id(asked_text("who", _LONGEST)),
        region_prefix=_prefix(asked_text("region", _LONGEST)),
        from_at=_midnight(asked_text("from", _LONGEST)),
        to_at=_midnight(asked_text("to", _LONGEST), days=1),
    )


def _user_id(asked: str | None) -> int | None:
    """Tell whose lines are asked for, by number or address; nobody's for an address that nobody has."""
    if asked is None:
        return None
    if asked.isascii() and asked.isdigit():
        return min(int(asked), 2**62)
    user = find_by_email(asked)
    return user.id if user else _NOBODY


def _prefix(asked: str | None) -> str | None:
    try:
        return prefix_of(canonical_code(asked)) if asked else None
    except RegionCodeWrong:
        return None


def _midnight(asked: str | None, *, days: int = 0) -> datetime | None:
    """Tell when a day of Beijing begins, or the day after it."""
    try:
        day = date.fromisoformat(asked or "") + timedelta(days=days)
        return datetime(day.year, day.month, day.day, tzinfo=BEIJING).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
