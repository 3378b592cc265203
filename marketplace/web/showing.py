"""How a template writes what it is given: amounts to the fen, days and moments of Beijing, the tone of a state."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from flask import Flask

from marketplace.kernel.days import BEIJING
from marketplace.web import amounts
from marketplace.web.language import language

TONES: Final[Mapping[str, frozenset[str]]] = {
    "wait": frozenset(
        {
            "awaiting_approval",
            "awaiting_countersignature",
            "submitted",
            "open",
            "pending",
            "draft",
            "uploaded",
            "running",
            "ready",
            "waiting",
            "queued",
            "entered",
            "given",
            "missing",
            "in_review",
            "locked",
        }
    ),
    "go": frozenset(
        {
            "placed",
            "confirmed",
            "partly_shipped",
            "shipped",
            "listed",
            "sent",
            "in_progress",
            "reading",
            "checked",
            "recommended",
        }
    ),
    "done": frozenset(
        {
            "received",
            "settled",
            "paid",
            "approved",
            "certified",
            "verified",
            "committed",
            "matched",
            "counted",
            "active",
            "done",
            "accepted",
        }
    ),
    "stop": frozenset(
        {
            "refused",
            "declined",
            "cancelled",
            "expired",
            "rejected",
            "sent_back",
            "withdrawn",
            "suspended",
            "failed",
            "unmet",
            "disabled",
        }
    ),
}
"""The colour of a badge by the states that have it; the badge also says the state in words."""
_TONE_OF: Final = {state: tone for tone, states in TONES.items() for state in states}


def register(app: Flask) -> None:
    """Give templates their filters."""
    app.jinja_env.filters.update(money=money, count=amounts.count, day=day, moment=moment, tone=tone)


def money(fen: int | None) -> str:
    """Write an amount to the fen, a dash where there is none."""
    return "–" if fen is None else amounts.exact(fen, language())


def day(value: date | None) -> str:
    """Write a day, a dash where there is none."""
    return "–" if value is None else value.isoformat()


def moment(value: datetime | None) -> str:
    """Write a moment in Beijing time to the minute, a dash where there is none."""
    return "–" if value is None else f"{value.astimezone(BEIJING):%Y-%m-%d %H:%M}"


def tone(state: str) -> str:
    """Tell the colour of a state's badge."""
    return _TONE_OF.get(str(state), "plain")
