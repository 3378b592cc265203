import pytest
from sqlalchemy import select

from marketplace.accounts.rules import Duty
from marketplace.kernel.actor import system
from marketplace.kernel.errors import Forbidden, MoveRefused, NotFound
from marketplace.sales.errors import DecidesOwnEntry, LookAlikeUnknown
from marketplace.sales.models import LookAlike
from marketplace.sales.rules import LookAlikeState, Recorded
from marketplace.sales.service import look_alikes, recording


@pytest.fixture
def waiting(record, told, session) -> LookAlike:
    record(told(buyer_name="某校"), told(source="platform", source_number="P-1", buyer_name="某校", quantity="2.5"))
    return session.scalars(select(LookAlike)).one()


@pytest.fixture
def decide(now, waiting):
    def say(verdict=LookAlikeState.COUNTED, *, actor=None):
        return look_alikes.decide(
            look_alike_id=waiting.id, verdict=verdict, reason="two deliveries", actor=actor or system(), now=now
        )

    return say


def test_what_is_counted_becomes_a_sale_as_it_was_told(decide, sales):
    decide()
    first, second = sales()
    assert (second.source_number, second.amount_fen, str(second.quantity)) == ("P-1", first.amount_fen, "2.500")


def test_what_is_refused_stays_refused_when_told_again(decide, record, told, sales):
    decide(LookAlikeState.REFUSED)
    again = told(source="platform", source_number="P-1", buyer_name="某校", quantity="2.5")
    assert record(again) == Recorded(0, 1, 0)
    assert len(sales()) == 1


def test_what_was_decided_is_decided(decide):
    decide(LookAlikeState.REFUSED)
    with pytest.raises(MoveRefused):
        decide()


def test_law_11_nobody_decides_on_what_they_entered(told, record, session, cast, now):
    record(told(buyer_name="某校"))
    officer = cast.actor(cast.officer(Duty.APPROVER))
    recording.record([told(source="platform", buyer_name="某校")], actor=officer, now=now)
    waiting = session.scalars(select(LookAlike)).one()
    with pytest.raises(DecidesOwnEntry):
        look_alikes.decide(
            look_alike_id=waiting.id, verdict=LookAlikeState.COUNTED, reason="mine", actor=officer, now=now
        )


def test_law_12_an_officer_of_another_county_finds_nothing(decide, cast):
    with pytest.raises(NotFound):
        decide(actor=cast.actor(cast.outsider()))
    with pytest.raises(Forbidden):
        decide(actor=cast.actor(cast.user()))


def test_an_unknown_look_alike_is_not_found(decide, waiting, now):
    with pytest.raises(LookAlikeUnknown):
        look_alikes.decide(
            look_alike_id=waiting.id + 1, verdict=LookAlikeState.COUNTED, reason="?", actor=system(), now=now
        )
