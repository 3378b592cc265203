"""Priced lines as they are told, and for which buyer and on which terms one orders."""

from collections.abc import Callable
from typing import Any

from flask import current_app

from marketplace.api.access import current_actor
from marketplace.api.problems import language
from marketplace.kernel.errors import Invalid
from marketplace.kernel.permissions import Permission as P
from marketplace.purchasing.errors import BuyerNeeded
from marketplace.purchasing.rules import LineProblem, PaymentTerms, PricedLine, Pricing
from marketplace.purchasing.service.placing import split_by_supplier
from marketplace.workflows.place_order import Terms, must_wait


def buyer_of(buyer_id: int | None) -> int:
    """Tell for which buyer the caller orders: the one named, or the only one there is.

    :raises Invalid: naming `buyer_id` if the caller orders for several.
    """
    if buyer_id is not None:
        return buyer_id
    own = current_actor().organisation_ids(P.ORDERS_PLACE)
    if len(own) != 1:
        raise Invalid(fields={"buyer_id": [BuyerNeeded()]})
    return own[0]


def terms_of(payment_terms: PaymentTerms, note: str | None) -> Terms:
    """Make the terms of an order group from what was sent and the platform's settings."""
    settings = current_app.config["BANGFU"]
    return Terms(
        payment_terms=payment_terms,
        note=note,
        order_approval_fen=settings.order_approval_fen,
        reservation_days=settings.reservation_days,
    )


def told_pricing(pricing: Pricing, *, buyer_id: int, position: Callable[[int], int]) -> dict[str, Any]:
    """Tell priced lines by supplier; `position` turns a line's index into what the reader counts by."""
    waits = must_wait(
        buyer_id=buyer_id,
        amount_fen=pricing.amount_fen,
        order_approval_fen=current_app.config["BANGFU"].order_approval_fen,
    )
    orders = [
        {
            "supplier": lines[0].background.supplier_uscc,
            "supplier_name": lines[0].background.supplier_name,
            "amount_fen": sum(line.amount_fen for line in lines),
            "lines": [_told_line(line, position(line.index)) for line in lines],
        }
        for lines in split_by_supplier(pricing.lines).values()
    ]
    return {"amount_fen": pricing.amount_fen, "needs_approval": waits, "orders": orders}


def told_problem(problem: LineProblem) -> dict[str, Any]:
    """Tell a problem as a refusal would."""
    error = problem.error
    return {
        "field": f"lines.{problem.index}.{problem.field}",
        "code": error.reason,
        "message": error.sentence(language()),
        "facts": dict(error.facts),
    }


def _told_line(line: PricedLine, position: int) -> dict[str, Any]:
    offer, wanted = line.offer, line.wanted
    return {
        "position": position,
        "sku": offer.sku_code,
        "product_number": offer.product_number,
        "name": offer.name,
        "specification": offer.specification,
        "unit": offer.unit,
        "quantity": wanted.quantity,
        "unit_price_fen": line.unit_price_fen,
        "amount_fen": line.amount_fen,
        "deliver_to": wanted.deliver_to,
        "deliver_on": wanted.deliver_on,
        "note": wanted.note,
    }
