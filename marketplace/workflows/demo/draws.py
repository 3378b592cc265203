"""Chance that repeats itself: one independent stream of random numbers per seed and subject.

A stream of its own for each subject keeps the rest of the year unchanged when one part of it is written differently.
"""

from datetime import date, timedelta
from random import Random


def stream(seed: int, subject: str) -> Random:
    """Open the stream of one subject; the same two arguments always give the same numbers."""
    return Random(f"{seed}/{subject}")


def day_between(rng: Random, first_on: date, last_on: date) -> date:
    """Draw a day from `first_on` to `last_on`, both included."""
    return first_on + timedelta(days=rng.randrange((last_on - first_on).days + 1))
