"""The smallest region that holds some counties."""

from hypothesis import given
from hypothesis import strategies as st

from marketplace.regions.rules import NATION, prefix_of, smallest_region

CODES = st.builds("".join, st.tuples(*[st.sampled_from(["11", "62", "63"])] * 3))


@given(st.lists(CODES, min_size=1))
def test_it_holds_every_code_and_nothing_smaller_does(codes):
    region = smallest_region(codes)
    prefix = prefix_of(region)
    assert all(code.startswith(prefix) for code in codes)
    if len(prefix) < len(NATION):
        assert len({code[: len(prefix) + 2] for code in codes}) > 1


def test_codes_below_a_county_lie_in_the_county_and_no_code_in_the_nation():
    assert smallest_region(["621022101001", "621022105000"]) == "621022"
    assert smallest_region([]) == NATION
