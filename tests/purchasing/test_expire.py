from datetime import timedelta

import pytest

from marketplace.jobs.purchasing import expire_reservations as job
from marketplace.jobs.tasks import TASKS
from marketplace.kernel.actor import system
from marketplace.workflows import expire_reservations, match_payment
from tests.catalogue.statements import counted


@pytest.fixture
def sku(cast, stage):
    return cast.product(stage.supplier, stock=10)


def run(stage, *, days):
    return expire_reservations.run(now=stage.now + timedelta(days=days))


def test_a_prepaid_order_that_is_not_paid_in_time_ends_and_frees_its_stock(stage, sku):
    order_id = stage.placed((sku, 4), is_prepaid=True)
    assert run(stage, days=6.9) == 0
    assert stage.balance(sku) == (10, 4)
    assert run(stage, days=7) == 1
    assert stage.state(order_id) == "expired"
    assert stage.balance(sku) == (10, 0)
    assert stage.charge(order_id).state.value == "cancelled"
    assert run(stage, days=8) == 0


def test_a_paid_order_and_one_on_account_stay(stage, sku):
    paid = stage.placed((sku, 4), is_prepaid=True)
    stage.pay(paid, on=stage.now.date())
    on_account = stage.placed((sku, 3))
    assert run(stage, days=100) == 0
    assert [stage.state(order_id) for order_id in (paid, on_account)] == ["placed", "placed"]
    assert stage.balance(sku) == (10, 7)


def test_one_whose_payment_was_taken_back_has_its_days_again(stage, sku):
    order_id = stage.placed((sku, 4), is_prepaid=True)
    line_id = stage.pay(order_id, on=stage.now.date())
    match_payment.undo(line_id, reason="串户", actor=system(), now=stage.now + timedelta(days=5))
    assert run(stage, days=11) == 0
    assert run(stage, days=13) == 1
    assert stage.state(order_id) == "expired"


def test_one_that_waits_for_approval_or_is_confirmed_ends_too(stage, sku):
    waiting = stage.placed((sku, 1), is_prepaid=True, approval_fen=0)
    confirmed = stage.confirmed((sku, 1), is_prepaid=True)
    assert run(stage, days=7) == 2
    assert {stage.state(waiting), stage.state(confirmed)} == {"expired"}


def test_law_13_each_expiry_writes_its_audit_line(stage, sku):
    stage.placed((sku, 1), is_prepaid=True)
    run(stage, days=7)
    assert stage.audit_actions() == ["order_group.placed", "reservations.expired", "order.expired"]


def test_the_number_of_statements_does_not_grow_with_the_orders(stage, cast):
    def statements(count):
        for _ in range(count):
            stage.place((cast.product(stage.supplier), 1), is_prepaid=True)
        with counted() as sent:
            assert run(stage, days=7) == count
            stage.session.flush()
        return len(sent)

    assert statements(2) == statements(12)


def test_the_job_runs_by_itself(app, stage, sku):
    order_id = stage.placed((sku, 4), is_prepaid=True)
    app.config["CLOCK"] = lambda: stage.now + timedelta(days=8)
    job()
    assert stage.state(order_id) == "expired"
    assert TASKS["expire_reservations"].cron == "*/10 * * * *"
