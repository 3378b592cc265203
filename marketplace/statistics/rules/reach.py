"""Sets of households as bitmaps: united, counted, and their persons summed.

A set is kept county by county, as the households' ordinals, which are dense within their county; so a bitmap is small
and whole words of it are united at once. Sizes are bit slices: the n-th holds the households whose number of persons
has the n-th bit. The persons of a set are then a few counts of what two bitmaps share, whatever its size.
"""

import sys
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from pyroaring import BitMap, FrozenBitMap

Reach = Mapping[str, FrozenBitMap]
"""Households by county."""

Sizes = Sequence[FrozenBitMap]
"""Of one county, the households by each bit of their number of persons."""

_OVERHEAD: Final = 200
"""Bytes of a bitmap beside its containers, roughly."""


def unpack(ordinals: bytes) -> FrozenBitMap:
    """Make the set of these ordinals, told as big-endian words of four bytes."""
    words = array("I", ordinals)
    if sys.byteorder == "little":
        words.byteswap()
    return FrozenBitMap(words)


def unite(reaches: Iterable[Reach]) -> Reach:
    """Unite sets: each household once, however many of them hold it."""
    by_county: dict[str, list[FrozenBitMap]] = {}
    for reach in reaches:
        for county_code, households in reach.items():
            by_county.setdefault(county_code, []).append(households)
    return {county_code: FrozenBitMap.union(*sets) for county_code, sets in by_county.items()}


def unite_each(
    version_sets: Collection[frozenset[int]], members: Mapping[int, Reach]
) -> Mapping[frozenset[int], Reach]:
    """Unite the members of each of these sets of roster versions; what all of them hold is united once.

    Most suppliers sell in every month and channel, so the sets of versions behind them differ by a few.
    """
    shared = frozenset.intersection(*version_sets) if version_sets else frozenset()
    core = unite(members[version_id] for version_id in shared)
    return {
        versions: unite([core, *(members[version_id] for version_id in versions - shared)]) for versions in version_sets
    }


def count_households(reach: Reach) -> int:
    """Count the households of a set."""
    return sum(len(households) for households in reach.values())


def count_persons(reach: Reach, sizes: Mapping[str, Sizes]) -> int:
    """Sum the persons of a set's households; one without a size has none."""
    return sum(
        households.intersection_cardinality(slice_) << bit
        for county_code, households in reach.items()
        for bit, slice_ in enumerate(sizes.get(county_code, ()))
    )


def slice_sizes(by_persons: Iterable[tuple[int, FrozenBitMap]]) -> Sizes:
    """Make bit slices of the households of each number of persons."""
    slices: list[BitMap] = []
    for persons, households in by_persons:
        slices.extend(BitMap() for _ in range(persons.bit_length() - len(slices)))
        for bit in range(persons.bit_length()):
            if persons >> bit & 1:
                slices[bit] |= households
    return [FrozenBitMap(each) for each in slices]


def bytes_of(bitmaps: Iterable[FrozenBitMap]) -> int:
    """Tell roughly how much memory bitmaps take."""
    return sum(_bytes_of(bitmap) for bitmap in bitmaps)


def _bytes_of(bitmap: FrozenBitMap) -> int:
    told = bitmap.get_statistics()
    return (
        _OVERHEAD
        + told["n_bytes_array_containers"]
        + told["n_bytes_run_containers"]
        + told["n_bytes_bitset_containers"]
    )
