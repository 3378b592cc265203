"""A supplier with its person, a reviewer of the county, and what they send."""

from collections.abc import Callable
from typing import Any

import pytest

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty, MemberRole
from marketplace.catalogue.service import entries


@pytest.fixture
def supplier(cast):
    return cast.supplier(name="环县绿源合作社")


@pytest.fixture
def person(cast, session, supplier):
    return cast.member(session.get(Organisation, supplier.organisation_id), MemberRole.SUPPLIER_STAFF)


@pytest.fixture
def client(cast, person):
    """The supplier's person."""
    return cast.client(person)


@pytest.fixture
def reviewer(cast):
    return cast.client(cast.officer(Duty.REVIEWER, region="621000"))


@pytest.fixture
def outsider(cast):
    return cast.client(cast.outsider())


@pytest.fixture
def public(cast):
    return cast.client()


@pytest.fixture
def body() -> Callable[..., dict[str, Any]]:
    """What a supplier sends to list millet in two packs."""

    def make(**changes: Any) -> dict[str, Any]:
        sent = {
            "category": "grain_oil",
            "name": "环县有机小米",
            "description": "山地种植",
            "delivery_days": 5,
            "skus": [
                sku(sku="M-2500", base_quantity=2500, tiers=[tier(10, "36.80"), tier(100, "35.00")]),
                sku(sku="M-500", base_quantity=500, tiers=[tier(1, "8.00")]),
            ],
        }
        return sent | changes

    return make


def tier(min_quantity: int, amount: str) -> dict[str, Any]:
    return {"min_quantity": min_quantity, "unit_price": {"amount": amount, "currency": "CNY"}}


def sku(**changes: Any) -> dict[str, Any]:
    pack = {"specification": "袋装", "unit": "袋", "base_quantity": 500, "base_unit": "g", "tiers": [tier(1, "8.00")]}
    return pack | changes


@pytest.fixture
def on_sale(cast) -> Callable[..., Any]:
    """Puts a product on sale as the public reads it."""

    def put(supplier, **facts: Any):
        made = cast.product(supplier, **facts)
        entries.refresh([made.product_id])
        return made

    return put


def codes(answer) -> dict[str, str]:
    """Which field was refused with which code."""
    assert answer.status_code == 422, answer.json
    return {error["field"]: error["code"] for error in answer.json["errors"]}
