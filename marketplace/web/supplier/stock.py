"""Stock: what is on hand, reserved and free of each pack, every movement, goods that come in, back, or are counted."""

from collections.abc import Mapping
from typing import Any, Final

from flask import request, url_for

from marketplace.catalogue.queries.stock import SORT_KEYS, get_balance, list_balances, list_movements
from marketplace.catalogue.service import stock
from marketplace.kernel.permissions import Permission as P
from marketplace.kernel.sorting import oldest
from marketplace.kernel.text import fold_width
from marketplace.purchasing.queries.heads import order_id_of
from marketplace.web.access import current_member, needs, now
from marketplace.web.forms import Answer, Form, page
from marketplace.web.pages import SIZE, after_id, asked_text, page_of
from marketplace.web.sorting import asked_sorting, sorted_page
from marketplace.web.supplier.start import blueprint

_LONGEST: Final = 100
_MOST_PACKS: Final = 1_000_000_000


@blueprint.get("/stock")
@needs(P.STOCK_MANAGE)
def list_stock() -> Answer:
    """Show the balance of every pack, or of those that are nearly sold out."""
    q, is_low = asked_text("q", _LONGEST), bool(request.args.get("low"))
    sorting = asked_sorting(SORT_KEYS, oldest())
    rows = list_balances(actor=current_member(), sorting=sorting, limit=SIZE + 1, q=q, is_low=is_low)
    return page("supplier/stock.html", Form(), page=sorted_page(rows), q=q or "")


@blueprint.get("/stock/<path:sku_code>")
@needs(P.STOCK_MANAGE)
def show_stock(sku_code: str) -> Answer:
    """Show the balance of a pack and every movement of it."""
    actor = current_member()
    rows = list_movements(sku_code, actor=actor, before=after_id(), limit=SIZE + 1)
    shown = page_of([_told(row) for row in rows], key=lambda row: row["id"])
    return page("supplier/balance.html", Form(), balance=get_balance(sku_code, actor=actor), page=shown)


@blueprint.route("/stock/<path:sku_code>/receipts", methods=["GET", "POST"])
@needs(P.STOCK_MANAGE)
def receive_goods(sku_code: str) -> Answer:
    """Ask how much came in, of which lot, and put it on hand."""
    form = Form()
    quantity, lot_number = form.count("quantity", least=1), _lot(form)
    reason = form.text("reason", is_required=False) or None
    told: dict[str, Any] = {"sku_code": sku_code, "quantity": quantity or 0, "lot_number": lot_number, "reason": reason}
    return form.send(
        lambda: stock.receive(**told, actor=current_member(), now=now()),
        to=url_for(".show_stock", sku_code=sku_code),
        said="goods_received",
    ) or _asked("supplier/receive_goods.html", form, sku_code)


@blueprint.route("/stock/<path:sku_code>/returns", methods=["GET", "POST"])
@needs(P.STOCK_MANAGE)
def take_back_goods(sku_code: str) -> Answer:
    """Ask how much a buyer sent back and why, and put it on hand again."""
    form = Form()
    quantity, lot_number, reason = form.count("quantity", least=1), _lot(form), form.text("reason")
    told: dict[str, Any] = {"sku_code": sku_code, "quantity": quantity or 0, "lot_number": lot_number, "reason": reason}
    return form.send(
        lambda: stock.take_back(**told, actor=current_member(), now=now()),
        to=url_for(".show_stock", sku_code=sku_code),
        said="goods_taken_back",
    ) or _asked("supplier/take_back_goods.html", form, sku_code)


@blueprint.route("/stock/<path:sku_code>/adjustments", methods=["GET", "POST"])
@needs(P.STOCK_MANAGE)
def adjust_stock(sku_code: str) -> Answer:
    """Ask what was counted and why it differs, and set what is on hand to it."""
    form = Form()
    counted, reason = form.count("counted", most=_MOST_PACKS), form.text("reason")
    return form.send(
        lambda: stock.adjust(sku_code=sku_code, counted=counted or 0, reason=reason, actor=current_member(), now=now()),
        to=url_for(".show_stock", sku_code=sku_code),
        said="stock_adjusted",
    ) or _asked("supplier/adjust_stock.html", form, sku_code)


def _lot(form: Form) -> str | None:
    return fold_width(form.text("lot_number", is_required=False, longest=_LONGEST)) or None


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    """Read which order the goods were held for, if any."""
    return {**row, "order_id": order_id_of(row["holder"])}


def _asked(template: str, form: Form, sku_code: str) -> tuple[str, int]:
    return page(template, form, balance=get_balance(sku_code, actor=current_member()))
