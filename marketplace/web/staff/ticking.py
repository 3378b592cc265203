"""Rows of a list that are ticked, to be decided on together."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from marketplace.web.forms import Form

CHOSEN: Final = "chosen"
_LONGEST: Final = 18


def ticked(form: Form, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Read which rows are ticked, in the order of their numbers; one at least, and none that may not be decided on."""
    told = {each for each in form.values.getlist(CHOSEN) if each.isascii() and each.isdigit() and len(each) < _LONGEST}
    chosen = sorted(map(int, told))
    if not chosen:
        form.refuse(CHOSEN, "wrong_nothing_chosen")
    elif not set(chosen) <= {row["id"] for row in rows if "verify" in row["next_actions"]}:
        form.refuse(CHOSEN, "wrong_chosen_meanwhile")
    return chosen


def each_of(numbers: Sequence[int], work: Callable[[int], Any]) -> int:
    """Do something to each of so many things, all or none; tell how many."""
    for number in numbers:
        work(number)
    return len(numbers)
