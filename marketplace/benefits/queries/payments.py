"""Payments to households: a supplier's own, and those to households in the regions of staff."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select, text

from marketplace.benefits.errors import PaymentUnknown
from marketplace.benefits.models import HouseholdPayment
from marketplace.benefits.queries.standing import linked_on, registered_on
from marketplace.benefits.rules import STAFF_ACTIONS, SUPPLIER_ACTIONS, PaymentState
from marketplace.db import db
from marketplace.households.models import Household
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.kernel.sorting import KeyType, Sorting, SortKey, newest
from marketplace.suppliers.models import Supplier


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds between a supplier and a household on a day."""

    is_linked: bool
    is_registered: bool


_COLUMNS: Final = """
    p.id, p.state, p.paid_on, p.mechanism, p.amount_fen, p.voucher_number, p.evidence_file_id, p.entered_at,
    p.entered_by_id, p.verified_at, p.reason, organisation.id AS organisation_id, organisation.uscc AS supplier,
    organisation.name AS supplier_name, household.id AS household_id, household.household_number,
    household.village_code
"""

_IN_SCOPE: Final = """
    (organisation.id = ANY(CAST(:organisation_ids AS bigint[]))
     OR household.village_code LIKE ANY(CAST(:regions AS text[])))
"""

_FROM: Final = f"""
FROM household_payment p
JOIN supplier ON supplier.id = p.supplier_id
JOIN organisation ON organisation.id = supplier.organisation_id
JOIN household ON household.id = p.household_id
WHERE {_IN_SCOPE}
"""

_LIST: Final = f"""
SELECT {_COLUMNS} {_FROM}
  AND (CAST(:state AS text) IS NULL OR p.state = :state)
  AND (CAST(:supplier AS text) IS NULL OR organisation.uscc = :supplier)
  AND (CAST(:household_number AS text) IS NULL OR household.household_number = :household_number)
"""

_GET: Final = f"SELECT {_COLUMNS} {_FROM} AND p.id = :id"

_STANDING: Final = f"""
SELECT {linked_on(supplier=":supplier_id", household="household.id", day=":day")} AS is_linked,
       {registered_on(household="household", day=":day")} AS is_registered
FROM household WHERE household.id = :household_id
"""  # noqa: S608  as above

_VOUCHER_TAKEN: Final = """
SELECT EXISTS (
    SELECT FROM household_payment
    WHERE supplier_id = :supplier_id AND household_id = :household_id AND voucher_number = :voucher_number
      AND state NOT IN ('reversed', 'sent_back') AND id IS DISTINCT FROM CAST(:besides AS bigint)
)
"""


SORT_KEYS: Final[Mapping[str, SortKey]] = {
    "paid": SortKey("listed.paid_on", KeyType.DAY),
    "amount": SortKey("listed.amount_fen", KeyType.NUMBER),
    "household": SortKey("listed.household_number", KeyType.TEXT),
}
"""What these rows may be sorted by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFilter:
    """What narrows a list of payments."""

    state: PaymentState | None = None
    supplier: str | None = None
    household_number: str | None = None


def list_payments(
    narrowed: PaymentFilter, *, actor: Actor, before: int | None = None, sorting: Sorting | None = None, limit: int = 24
) -> Sequence[Mapping[str, Any]]:
    """List payments in scope, in an order or the latest entered first from before an id on."""
    actor.require(P.BENEFITS_READ)
    sorting = sorting or newest(before)
    facts = {
        **sorting.facts,
        "state": narrowed.state and narrowed.state.value,
        "supplier": narrowed.supplier,
        "household_number": narrowed.household_number,
        "limit": limit,
    }
    return [
        _told(row, actor) for row in db.session.execute(text(sorting.over(_LIST)), facts | _scope(actor)).mappings()
    ]


def get_payment(payment_id: int, *, actor: Actor) -> Mapping[str, Any]:
    """Get a payment.

    :raises PaymentUnknown: outside the caller's scope.
    """
    actor.require(P.BENEFITS_READ)
    row = db.session.execute(text(_GET), {"id": payment_id} | _scope(actor)).mappings().one_or_none()
    if row is None:
        raise PaymentUnknown
    return _told(row, actor)


def get_payment_for_update(payment_id: int) -> tuple[HouseholdPayment, Supplier, Household]:
    """Get a payment with its supplier and household, and lock it.

    :raises PaymentUnknown: if there is none.
    """
    row = db.session.execute(
        select(HouseholdPayment, Supplier, Household)
        .join(Supplier, Supplier.id == HouseholdPayment.supplier_id)
        .join(Household, Household.id == HouseholdPayment.household_id)
        .where(HouseholdPayment.id == payment_id)
        .with_for_update(of=HouseholdPayment)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise PaymentUnknown
    return row[0], row[1], row[2]


def get_standing(*, supplier_id: int, household_id: int, day: date) -> Standing:
    """Tell whether a household was linked with a supplier and registered on a day."""
    facts = {"supplier_id": supplier_id, "household_id": household_id, "day": day}
    row = db.session.execute(text(_STANDING), facts).one()
    return Standing(row.is_linked, row.is_registered)


def is_voucher_taken(voucher_number: str, *, supplier_id: int, household_id: int, besides: int | None = None) -> bool:
    """Tell whether another live payment of the two has the voucher."""
    facts = {
        "voucher_number": voucher_number,
        "supplier_id": supplier_id,
        "household_id": household_id,
        "besides": besides,
    }
    return bool(db.session.scalar(text(_VOUCHER_TAKEN), facts))


def _scope(actor: Actor) -> dict[str, object]:
    return {
        "organisation_ids": actor.organisation_ids(P.BENEFITS_READ),
        "regions": [prefix + "%" for prefix in actor.region_prefixes(P.BENEFITS_READ)],
    }


def _told(row: Mapping[Any, Any], actor: Actor) -> Mapping[str, Any]:
    """Make a row as it is shown, with what the caller may ask of it next."""
    state, actions = PaymentState(row["state"]), set[str]()
    if actor.covers(P.BENEFITS_VERIFY, region_codes=[row["village_code"]]):
        actions.update(STAFF_ACTIONS.get(state, ()))
    if actor.covers(P.BENEFITS_ENTER, organisation_ids=[row["organisation_id"]]):
        actions.update(SUPPLIER_ACTIONS.get(state, ()))
    if actor.user_id is not None and actor.user_id == row["entered_by_id"]:
        actions.discard("verify")
    return {**row, "next_actions": sorted(actions)}
