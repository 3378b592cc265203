import pytest

from marketplace.sales.rules import Channel
from marketplace.statistics.queries.published import PARTS, get_published
from marketplace.statistics.rules import By
from tests.factories.cast import QINGCHENG


@pytest.fixture
def _sales(cast, sell, households):
    """One county with many households, one with few, by two channels."""
    for county, number in (("621022", 12), (QINGCHENG, 3)):
        supplier = cast.supplier(county=county)
        cast.roster(supplier, households(number))
        for channel in (Channel.OUTLET, Channel.EVENT):
            sell(supplier, 1_000_000, channel=channel)


@pytest.mark.parametrize("code", ["000000", "620000", "621000", "621022", QINGCHENG])
@pytest.mark.parametrize("parts", [(), (By.REGION,), (By.CHANNEL,), (By.MONTH,)])
@pytest.mark.usefixtures("_sales")
def test_law_14_fewer_parts_tell_the_same_of_what_they_tell(code, parts):
    everything, some = get_published(code, 2020), get_published(code, 2020, parts=parts)
    assert some["whole"] == everything["whole"]
    keys = {by.key for by in (*parts, By.REGION) if parts}
    assert some["by"] == {key: rows for key, rows in everything["by"].items() if key in keys}
    assert everything == get_published(code, 2020, parts=PARTS)
