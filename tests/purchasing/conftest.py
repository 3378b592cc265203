"""The stage of every story, and of those in which several act at once."""

import pytest

from tests.factories.cast import Cast
from tests.purchasing.crowd import crowd, crowd_app, together
from tests.purchasing.stage import Stage

__all__ = ["crowd", "crowd_app", "stage", "together"]


@pytest.fixture
def stage(cast: Cast) -> Stage:
    """A school and a cooperative."""
    return Stage.build(cast)
