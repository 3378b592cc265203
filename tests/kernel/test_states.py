import importlib

import pytest

from marketplace.kernel.errors import MoveRefused
from marketplace.kernel.states import check_move

TABLES = [
    ("imports", "BATCH_MOVES"),
    ("suppliers", "QUALIFICATION_MOVES"),
    ("catalogue", "LISTING_MOVES"),
    ("households", "LINKAGE_MOVES"),
    ("households", "ROSTER_MOVES"),
    ("payments", "CHARGE_MOVES"),
    ("purchasing", "ORDER_MOVES"),
    ("reporting", "REPORT_MOVES"),
    ("benefits", "PAYMENT_MOVES"),
]


@pytest.mark.parametrize(("area", "table"), TABLES)
def test_every_state_has_its_moves_and_every_pair_is_decided(area, table):
    moves = getattr(importlib.import_module(f"marketplace.{area}.rules"), table)
    states = type(next(iter(moves)))
    assert set(moves) == set(states)
    for state in states:
        for wanted in states:
            if wanted in moves[state]:
                check_move(moves, thing=area, state=state, wanted=wanted)
            else:
                with pytest.raises(MoveRefused) as refusal:
                    check_move(moves, thing=area, state=state, wanted=wanted)
                assert refusal.value.facts["allowed"] == sorted(moves[state])
