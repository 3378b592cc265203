import pytest

from marketplace.regions.rules import path_to


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("000000", ["000000"]),
        ("620000", ["000000", "620000"]),
        ("621022", ["000000", "620000", "621000", "621022"]),
        ("621022101000", ["000000", "620000", "621000", "621022", "621022101000"]),
        ("621022101001", ["000000", "620000", "621000", "621022", "621022101000", "621022101001"]),
    ],
)
def test_the_path_to_a_region_begins_with_the_nation_and_ends_with_itself(code, path):
    assert path_to(code) == path
