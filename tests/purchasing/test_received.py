"""What a supplier is owed and was paid: the sums and the lines of the bank; never what it owes itself."""

from datetime import date

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import MemberRole
from marketplace.payments.queries.received import Received, list_received, sum_received
from marketplace.payments.rules import ChargeState

TODAY = date(2020, 9, 15)


def owed(stage, sku, packs):
    order_id = stage.confirmed((sku, packs))
    stage.ship(order_id, (1, packs))
    stage.receive(order_id, 1, (1, packs, 0))
    return order_id


def test_sums_part_what_is_open_overdue_not_final_and_paid(cast, stage):
    sku = cast.product(stage.supplier, stock=90)
    paid, late = owed(stage, sku, 3), owed(stage, sku, 2)
    owed(stage, sku, 4)
    stage.placed((sku, 5))
    stage.pay(paid, on=date(2020, 9, 14))
    stage.charge(late).due_on = date(2020, 9, 14)
    stage.session.commit()
    seller = stage.as_(stage.seller)
    assert sum_received(actor=seller, today=TODAY) == Received(6000, 2000, 5000, 3000)
    assert sum_received(actor=seller, today=date(2021, 1, 1)).paid_fen == 0
    assert [row["is_overdue"] for row in list_received(actor=seller, today=TODAY, state=ChargeState.OPEN)] == [
        False,
        True,
    ]


def test_what_was_paid_names_the_line_of_the_bank(cast, stage):
    order_id = owed(stage, cast.product(stage.supplier, stock=9), 3)
    stage.pay(order_id, on=date(2020, 9, 14))
    [row] = list_received(actor=stage.as_(stage.seller), today=TODAY)
    assert (row["order_id"], row["booked_on"], row["paid_by"]) == (order_id, date(2020, 9, 14), "环县第一中学")


def test_law_12_neither_the_buyer_nor_an_outsider_receives_it_and_who_also_buys_sees_no_debt(cast, stage):
    owed(stage, cast.product(stage.supplier, stock=9), 3)
    own = stage.session.get(Organisation, stage.supplier.organisation_id)
    also_buys = cast.member(own, MemberRole.PURCHASER)
    other = cast.product(cast.supplier(), stock=9)
    stage.school = own
    stage.place((other, 1), by=stage.as_(also_buys))
    for user in (stage.purchaser, cast.outsider()):
        assert list_received(actor=stage.as_(user), today=TODAY) == []
        assert sum_received(actor=stage.as_(user), today=TODAY) == Received(0, 0, 0, 0)
    assert sum_received(actor=stage.as_(also_buys), today=TODAY) == Received(3000, 0, 0, 0)
