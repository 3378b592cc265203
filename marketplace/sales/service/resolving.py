"""What follows from the rows of `new_sale`: each statement finds one thing for all rows at once, in this order."""

from typing import Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.sales.rules import LOOK_ALIKE_DAYS, REPORT_SOURCE
from marketplace.sales.service.attribution import CERTIFIED, IN_FORCE, lock_suppliers, pool_of
from marketplace.sales.service.differing import DIFFERS

LIVE: Final = "NOT EXISTS (SELECT FROM sale c WHERE c.reverses_id = s.id AND c.kind = 'correction')"
"""A row of `sale s` that no correction negates."""

_PLACE: Final = """
UPDATE new_sale n
SET kind = CASE WHEN n.amount_fen < 0 THEN 'return' ELSE 'sale' END,
    origin_code = placed.county_code,
    quantity = CASE WHEN n.amount_fen < 0 THEN -abs(n.quantity) ELSE n.quantity END,
    problems = n.problems || array_remove(ARRAY[
        CASE WHEN n.amount_fen < 0 AND n.reverses IS NULL THEN 'negative_without_original' END,
        CASE WHEN n.amount_fen >= 0 AND n.reverses IS NOT NULL THEN 'return_not_negative' END,
        CASE WHEN n.amount_fen >= 0 AND n.quantity <= 0 THEN 'quantity_not_positive' END,
        CASE WHEN placed.is_foreign THEN 'product_of_another' END
    ], NULL)
FROM (
    SELECT n.row_number, supplier.county_code,
           product.supplier_id <> n.supplier_id
           OR (n.lot_id IS NOT NULL AND lot.product_id IS DISTINCT FROM n.product_id) AS is_foreign
    FROM new_sale n
    JOIN supplier ON supplier.id = n.supplier_id
    LEFT JOIN product ON product.id = n.product_id
    LEFT JOIN lot ON lot.id = n.lot_id
) placed
WHERE placed.row_number = n.row_number
"""

_REPEATED: Final = """
UPDATE new_sale n
SET problems = n.problems || CAST('key_repeated' AS text), other_row = same.first_row
FROM (
    SELECT row_number, min(row_number) OVER (PARTITION BY source, source_number, line) AS first_row FROM new_sale
) same
WHERE same.row_number = n.row_number AND same.first_row < n.row_number
"""

_KNOWN: Final = f"""
UPDATE new_sale n
SET outcome = 'unchanged', known_id = s.id
FROM sale s
WHERE s.source = n.source AND s.source_number = n.source_number AND s.line = n.line
  AND s.kind <> 'correction' AND {LIVE}
"""  # noqa: S608  a constant

_IN_QUEUE: Final = """
UPDATE new_sale n
SET is_decided = l.state = 'counted',
    outcome = CASE WHEN l.state <> 'counted' AND n.outcome = 'new' THEN 'unchanged' ELSE n.outcome END
FROM look_alike l
WHERE l.source = n.source AND l.source_number = n.source_number AND l.line = n.line
"""

_NUMBER: Final = """
UPDATE new_sale n
SET id = numbered.id,
    generation = COALESCE(1 + GREATEST(
        (SELECT max(s.generation) FROM sale s
         WHERE s.source = n.source AND s.source_number = n.source_number AND s.line = n.line),
        (SELECT max(s.generation) FROM sale s
         WHERE s.supplier_id = n.supplier_id AND s.invoice_number = n.invoice_number AND s.line = n.line
           AND s.kind = 'sale')
    ), 0)
FROM (
    SELECT row_number, nextval(pg_get_serial_sequence('sale', 'id')) AS id
    FROM (SELECT row_number FROM new_sale WHERE outcome = 'new' ORDER BY row_number) in_order
) numbered
WHERE numbered.row_number = n.row_number
"""

_SAME_DOCUMENT: Final = "s.source = n.source AND s.source_number = n.source_number"
_SAME_INVOICE_LINE: Final = f"""
    (s.line = n.line OR ('{REPORT_SOURCE}' IN (s.source, n.source) AND NOT ({_SAME_DOCUMENT})))
"""
"""A report numbers its own rows and knows no lines of an invoice: it takes the whole invoice."""
_INVOICE_TAKEN: Final = f"""
UPDATE new_sale n
SET problems = n.problems || CAST('invoice_taken' AS text)
FROM (
    SELECT n.row_number
    FROM new_sale n
    JOIN sale s ON s.supplier_id = n.supplier_id AND s.invoice_number = n.invoice_number AND {_SAME_INVOICE_LINE}
               AND s.kind = 'sale' AND {LIVE}
    WHERE n.outcome = 'new' AND n.kind = 'sale'
    UNION
    SELECT row_number
    FROM (
        SELECT row_number, row_number() OVER (PARTITION BY supplier_id, invoice_number, line ORDER BY row_number) AS nth
        FROM new_sale
        WHERE outcome = 'new' AND kind = 'sale' AND invoice_number IS NOT NULL
    ) same
    WHERE nth > 1
) taken
WHERE taken.row_number = n.row_number
"""  # noqa: S608  a constant

_SAME_BUYER: Final = "(s.buyer_organisation_id = n.buyer_organisation_id OR s.buyer_name = n.buyer_name)"
_ALIKE: Final = f"""
    s.supplier_id = n.supplier_id AND s.product_id = n.product_id AND s.amount_fen = n.amount_fen
    AND s.kind = 'sale' AND s.source <> n.source AND {_SAME_BUYER}
    AND s.sold_on BETWEEN n.sold_on - {LOOK_ALIKE_DAYS} AND n.sold_on + {LOOK_ALIKE_DAYS}
"""

_RESEMBLES: Final = f"""
WITH candidate AS (
    SELECT * FROM new_sale WHERE outcome = 'new' AND kind = 'sale' AND problems = '{{}}' AND product_id IS NOT NULL
), recorded AS (
    SELECT n.row_number, min(s.id) AS resembles_id
    FROM candidate n JOIN sale s ON {_ALIKE} AND {LIVE}
    WHERE NOT n.is_decided
    GROUP BY n.row_number
), pair AS (
    SELECT n.row_number, s.row_number AS earlier_row, s.id AS earlier_id
    FROM candidate n JOIN candidate s ON {_ALIKE} AND s.row_number < n.row_number
    WHERE NOT n.is_decided
), beside AS (
    SELECT pair.row_number, min(earlier_id) AS resembles_id
    FROM pair
    WHERE NOT EXISTS (SELECT FROM pair before WHERE before.row_number = pair.earlier_row)
      AND NOT EXISTS (SELECT FROM recorded WHERE recorded.row_number = pair.earlier_row)
    GROUP BY pair.row_number
)
UPDATE new_sale n
SET outcome = 'waiting', resembles_id = found.resembles_id
FROM (
    SELECT row_number, min(resembles_id) AS resembles_id
    FROM (SELECT * FROM recorded UNION ALL SELECT * FROM beside) both_kinds
    GROUP BY row_number
) found
WHERE found.row_number = n.row_number
"""  # noqa: S608  a constant

_ORIGINALS: Final = f"""
WITH wanted AS (
    SELECT row_number, source, reverses, line FROM new_sale
    WHERE outcome = 'new' AND kind = 'return' AND reverses IS NOT NULL
), candidate AS (
    SELECT w.row_number, w.line AS wanted_line, s.id, s.line, s.supplier_id, false AS waits
    FROM wanted w
    JOIN sale s ON s.source = w.source AND s.source_number = w.reverses AND s.kind = 'sale' AND {LIVE}
    UNION ALL
    SELECT w.row_number, w.line, o.id, o.line, o.supplier_id, o.outcome = 'waiting'
    FROM wanted w
    JOIN new_sale o ON o.source = w.source AND o.source_number = w.reverses AND o.kind = 'sale'
                   AND o.outcome IN ('new', 'waiting') AND o.problems = '{{}}'
    UNION ALL
    SELECT w.row_number, w.line, NULL, l.line, NULL, true
    FROM wanted w
    JOIN look_alike l ON l.source = w.source AND l.source_number = w.reverses AND l.state = 'waiting'
), chosen AS (
    SELECT DISTINCT ON (row_number) *, count(*) OVER (PARTITION BY row_number) AS candidates
    FROM candidate
    ORDER BY row_number, line <> wanted_line, id
)
UPDATE new_sale n
SET original_id = CASE WHEN NOT c.waits AND (c.candidates = 1 OR c.line = n.line) THEN c.id END,
    problems = n.problems || array_remove(ARRAY[
        CASE WHEN c.row_number IS NULL THEN 'original_unknown'
             WHEN c.candidates > 1 AND c.line <> n.line THEN 'original_unclear'
             WHEN c.waits THEN 'original_waits'
             WHEN c.supplier_id <> n.supplier_id THEN 'return_of_another' END
    ], NULL)
FROM wanted w LEFT JOIN chosen c ON c.row_number = w.row_number
WHERE w.row_number = n.row_number
"""  # noqa: S608  a constant

_ATTRIBUTE: Final = f"""
WITH placed AS (
    SELECT row_number AS key, supplier_id, product_id, lot_id, sold_on FROM new_sale
    WHERE outcome = 'new' AND kind = 'sale'
), {IN_FORCE}, {CERTIFIED}
UPDATE new_sale n
SET roster_version_id = v.id,
    pool_fen = CASE WHEN v.id IS NULL THEN 0 ELSE {pool_of("n.amount_fen", "v")} END,
    is_benefiting = COALESCE(v.members_count > 0, false),
    product_certification_id = certified.product_certification_id
FROM in_force f
LEFT JOIN roster_version v ON v.id = f.roster_version_id
LEFT JOIN certified ON certified.key = f.key
WHERE f.key = n.row_number
"""  # noqa: S608  a constant

_STATED: Final = """
    supplier_id, origin_code, product_id, product_certification_id, lot_id, channel, tags, buyer_name,
    buyer_organisation_id, buyer_kind, buyer_code, roster_version_id, is_benefiting
"""

_FOLLOW_ORIGINAL: Final = f"""
WITH original AS (
    SELECT id, {_STATED} FROM sale WHERE id IN (SELECT original_id FROM new_sale)
    UNION ALL
    SELECT id, {_STATED} FROM new_sale WHERE outcome = 'new' AND kind = 'sale'
)
UPDATE new_sale n
SET ({_STATED}) = (SELECT {", ".join(f"o.{column.strip()}" for column in _STATED.split(","))}),
    pool_fen = CASE WHEN v.id IS NULL THEN 0 ELSE {pool_of("n.amount_fen", "v")} END
FROM original o LEFT JOIN roster_version v ON v.id = o.roster_version_id
WHERE o.id = n.original_id AND n.outcome = 'new'
"""  # noqa: S608  a constant

_EXCEEDING: Final = """
WITH taken AS (
    SELECT original_id, row_number, sum(-amount_fen) OVER (PARTITION BY original_id ORDER BY row_number) AS taken_fen
    FROM new_sale WHERE original_id IS NOT NULL AND outcome = 'new' AND problems = '{}'
), amount AS (
    SELECT s.id, s.amount_fen + COALESCE((
        SELECT sum(r.amount_fen) FROM sale r
        WHERE r.reverses_id = s.id AND r.kind = 'return'
          AND NOT EXISTS (SELECT FROM sale c WHERE c.reverses_id = r.id AND c.kind = 'correction')
    ), 0) AS left_fen
    FROM sale s WHERE s.id IN (SELECT original_id FROM taken)
    UNION ALL
    SELECT id, amount_fen FROM new_sale WHERE kind = 'sale' AND outcome = 'new'
)
UPDATE new_sale n
SET problems = n.problems || CAST('return_exceeds' AS text)
FROM taken JOIN amount ON amount.id = taken.original_id
WHERE taken.row_number = n.row_number AND taken.taken_fen > amount.left_fen
"""

_ANALYZE: Final = "ANALYZE new_sale"
"""Once for the keys and once for what became of the rows: unknown to the planner, every join is a loop in a loop."""

_STEPS: Final = (
    _ANALYZE,
    lock_suppliers("supplier_id", "new_sale"),
    _PLACE,
    _REPEATED,
    _KNOWN,
    _IN_QUEUE,
    DIFFERS,
    _NUMBER,
    _ANALYZE,
    _INVOICE_TAKEN,
    _RESEMBLES,
    _ORIGINALS,
    _ATTRIBUTE,
    _FOLLOW_ORIGINAL,
    _EXCEEDING,
)


def resolve() -> None:
    """Find for every row of `new_sale` what it becomes: problem, outcome, original, certification, version and pool."""
    for statement in _STEPS:
        db.session.execute(text(statement))
