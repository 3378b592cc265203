"""An order placed by five set-based statements in one transaction: the rows of the program, none of its questions.

Stock is locked in id order, as nothing less keeps two orders from a deadlock or from the same last pack.
"""

import secrets
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Final

import orjson
import psycopg
from flask import Blueprint, Response, request

from benchmarks.floor.connection import connection

blueprint = Blueprint("ordering", __name__)
_APPROVAL_FEN: Final = 1_000_000
"""From this amount on a second person of the buyer has to look."""

_PRICED: Final = """
SELECT sku.id, sku.product_id, product.supplier_id, version.id, wanted.quantity, tier.unit_price_fen
FROM unnest(%(codes)s::text[], %(quantities)s::bigint[]) AS wanted (code, quantity)
JOIN sku ON sku.code = wanted.code
JOIN product ON product.id = sku.product_id
JOIN listing_version version ON version.product_id = product.id AND version.state = 'listed'
CROSS JOIN LATERAL (
    SELECT unit_price_fen FROM price_tier
    WHERE listing_version_id = version.id AND sku_id = sku.id AND min_quantity <= wanted.quantity
    ORDER BY min_quantity DESC LIMIT 1
) tier
JOIN stock ON stock.sku_id = sku.id
ORDER BY sku.id
FOR UPDATE OF stock
"""

_ORDERS: Final = """
WITH told AS (
    SELECT nextval(pg_get_serial_sequence('purchase_order', 'id')) AS id, told.*
    FROM unnest(%(suppliers)s::bigint[], %(amounts)s::bigint[], %(codes)s::text[]) AS told (supplier_id, amount_fen, code)
), asked AS (
    INSERT INTO charge (remittance_code, payer_id, supplier_id, amount_fen, state, created_at)
    SELECT code, %(buyer)s, supplier_id, amount_fen, 'pending', %(now)s FROM told
    RETURNING id, supplier_id
), placed_group AS (
    INSERT INTO order_group (buyer_id, region_code, payment_terms, placed_at, placed_by_id, amount_fen, lines_count)
    SELECT %(buyer)s, region_code, 'on_account', %(now)s, %(user)s, %(amount)s, %(lines)s
    FROM organisation WHERE id = %(buyer)s
    RETURNING id
), placed AS (
    INSERT INTO purchase_order (id, order_number, order_group_id, buyer_id, supplier_id, charge_id, state, amount_fen,
                                accepted_fen, needs_approval, needs_dual_inspection, generation)
    SELECT told.id, %(day)s::text || '-' || lpad(told.id::text, 6, '0'), placed_group.id, %(buyer)s, supplier_id, asked.id,
           %(state)s::text, amount_fen, 0, %(state)s::text = 'awaiting_approval', false, 0
    FROM told JOIN asked USING (supplier_id) CROSS JOIN placed_group
    RETURNING id, supplier_id, order_number, order_group_id
), moved AS (
    INSERT INTO order_event (order_id, at, user_id, to_state) SELECT id, %(now)s, %(user)s, %(state)s::text FROM placed
)
SELECT supplier_id, id, order_number, order_group_id FROM placed
"""

_LINES: Final = """
WITH line AS (
    SELECT * FROM unnest(%(orders)s::bigint[], %(numbers)s::int[], %(skus)s::bigint[], %(products)s::bigint[],
                         %(versions)s::bigint[], %(quantities)s::bigint[], %(prices)s::bigint[])
        AS line (order_id, number, sku_id, product_id, version_id, quantity, price_fen)
), written AS (
    INSERT INTO order_line (order_id, number, sku_id, product_id, listing_version_id, quantity, unit_price_fen,
                            amount_fen, shipped, accepted, rejected)
    SELECT order_id, number, sku_id, product_id, version_id, quantity, price_fen, quantity * price_fen, 0, 0, 0 FROM line
), balance AS (
    UPDATE stock SET reserved = reserved + line.quantity FROM line WHERE stock.sku_id = line.sku_id
), held AS (
    INSERT INTO reservation (holder, sku_id, quantity, state, created_at)
    SELECT 'order:' || order_id, sku_id, quantity, 'live', %(now)s FROM line
)
INSERT INTO stock_movement (sku_id, kind, on_hand_change, reserved_change, holder, user_id, at)
SELECT sku_id, 'reserved', 0, quantity, 'order:' || order_id, %(user)s, %(now)s FROM line
"""

_TOLD: Final = """
INSERT INTO audit_line (at, action, subject, subject_id, user_id, actor_name, via, address, after, organisation_ids)
VALUES (%(now)s, 'order_group.placed', 'order_group', %(group)s, %(user)s, 'floor', 'api', '127.0.0.1', %(after)s, %(ids)s)
"""

_REMEMBERED: Final = """
INSERT INTO remembered_request (user_id, key, fingerprint, status, answer, created_at)
VALUES (%(user)s, %(key)s, '\\x00', 201, %(answer)s, %(now)s)
"""


@blueprint.post("/order-groups")
def place() -> Response:
    """Place what the body of a request to the program says, for the buyer and the person named in the query."""
    buyer, user = int(request.args["buyer"]), int(request.args["user"])
    wanted = orjson.loads(request.get_data())["lines"]
    now = datetime.now(UTC)
    with connection().transaction():
        answer = orjson.dumps(_place(connection(), wanted, buyer, user, now))
        facts = {"user": user, "key": request.headers["Idempotency-Key"], "answer": answer, "now": now}
        connection().execute(_REMEMBERED, facts)
    return Response(answer, status=201, mimetype="application/json")


def _place(database: psycopg.Connection[Any], wanted: Any, buyer: int, user: int, now: datetime) -> dict[str, Any]:
    codes, quantities = [line["sku"] for line in wanted], [line["quantity"] for line in wanted]
    priced = database.execute(_PRICED, {"codes": codes, "quantities": quantities}).fetchall()
    priced.sort(key=lambda line: line[2])
    by_supplier = {supplier: list(lines) for supplier, lines in groupby(priced, key=lambda line: line[2])}
    amounts = {supplier: sum(line[4] * line[5] for line in lines) for supplier, lines in by_supplier.items()}
    amount = sum(amounts.values())
    facts: dict[str, Any] = {"buyer": buyer, "user": user, "now": now}
    rows = database.execute(
        _ORDERS,
        {
            **facts,
            "suppliers": list(amounts),
            "amounts": list(amounts.values()),
            "codes": [secrets.token_hex(8) for _ in amounts],
            "amount": amount,
            "lines": len(priced),
            "day": f"{now:%Y%m%d}",
            "state": "awaiting_approval" if amount >= _APPROVAL_FEN else "placed",
        },
    ).fetchall()
    orders = {supplier: (order, number) for supplier, order, number, _ in rows}
    skus, products, suppliers, versions, had, prices = map(list, zip(*priced, strict=True))
    database.execute(
        _LINES,
        {
            **facts,
            "orders": [orders[supplier][0] for supplier in suppliers],
            "numbers": [number for lines in by_supplier.values() for number in range(1, len(lines) + 1)],
            "skus": skus,
            "products": products,
            "versions": versions,
            "quantities": had,
            "prices": prices,
        },
    )
    group = rows[0][3]
    told = {"id": group, "amount": amount, "orders": [{"id": o, "order_number": n} for o, n in orders.values()]}
    after = orjson.dumps({"orders": [number for _, number in orders.values()], "amount_fen": amount}).decode()
    database.execute(_TOLD, {**facts, "group": str(group), "after": after, "ids": [buyer, *amounts]})
    return told
