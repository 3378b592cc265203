"""Sets of households as bitmaps against sets of Python."""

import struct

from hypothesis import given
from hypothesis import strategies as st
from pyroaring import FrozenBitMap

from marketplace.statistics.rules.reach import (
    bytes_of,
    count_households,
    count_persons,
    slice_sizes,
    unite,
    unite_each,
    unpack,
)

HOUSEHOLDS = st.sets(st.tuples(st.sampled_from(("621021", "621022", "620102")), st.integers(0, 200_000)), max_size=40)


def reach(households):
    counties = {county for county, _ in households}
    return {county: FrozenBitMap([n for of, n in households if of == county]) for county in counties}


@given(st.lists(HOUSEHOLDS, max_size=6), st.randoms(use_true_random=False))
def test_law_8_the_union_counts_each_household_and_its_persons_once(sets, random):
    everybody = set().union(*sets)
    persons = {household: random.randint(0, 99) for household in everybody}  # nought: no size is known
    sizes = {
        county: slice_sizes(
            (size, FrozenBitMap([n for (of, n), p in persons.items() if (of, p) == (county, size)]))
            for size in range(1, 100)
        )
        for county in ("621021", "621022", "620102")
    }
    united = unite(reach(each) for each in sets)
    assert count_households(united) == len(everybody)
    assert count_persons(united, sizes) == sum(persons.values())


@given(st.lists(HOUSEHOLDS, min_size=1, max_size=5), st.data())
def test_sets_of_versions_are_each_united_whatever_they_share(versions, data):
    members = dict(enumerate(map(reach, versions)))
    sets = data.draw(st.sets(st.frozensets(st.sampled_from(range(len(versions))), min_size=1), max_size=4))
    united = unite_each(sets, members)
    assert united == {each: reach(set().union(*(versions[n] for n in each))) for each in sets}


def test_households_of_a_county_without_sizes_have_no_persons():
    assert count_persons(reach({("621021", 1)}), {}) == 0


@given(st.sets(st.integers(0, 2**31 - 1), max_size=30))
def test_ordinals_are_unpacked_as_the_database_packs_them(ordinals):
    assert set(unpack(b"".join(struct.pack(">i", n) for n in ordinals))) == ordinals


def test_a_dense_county_takes_a_bit_for_each_household():
    assert bytes_of([FrozenBitMap(range(0, 60_000, 2))]) < 60_000 / 8 + 1000
