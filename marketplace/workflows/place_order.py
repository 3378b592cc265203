"""Place an order group: price what is wanted, split it by supplier, reserve the stock, ask for the money.

Everything that is wrong is told at once, line by line, and then nothing is written. The number of statements does not
grow with the lines.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from marketplace.catalogue.errors import StockExhausted
from marketplace.catalogue.queries.offers import get_offers
from marketplace.catalogue.service import stock
from marketplace.kernel.actor import Actor
from marketplace.kernel.days import day_of
from marketplace.kernel.errors import DomainError
from marketplace.kernel.permissions import Permission as P
from marketplace.payments.rules import ChargeState
from marketplace.payments.service import charges
from marketplace.payments.service.charges import NewCharge
from marketplace.purchasing import errors
from marketplace.purchasing.queries.backgrounds import Buyer, get_buyer, list_backgrounds
from marketplace.purchasing.queries.heads import HOLDER_PREFIX
from marketplace.purchasing.rules import (
    MOST_LINES,
    LineProblem,
    OrderState,
    PaymentTerms,
    PricedLine,
    Pricing,
    WantedLine,
    needs_approval,
    price_lines,
)
from marketplace.purchasing.service import placing


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the platform and the buyer agree on beside the lines."""

    payment_terms: PaymentTerms = PaymentTerms.ON_ACCOUNT
    note: str | None = None
    order_approval_fen: int
    """The platform's amount from which a second person approves, where the buyer has none of its own."""
    reservation_days: int
    """After so many days an unpaid prepaid order expires."""


def preview(*, buyer_id: int, lines: Sequence[WantedLine], actor: Actor, now: datetime) -> Pricing:
    """Price lines for a buyer and find all that is wrong, without writing anything.

    :raises BuyerUnknown: if the caller may not order for this buyer.
    :raises LinesMissing: without lines.
    :raises LinesTooMany: with more than one group takes.
    """
    check_buyer(buyer_id, actor=actor)
    if not lines:
        raise errors.LinesMissing(fields={"lines": [errors.LinesMissing()]})
    if len(lines) > MOST_LINES:
        raise errors.LinesTooMany(most=MOST_LINES, fields={"lines": [errors.LinesTooMany(most=MOST_LINES)]})
    offers = {offer.sku_code: offer for offer in get_offers({line.sku_code for line in lines})}
    today = day_of(now)
    backgrounds = list_backgrounds([offer.sku_id for offer in offers.values()], day=today)
    return price_lines(lines, offers=offers, backgrounds=backgrounds, buyer_id=buyer_id, today=today)


def check_buyer(buyer_id: int, *, actor: Actor) -> None:
    """Refuse who may not order for a buyer.

    :raises BuyerUnknown: if the caller may not.
    """
    actor.require(P.ORDERS_PLACE)
    if not actor.covers(P.ORDERS_PLACE, organisation_ids=[buyer_id]):
        raise errors.BuyerUnknown


def must_wait(*, buyer_id: int, amount_fen: int, order_approval_fen: int) -> bool:
    """Tell whether an order group of this amount would wait for a second person of the buyer.

    :raises BuyerUnknown: if there is no such buyer.
    """
    return _needs_second_person(get_buyer(buyer_id), amount_fen, order_approval_fen)


def get_approval_fen(*, buyer_id: int, order_approval_fen: int) -> int:
    """Get the amount from which an order group of a buyer waits for a second person: its own, else the platform's.

    :raises BuyerUnknown: if there is no such buyer.
    """
    return _approval_fen(get_buyer(buyer_id), order_approval_fen)


def place(
    *,
    buyer_id: int,
    lines: Sequence[WantedLine],
    terms: Terms,
    actor: Actor,
    now: datetime,
    import_batch_id: int | None = None,
) -> int:
    """Place an order group for a buyer and tell its id; what the operator places counts as approved.

    :raises BuyerUnknown: if the caller may not order for this buyer.
    :raises LinesMissing: without lines.
    :raises LinesTooMany: with more than one group takes.
    :raises LinesRefused: naming every line that is wrong and why.
    :raises StockTaken: if all that is wrong is that less is left than is wanted; also when another buyer was faster.
    """
    pricing = preview(buyer_id=buyer_id, lines=lines, actor=actor, now=now)
    if pricing.problems:
        raise refusal_of(pricing.problems)
    buyer = get_buyer(buyer_id)
    waits = not actor.is_unrestricted and _needs_second_person(buyer, pricing.amount_fen, terms.order_approval_fen)
    is_prepaid = terms.payment_terms is PaymentTerms.PREPAID
    expires_at = now + timedelta(days=terms.reservation_days) if is_prepaid else None
    charge_ids = charges.create(
        [
            NewCharge(supplier_id=supplier_id, amount_fen=sum(line.amount_fen for line in own))
            for supplier_id, own in placing.split_by_supplier(pricing.lines).items()
        ],
        payer_id=buyer.id,
        state=ChargeState.OPEN if is_prepaid and not waits else ChargeState.PENDING,
        due_on=day_of(expires_at) if expires_at else None,
        now=now,
    )
    group_id, orders = placing.write_group(
        pricing.lines,
        buyer=buyer,
        charge_ids=charge_ids,
        state=OrderState.AWAITING_APPROVAL if waits else OrderState.PLACED,
        payment_terms=terms.payment_terms,
        note=terms.note,
        import_batch_id=import_batch_id,
        actor=actor,
        now=now,
    )
    try:
        stock.reserve_each(
            holders={f"{HOLDER_PREFIX}{order.id}": order.quantities for order in orders},
            expires_at=expires_at,
            actor=actor,
            now=now,
        )
    except StockExhausted as error:
        raise refusal_of(_short_lines(error, pricing.lines)) from error
    return group_id


def refusal_of(problems: Sequence[LineProblem]) -> errors.LinesRefused:
    """Make the refusal of lines, its fields `lines.<index from 0>.<field>`."""
    fields: dict[str, list[DomainError]] = {}
    for problem in problems:
        fields.setdefault(f"lines.{problem.index}.{problem.field}", []).append(problem.error)
    is_stock = all(isinstance(problem.error, errors.StockShort) for problem in problems)
    return (errors.StockTaken if is_stock else errors.LinesRefused)(fields=fields)


def _needs_second_person(buyer: Buyer, amount_fen: int, platform_fen: int) -> bool:
    return needs_approval(amount_fen, order_approval_fen=_approval_fen(buyer, platform_fen))


def _approval_fen(buyer: Buyer, platform_fen: int) -> int:
    return platform_fen if buyer.order_approval_fen is None else buyer.order_approval_fen


def _short_lines(error: StockExhausted, lines: Sequence[PricedLine]) -> list[LineProblem]:
    """Say per line what another buyer took between our look and our lock."""
    index_of = {line.offer.sku_id: line.index for line in lines}
    short = cast("Sequence[Mapping[str, Any]]", error.facts["short"])
    return [
        LineProblem(index_of[row["sku_id"]], "quantity", errors.StockShort(wanted=row["wanted"], left=row["left"]))
        for row in short
    ]
