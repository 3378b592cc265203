"""The rows of a draft as a page sends them, the basket that a browser carries, and for whom one orders."""

import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

from flask import current_app, request, session

from marketplace.accounts.queries import get_session
from marketplace.accounts.rules import MemberRole
from marketplace.catalogue.queries.offers import get_offers
from marketplace.kernel.errors import NotFound
from marketplace.kernel.permissions import Permission as P
from marketplace.purchasing.rules import MOST_LINES, PaymentTerms
from marketplace.web.access import current_member
from marketplace.web.forms import Form
from marketplace.workflows import order_draft
from marketplace.workflows.order_draft import NAMES, Row
from marketplace.workflows.place_order import Terms, get_approval_fen

_BASKET: Final = "basket"
MOST_IN_BASKET: Final = 60
"""The basket travels in a cookie, which holds no more than 4 KB."""
_LONGEST_CELL: Final = 500


def sent_rows(form: Form) -> list[Row]:
    """Read the rows that were sent, pasted or uploaded, but those that are ticked to go or in which nothing stands.

    :raises Invalid: if an uploaded file is no sheet of order lines.
    """
    file = request.files.get("sheet")
    if file is not None and file.filename:
        with tempfile.TemporaryDirectory(prefix="bangfu-draft-") as folder:
            path = Path(folder, "sent")
            file.save(path)
            return order_draft.read_sheet(path)
    if "pasted" in form.values:
        return order_draft.read_pasted(form.values["pasted"])
    rows = [
        {name: form.values.get(f"rows.{i}.{name}", "").strip()[:_LONGEST_CELL] for name in NAMES}
        for i in range(min(form.count("rows", is_required=False, most=MOST_LINES + 1) or 0, MOST_LINES + 1))
        if not form.values.get(f"rows.{i}.goes")
    ]
    return [row for row in rows if any(row.values())]


def buyers() -> list[tuple[int, str]]:
    """List the organisations that the reader orders for, with their names."""
    return [
        (membership["organisation_id"], membership["organisation_name"])
        for membership in get_session(current_member())["memberships"]
        if membership["role"] is MemberRole.PURCHASER
    ]


def buyer_of(form: Form) -> int:
    """Tell for whom is ordered: the one who was chosen, else the first.

    :raises NotFound: if the reader orders for nobody.
    """
    chosen = form.count("buyer_id", is_required=False, most=2**62)
    own = current_member().organisation_ids(P.ORDERS_PLACE)
    if not own:
        raise NotFound
    return own[0] if chosen is None else chosen


def approval_fen(buyer_id: int) -> int:
    """Tell from which amount on a second person of a buyer approves."""
    platform_fen = current_app.config["BANGFU"].order_approval_fen
    return get_approval_fen(buyer_id=buyer_id, order_approval_fen=platform_fen)


def terms_of(form: Form) -> Terms:
    """Make the terms of what was chosen and of the platform's settings."""
    settings = current_app.config["BANGFU"]
    return Terms(
        payment_terms=form.choice("payment_terms", PaymentTerms, is_required=False) or PaymentTerms.ON_ACCOUNT,
        note=form.text("note", is_required=False) or None,
        order_approval_fen=settings.order_approval_fen,
        reservation_days=settings.reservation_days,
    )


def basket() -> dict[str, Any]:
    """Tell what lies in the basket: quantities by SKU code."""
    return dict(session.get(_BASKET, {}))


def put_in_basket(sku: str, quantity: int) -> bool:
    """Put packs into the basket, beside those that are there; tell whether there was room."""
    held = basket()
    if sku not in held and len(held) >= MOST_IN_BASKET:
        return False
    session[_BASKET] = held | {sku: held.get(sku, 0) + quantity}
    return True


def missed_minimum(sku: str) -> int | None:
    """Tell the minimum order quantity of a SKU if fewer lie in the basket."""
    least = min((offer.min_quantity for offer in get_offers([sku])), default=0)
    return least if basket().get(sku, 0) < least else None


def take_out_of_basket(skus: Collection[str]) -> None:
    """Take what was ordered out of the basket; the rest stays in it."""
    session[_BASKET] = {sku: quantity for sku, quantity in basket().items() if sku not in skus}


def empty_basket() -> None:
    """Take everything out of the basket."""
    session.pop(_BASKET, None)


def written(rows: dict[str, Any]) -> str:
    """Write a basket as a person would paste it."""
    return "\n".join(f"{sku} {quantity}" for sku, quantity in rows.items())
