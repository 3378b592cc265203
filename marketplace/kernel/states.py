"""State machines: a table of moves and the one door through it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from marketplace.kernel.errors import MoveRefused

S = TypeVar("S", bound=StrEnum)


class EndReached(MoveRefused):
    """A state machine was asked for a move out of a state that nothing follows."""

    code = "move_refused"
    zh = "状态为“{state}”，这是最后的状态，不能再变为“{wanted}”"
    en = "The state is “{state}”, which nothing follows: it cannot become “{wanted}”"


def check_move(moves: Mapping[S, frozenset[S]], *, thing: str, state: S, wanted: S) -> None:
    """Refuse a move that the table does not hold.

    :raises MoveRefused: with the moves that would be allowed.
    """
    allowed = moves[state]
    if wanted not in allowed:
        refusal = MoveRefused if allowed else EndReached
        raise refusal(
            thing=thing, state=state.value, wanted=wanted.value, allowed=sorted(each.value for each in allowed)
        )
