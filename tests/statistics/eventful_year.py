"""A busy year to which everything happens that moves figures afterwards; the seed decides what."""

from contextlib import suppress
from datetime import date
from random import Random

from sqlalchemy import text

from marketplace.households.models import HouseholdStatus
from marketplace.kernel.actor import system
from marketplace.sales.errors import SaleHasReturns
from marketplace.sales.service import corrections
from marketplace.workflows.clear_household import clear_household
from tests.statistics.busy_year import live_through

EVENTS = ("take back", "clear", "status", "new roster", "undo")


def go_on(cast, sell, session, seed: int, events: int = 10):
    """Let a year happen, then events one by one; yields after each, when figures are to be right again."""
    random = Random(seed)
    live_through(cast, sell, seed)
    yield "busy year"
    for _ in range(events):
        event = random.choice(EVENTS)
        _happen(event, random, cast, sell, session)
        yield event


def _happen(event: str, random: Random, cast, sell, session) -> None:
    households = session.execute(text("SELECT id FROM household WHERE cleared_on IS NULL ORDER BY id")).scalars().all()
    suppliers = session.execute(text("SELECT id FROM supplier ORDER BY id")).scalars().all()
    facts = {"actor": system(), "now": cast.now}
    match event:
        case "take back" | "undo":
            numbers = session.execute(text("SELECT DISTINCT source_number FROM sale ORDER BY 1")).scalars().all()
            chosen = random.sample(numbers, min(len(numbers), 4 if event == "undo" else 1))
            with suppress(SaleHasReturns):
                corrections.take_back(source="ledger", source_numbers=chosen, reason="x", **facts)
        case "clear" if households:
            day = date(2020, random.randint(1, 12), random.randint(1, 28))
            clear_household(household_id=random.choice(households), cleared_on=day, **facts)
        case "status" if households:
            _grow(random, random.choice(households), session)
        case "new roster":
            of = cast.household(village="621021101001", persons=9)
            supplier = cast.supplier(county="621021")
            cast.roster(supplier, [(of, 1)], share_bp=random.choice((1, 5000)))
            sell(supplier, random.randint(1, 999), sold_on=date(2020, random.randint(1, 12), 28))
            corrections.reattribute(
                supplier_ids=suppliers, from_on=date(2020, 1, 1), because_of=("supplier", supplier), reason="x", **facts
            )


def _grow(random: Random, household_id: int, session) -> None:
    """Another number of persons from a day on, or corrected on the day it was told."""
    day = date(2020, random.randint(1, 12), random.choice((1, 15, 28)))
    row = session.get(HouseholdStatus, (household_id, day))
    if row is None:
        row = HouseholdStatus(household_id=household_id, from_on=day, category="unstable", persons=1)
        session.add(row)
    row.persons = random.randint(1, 99)
    session.flush()
