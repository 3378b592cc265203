"""The marketplace as people reach it: served on loopback, with the small reference year, each commit a real one."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from sqlalchemy import text
from werkzeug.serving import WSGIRequestHandler, make_server

from marketplace.accounts.models import User
from marketplace.accounts.queries import get_actor
from marketplace.catalogue.service import lots
from marketplace.db import db
from marketplace.kernel.actor import Via
from marketplace.kernel.permissions import Permission
from marketplace.purchasing.rules import PaymentTerms, WantedLine
from marketplace.purchasing.service.shipments import Part
from marketplace.transaction import transaction
from marketplace.workflows import confirm_order, place_order, ship_order
from marketplace.workflows.place_order import Terms

NOW = datetime(2020, 12, 21, 2, 0, tzinfo=UTC)
"""Ten in the morning of a Monday in December 2020, in Beijing: the reference year is nearly over."""


class _Silent(WSGIRequestHandler):
    """Answers without a line in the log for each request."""

    def log(self, *_: object) -> None:
        """Say nothing."""


@dataclass(frozen=True)
class Site:
    """Where the marketplace is, who may sign in there, and what stands in its tables."""

    app: Flask
    address: str
    passwords: Mapping[str, str]

    def ask(self, statement: str, **facts: Any) -> list[Any]:
        """Ask the database."""
        with self.app.app_context():
            return [tuple(row) for row in db.session.execute(text(statement), facts)]

    def one(self, statement: str, **facts: Any) -> Any:
        """Ask the database for one value."""
        [(value,)] = self.ask(statement, **facts)
        return value

    def cookies_of(self, name: str) -> list[dict[str, str]]:
        """Make the cookies of somebody of the demo who has just signed in."""
        with self.app.app_context():
            user = db.session.query(User).filter_by(email=f"{name}@demo.example").one()
            mark = user.fs_uniquifier
        client = self.app.test_client()
        with client.session_transaction() as kept:
            kept["_user_id"], kept["_fresh"] = mark, True
        cookie = client.get_cookie("session")
        assert cookie is not None
        return [{"name": "session", "value": cookie.value, "url": self.address}]


@contextmanager
def serve(app: Flask, passwords: Mapping[str, str]) -> Iterator[Site]:
    """Serve on a free port of loopback until the story ends."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Silent)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Site(app, f"http://127.0.0.1:{server.port}", passwords)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def deliver(site: Site, group_id: int, part: Mapping[int, int]) -> int:
    """Let the demo's supplier confirm the one order of a group and ship quantities by line; the order's id."""
    order_id: int = site.one("SELECT id FROM purchase_order WHERE order_group_id = :id", id=group_id)
    with site.app.app_context():
        seller = get_actor(db.session.query(User).filter_by(email="supplier@demo.example").one(), via=Via.WEB)
        with transaction():
            confirm_order.confirm(order_id, actor=seller, now=NOW)
        parts = [Part(number=number, quantity=quantity) for number, quantity in part.items()]
        with transaction():
            ship_order.ship(order_id, parts, actor=seller, now=NOW)
    return order_id


def harvest(site: Site) -> int:
    """Let the demo's supplier record a lot of its first product; the lot's id."""
    number = site.one("SELECT min(product_number) FROM product WHERE product_number LIKE 'QY621022%'")
    with site.app.app_context():
        seller = get_actor(db.session.query(User).filter_by(email="supplier@demo.example").one(), via=Via.WEB)
        with transaction():
            lot = lots.add(product_number=number, lot_number="L-2020-12", quantity=500, actor=seller, now=NOW)
            return lot.id


def order(site: Site, wanted: Mapping[str, int]) -> int:
    """Let the demo's school order packs by SKU code, on account; the group's id."""
    terms = Terms(payment_terms=PaymentTerms.ON_ACCOUNT, order_approval_fen=1_000_000, reservation_days=30)
    with site.app.app_context():
        user = db.session.query(User).filter_by(email="purchaser@demo.example").one()
        purchaser = get_actor(user, via=Via.WEB)
        [buyer_id] = purchaser.organisation_ids(Permission.ORDERS_PLACE)
        lines = [WantedLine(sku_code=code, quantity=quantity) for code, quantity in wanted.items()]
        with transaction():
            return place_order.place(buyer_id=buyer_id, lines=lines, terms=terms, actor=purchaser, now=NOW)
