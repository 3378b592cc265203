"""What the pages of buyers need besides: SKUs in the public catalogue."""

from collections.abc import Callable

import pytest

from marketplace.catalogue.models import Sku
from marketplace.catalogue.service.entries import refresh


@pytest.fixture
def listed(session) -> Callable[..., None]:
    """Puts SKUs into the public catalogue."""

    def put(*skus: Sku) -> None:
        refresh([each.product_id for each in skus])
        session.commit()

    return put
