"""Each drill in its short form: a few rounds of everything, all in one town."""

import pytest

from tests.drills import DRILLS
from tests.drills.found import render
from tests.drills.town import opened

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def place():
    with opened() as (program, town):
        yield program, town


# in this order: what is counted row by row comes before what is spoilt on purpose
@pytest.mark.parametrize("name", ["races", "kill", "restore", "soak", "outsider", "fuzz"])
def test_a_drill_finds_nothing_wrong(place, name):
    program, town = place
    found = DRILLS[name].run(program, town, short=True, told=lambda _: None)
    assert found
    assert not any(each.wrong for each in found), render(found)
