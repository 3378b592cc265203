"""Facts stay as they were written: the database refuses a change or a deletion, even of no row at all."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

NEVER_CHANGED = ["audit_line", "sale", "order_event", "roster_member"]


@pytest.mark.parametrize("table", NEVER_CHANGED)
@pytest.mark.parametrize("statement", ["UPDATE {table} SET {column} = {column}", "DELETE FROM {table}"])
def test_laws_5_and_13_a_fact_is_neither_changed_nor_deleted(session, table, statement):
    column = session.scalar(
        text("SELECT column_name FROM information_schema.columns WHERE table_name = :table AND ordinal_position = 2"),
        {"table": table},
    )
    with pytest.raises(IntegrityError) as refusal, session.begin_nested():
        session.execute(text(statement.format(table=table, column=column)))
    assert refusal.value.orig.diag.constraint_name == f"{table}_is_append_only"


def test_the_prices_of_a_listing_are_never_changed(session):
    with pytest.raises(IntegrityError) as refusal, session.begin_nested():
        session.execute(text("UPDATE price_tier SET unit_price_fen = unit_price_fen"))
    assert refusal.value.orig.diag.constraint_name == "price_tier_is_append_only"


@pytest.mark.parametrize("statement", ["UPDATE stock_movement SET reason = 'x'", "DELETE FROM stock_movement"])
def test_law_2_a_movement_of_stock_is_neither_changed_nor_deleted(cast, session, statement):
    sku = cast.product(cast.supplier())
    session.execute(
        text(
            "INSERT INTO stock_movement (sku_id, kind, on_hand_change, reserved_change, at) "
            "VALUES (:id, 'received', 1, 0, now())"
        ),
        {"id": sku.id},
    )
    with pytest.raises(IntegrityError) as refusal, session.begin_nested():
        session.execute(text(statement))
    assert refusal.value.orig.diag.constraint_name == "stock_movement_is_append_only"


@pytest.mark.parametrize(
    "statement", ["UPDATE qualification_event SET reason = 'x'", "DELETE FROM qualification_event"]
)
def test_law_13_a_decision_on_a_supplier_is_neither_changed_nor_deleted(cast, session, statement):
    supplier = cast.supplier()
    session.execute(
        text(
            "INSERT INTO qualification_event (qualification_id, at, to_state) "
            "SELECT id, now(), state FROM qualification WHERE supplier_id = :id"
        ),
        {"id": supplier.id},
    )
    with pytest.raises(IntegrityError) as refusal, session.begin_nested():
        session.execute(text(statement))
    assert refusal.value.orig.diag.constraint_name == "qualification_event_is_append_only"
