"""Everything sealed is sealed anew under the newest key, area by area, in steps that each stand for themselves.

Broken off, it goes on where it stopped: what is renewed begins with the newest key's id and is passed over. Once
nothing is left, the older keys may leave the settings.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final, NamedTuple, Protocol

from marketplace.accounts.service.rotating import ANSWERS, LETTERS, RECOVERY_CODES
from marketplace.households.service import rotating as households
from marketplace.imports.service import files
from marketplace.kernel.actor import Actor
from marketplace.kernel.errors import Forbidden
from marketplace.payments.service import rotating as payments


class _Renew(Protocol):
    def __call__(self, *, after: int, actor: Actor, now: datetime) -> tuple[int, int]: ...


class _Area(NamedTuple):
    count_stale: Callable[[], int]
    renew: _Renew


_AREAS: Final = (
    _Area(households.count_stale, households.renew),
    _Area(payments.count_stale, payments.renew),
    _Area(files.count_stale, files.renew),
    *(_Area(store.count_stale, store.renew_next) for store in (ANSWERS, RECOVERY_CODES, LETTERS)),
)


class Position(NamedTuple):
    """How far a rotation is: in which area, after which id, and how many rows the last step renewed."""

    area: int = 0
    after: int = 0
    rows: int = 0


def count_stale() -> int:
    """Tell how many rows are sealed under an older key than the newest."""
    return sum(area.count_stale() for area in _AREAS)


def renew_next(position: Position, *, actor: Actor, now: datetime) -> Position | None:
    """Renew the next rows from a position on; `None` once nothing is left.

    :raises Forbidden: for anyone but the operator.
    :raises CiphertextUnreadable: if a row was sealed under a key that is not configured.
    """
    if not actor.is_unrestricted:
        raise Forbidden
    area, after = position.area, position.after
    while area < len(_AREAS):
        rows, last = _AREAS[area].renew(after=after, actor=actor, now=now)
        if rows:
            return Position(area, last, rows)
        area, after = area + 1, 0
    return None
