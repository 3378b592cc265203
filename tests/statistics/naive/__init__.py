"""The independent recount: every published figure once more, row by row, from the import files alone.

It knows the written contract of the import files and nothing of the program: plain loops over the rows that a
person could follow with a pencil. Where the program and this recount differ, one of the two has misread the contract.
"""

from tests.statistics.naive.allocation import allocate, household_amounts
from tests.statistics.naive.figures import DEFINITIONS, figures

__all__ = ["DEFINITIONS", "allocate", "figures", "household_amounts"]
