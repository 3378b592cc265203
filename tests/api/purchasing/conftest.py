"""The stage over HTTP: a client for everyone who has a part in an order."""

from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient

from marketplace.catalogue.models import Sku
from tests.factories.cast import Cast
from tests.purchasing.crowd import crowd
from tests.purchasing.stage import Stage

__all__ = ["clients", "crowd", "sku", "stage"]


@dataclass
class Clients:
    """Everyone's client, and the usual orders."""

    purchaser: FlaskClient
    approver: FlaskClient
    receiver: FlaskClient
    seller: FlaskClient
    outsider: FlaskClient
    nobody: FlaskClient

    def place(self, *lines: tuple[Sku, int], key: str | None = None, **more: Any) -> Any:
        """Place lines and give the answer."""
        body = {"lines": [{"sku": sku.code, "quantity": quantity} for sku, quantity in lines], **more}
        headers = {"Idempotency-Key": key} if key else {}
        return self.purchaser.post("/api/v1/order-groups", json=body, headers=headers)

    def placed(self, *lines: tuple[Sku, int], **more: Any) -> int:
        """Place lines of one supplier and give the order's id."""
        answer = self.place(*lines, **more)
        assert answer.status_code == 201, answer.json
        return answer.json["orders"][0]["id"]

    def confirmed(self, *lines: tuple[Sku, int], **more: Any) -> int:
        """Place lines of one supplier and let it confirm."""
        order_id = self.placed(*lines, **more)
        assert self.seller.post(f"/api/v1/orders/{order_id}/confirmation").status_code == 200
        return order_id

    def ship(self, order_id: int, *parts: dict[str, Any], **more: Any) -> Any:
        """Ship parts and give the answer."""
        return self.seller.post(f"/api/v1/orders/{order_id}/shipments", json={"lines": list(parts), **more})

    def receive(self, order_id: int, shipment: int, *found: dict[str, Any], **more: Any) -> Any:
        """Receive a shipment and give the answer."""
        path = f"/api/v1/orders/{order_id}/shipments/{shipment}/receipt"
        return self.receiver.post(path, json={"lines": list(found), **more})


@pytest.fixture
def stage(cast: Cast) -> Stage:
    """A school and a cooperative."""
    return Stage.build(cast)


@pytest.fixture
def clients(cast: Cast, stage: Stage) -> Clients:
    """Everyone's client."""
    return Clients(
        purchaser=cast.client(stage.purchaser),
        approver=cast.client(stage.approver),
        receiver=cast.client(stage.receiver),
        seller=cast.client(stage.seller),
        outsider=cast.client(cast.outsider()),
        nobody=cast.client(cast.user()),
    )


@pytest.fixture
def sku(cast: Cast, stage: Stage) -> Sku:
    """Fifty boxes of apples at 12.50 yuan."""
    return cast.product(stage.supplier, tiers=((1, 1250),), stock=50, name="环县苹果")
