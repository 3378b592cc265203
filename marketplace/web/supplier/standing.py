"""The organisations a reader sells for, and how the certification of each stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from marketplace.accounts.queries import get_session
from marketplace.accounts.rules import MemberRole
from marketplace.kernel.actor import Actor
from marketplace.kernel.days import day_of
from marketplace.suppliers.queries import get_supplier
from marketplace.web.access import current_member, now
from marketplace.web.supplier.choosing import own_suppliers


@dataclass(frozen=True, slots=True)
class Own:
    """An organisation of the reader's, and the supplier it became with its first application."""

    organisation_id: int
    name: str
    supplier: Mapping[str, Any] | None

    @property
    def days_left(self) -> int | None:
        """How many days the certification holds after today; `None` if it does not hold, or has no last day."""
        if self.supplier is None or not self.supplier["is_certified"] or self.supplier["last_on"] is None:
            return None
        return int((self.supplier["last_on"] - day_of(now())).days)


def list_own(actor: Actor) -> Sequence[Own]:
    """List the organisations that a person sells for: four statements."""
    by_organisation = {row["organisation_id"]: row for row in own_suppliers()}
    told = {
        row["organisation_id"]: row["organisation_name"]
        for row in get_session(actor)["memberships"]
        if row["role"] is MemberRole.SUPPLIER_STAFF
    }
    return [Own(number, name, by_organisation.get(number)) for number, name in told.items()]


def chosen_supplier(own: Sequence[Own]) -> Mapping[str, Any] | None:
    """Get the supplier whose history is shown: the one asked for, else the first; three statements."""
    known = [each.supplier["id"] for each in own if each.supplier is not None]
    asked = request.args.get("supplier", "")
    wanted = [each for each in known if str(each) == asked] or known
    return get_supplier(wanted[0], actor=current_member(), today=day_of(now())) if wanted else None
