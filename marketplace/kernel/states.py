"""State machines: a table of moves and the one door through it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from marketplace.kernel.errors import MoveRefused

S = TypeVar("S", bound=StrEnum)


def check_move(moves: Mapping[S, frozenset[S]], *, thing: str, state: S, wanted: S) -> None:
    """Refuse a move that the table does not hold.

    :raises MoveRefused: with the moves that would be allowed.
    """
    allowed = moves[state]
    if wanted not in allowed:
        raise MoveRefused(thing=thing, state=state.value, wanted=wanted.value, allowed=sorted(allowed))
