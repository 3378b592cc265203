"""For which of the reader's suppliers something is entered, and among which households."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from marketplace.households.queries.linked import list_linked
from marketplace.kernel.days import day_of
from marketplace.suppliers.queries import SupplierFilter, list_suppliers
from marketplace.web.access import current_member, now
from marketplace.web.forms import Form

_MOST: Final = 100
_MOST_TO_CHOOSE: Final = 300
"""Of more households the number is typed: a list of thousands is no choice."""
_LONGEST_CODE: Final = 18


def own_suppliers() -> Sequence[Mapping[str, Any]]:
    """List the suppliers of the reader's, with credit code and name."""
    return list_suppliers(SupplierFilter(), actor=current_member(), today=day_of(now()), limit=_MOST)


def chosen(form: Form, own: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Read for which supplier a form is; where there is one, nobody is asked."""
    typed = form.text("supplier", is_required=len(own) > 1, longest=_LONGEST_CODE)
    if not typed:
        return own[0] if len(own) == 1 else None
    found = next((each for each in own if each["uscc"] == typed), None)
    if found is None:
        form.refuse("supplier", "wrong_choice")
    return found


def linked_households() -> Sequence[Mapping[str, Any]] | None:
    """List the households to choose among, heads masked; `None` where there are too many to choose."""
    found = list_linked(actor=current_member(), day=day_of(now()), limit=_MOST_TO_CHOOSE + 1)
    return None if len(found) > _MOST_TO_CHOOSE else found
