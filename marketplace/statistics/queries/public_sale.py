"""A single sale as anybody may see it: what the published lists tell of it, and what it takes back."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.sales.errors import SaleUnknown

_GET: Final = """
SELECT s.id, s.kind, s.sold_on, s.channel, s.origin_code, s.amount_fen,
       s.product_certification_id IS NOT NULL AS is_certified, s.reverses_id,
       ARRAY(SELECT later.id FROM sale later WHERE later.reverses_id = s.id ORDER BY later.id) AS reversed_by
FROM sale s
WHERE s.id = :id
"""


def get_public_sale(sale_id: int) -> Mapping[str, Any]:
    """Get a sale for anybody: neither who sold nor who bought, nor what reached households.

    :raises SaleUnknown: if there is none.
    """
    row = db.session.execute(text(_GET), {"id": sale_id}).mappings().one_or_none()
    if row is None:
        raise SaleUnknown
    return dict(row)
