"""The stage of every story, and of those in which several act at once."""

import pytest

from tests.factories.cast import Cast
from tests.purchasing.crowd import crowd
from tests.purchasing.stage import Stage

__all__ = ["crowd", "stage"]


@pytest.fixture
def stage(cast: Cast) -> Stage:
    """A school and a cooperative."""
    return Stage.build(cast)
