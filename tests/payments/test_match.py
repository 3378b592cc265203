"""A person says which charge a line pays."""

import pytest

from marketplace.accounts.rules import Duty
from marketplace.kernel.errors import Forbidden, MoveRefused, NotFound
from marketplace.payments.errors import AmountDiffers, ChargeUnknown
from marketplace.payments.queries.bank_lines import get_bank_line
from marketplace.payments.rules import BankLineState, ChargeState
from marketplace.workflows import match_payment


@pytest.fixture
def match(session, now, cashier):
    def say(line, code, *, actor=None):
        match_payment.match(line.id, code, actor=actor or cashier, now=now)
        session.expire_all()

    return say


def test_a_line_without_a_code_is_matched_by_hand_and_sold(owed, line, match, sold):
    charge = owed.order()
    paid = line("货款")
    match(paid, f" {charge.remittance_code.lower()} ")
    assert (paid.state, charge.state, sold()) == (BankLineState.MATCHED, ChargeState.PAID, 10_000)


def test_the_amount_must_be_exact(owed, line, match, sold):
    with pytest.raises(AmountDiffers) as refusal:
        match(line("货款", 9_999), owed.order().remittance_code)
    assert refusal.value.facts == {"line_fen": 9_999, "charge_fen": 10_000}
    assert sold() == 0


def test_law_3_a_line_pays_once_and_a_charge_is_paid_once(owed, line, match, sold):
    first, second = owed.orders([10_000, 10_000])
    paid, other = line("货款"), line("货款")
    match(paid, first.remittance_code)
    with pytest.raises(MoveRefused):
        match(paid, second.remittance_code)
    with pytest.raises(MoveRefused):
        match(other, first.remittance_code)
    assert sold() == 10_000


@pytest.mark.parametrize("state", [ChargeState.PENDING, ChargeState.CANCELLED])
def test_a_charge_that_is_not_open_is_not_paid(owed, line, match, state):
    with pytest.raises(MoveRefused):
        match(line("货款"), owed.order(state=state).remittance_code)


def test_an_unknown_code_is_not_found(line, match):
    with pytest.raises(ChargeUnknown):
        match(line("货款"), "BF99999999")


def test_law_12_another_regions_cashier_finds_neither_line_nor_charge(owed, line, match, cast):
    outsider = cast.actor(cast.outsider())
    charge = owed.order()
    with pytest.raises(NotFound):
        match(line("货款"), charge.remittance_code, actor=outsider)
    with pytest.raises(NotFound):
        match(line("货款", region="110101"), charge.remittance_code, actor=outsider)
    with pytest.raises(NotFound):
        match(line("货款", region="110101"), charge.remittance_code)
    with pytest.raises(Forbidden):
        match(line("货款"), charge.remittance_code, actor=cast.actor(cast.officer(Duty.REPORTER)))


def test_open_charges_of_the_exact_amount_are_suggested_the_payers_own_first(owed, line, cashier, cast):
    charge, _ = owed.orders([10_000, 10_001])
    found = get_bank_line(line("货款").id, actor=cashier)
    assert [each["remittance_code"] for each in found["suggestions"]] == [charge.remittance_code]
    assert found["suggestions"][0]["is_payer"] is True
    with pytest.raises(NotFound):
        get_bank_line(found["id"], actor=cast.actor(cast.outsider()))
