"""A region by the prefix of its subtree."""

import pytest

from marketplace.regions.rules import code_of, prefix_of


@pytest.mark.parametrize("code", ["000000", "620000", "621000", "621022", "621022101000", "621022101001"])
def test_a_code_and_its_prefix_tell_each_other(code):
    assert code_of(prefix_of(code)) == code
