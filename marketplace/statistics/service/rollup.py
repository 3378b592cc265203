"""Make the sums of sales by month anew from the sales.

The database keeps them itself, with every statement that writes sales. Nobody needs this in daily work; it is for
whoever has reason to distrust them.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import text

from marketplace.audit import service as audit
from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.regions.errors import RegionOutside
from marketplace.regions.rules import NATION

# Whoever has written sales is waited for, and whoever is about to write them waits; figures are read meanwhile.
_LOCK: Final = "LOCK TABLE sale IN SHARE MODE"

_FORGET: Final = "DELETE FROM sale_rollup"

_RECOUNT: Final = """
INSERT INTO sale_rollup (
    supplier_id, month, channel, origin_code, roster_version_id, sales_fen, certified_fen, benefiting_fen, pool_fen,
    live_rows
)
SELECT supplier_id, CAST(date_trunc('month', CAST(sold_on AS timestamp)) AS date), channel, origin_code,
       roster_version_id, sum(amount_fen),
       COALESCE(sum(amount_fen) FILTER (WHERE product_certification_id IS NOT NULL), 0),
       COALESCE(sum(amount_fen) FILTER (WHERE is_benefiting), 0), sum(pool_fen),
       sum(CASE kind WHEN 'correction' THEN -1 ELSE 1 END)
FROM sale
GROUP BY 1, 2, 3, 4, 5
ORDER BY 1, 2, 3, 4, 5
"""

# A stamp that takes the place of others is a new one, so nobody takes it for what was remembered.
_FOLD_STAMPS: Final = """
WITH folded AS (
    DELETE FROM status_stamp RETURNING county_code
)
INSERT INTO status_stamp (county_code) SELECT DISTINCT county_code FROM folded ORDER BY county_code
"""


def rebuild(*, actor: Actor, now: datetime) -> int:
    """Sum all sales anew, let every process read sizes of households anew, and tell how many sums there are.

    :raises NotFound: if the caller does not administer the nation.
    """
    actor.require_over(P.ACCOUNTS_ADMINISTER, RegionOutside(region_code=NATION), region_codes=[NATION])
    db.session.execute(text(_LOCK))
    db.session.execute(text(_FORGET))
    sums: int = db.session.execute(text(_RECOUNT)).rowcount  # type: ignore[attr-defined]  # a statement that writes
    db.session.execute(text(_FOLD_STAMPS))
    audit.record(
        "statistics.rollup_rebuilt",
        subject="sale_rollup",
        subject_id=NATION,
        actor=actor,
        now=now,
        after={"sums": sums},
        region_code=NATION,
    )
    return sums
