"""The database that the benchmarks run on: made set by set, the same on every machine, kept between runs.

It is built once per schema and scale as a template; every run works on a fresh copy of it. What the program itself
derives from its rows, such as catalogue cards, is derived here by the program's own code.
"""

from benchmarks.data.build import fill, provide
from benchmarks.data.scale import FULL, TINY, Scale

__all__ = ["FULL", "TINY", "Scale", "fill", "provide"]
