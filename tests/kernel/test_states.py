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


def test_a_refused_move_names_the_moves_there_are_in_plain_words():
    moves = importlib.import_module("marketplace.catalogue.rules").LISTING_MOVES
    states = type(next(iter(moves)))
    for state in states:
        with pytest.raises(MoveRefused) as refusal:
            check_move(moves, thing="listing_version", state=state, wanted=state)
        error = refusal.value
        allowed = sorted(each.value for each in moves[state])
        assert [type(each) for each in error.facts["allowed"]] == [str] * len(allowed)
        assert "<" not in error.sentence("en") + error.sentence("zh")
        assert "[" not in error.sentence("en") + error.sentence("zh")
        if allowed:
            assert ", ".join(allowed) in error.sentence("en")
            assert "、".join(allowed) in error.sentence("zh")
        else:
            assert "nothing follows" in error.sentence("en")
            assert "最后的状态" in error.sentence("zh")
