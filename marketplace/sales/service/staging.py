"""The temporary table in which told sales become facts: filled, then resolved set by set, then written.

`new_sale` lives as long as its connection and is emptied with every transaction. `problems` collects the codes of
`PROBLEMS`; `outcome` is `new` (will be written), `unchanged` (known before) or `waiting` (looks like another sale).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import orjson
from sqlalchemy import text

from marketplace.db import db
from marketplace.kernel.errors import DomainError
from marketplace.sales import errors
from marketplace.sales.rules import NewSale


@dataclass(frozen=True, slots=True)
class Problem:
    """Which field a problem of `new_sale` is about, and the error that says so."""

    field: str
    error: type[DomainError]


PROBLEMS: Final[Mapping[str, Problem]] = {
    "key_repeated": Problem("source_number", errors.KeyRepeated),
    "told_differently_sold_on": Problem("sold_on", errors.ToldDifferently),
    "told_differently_channel": Problem("channel", errors.ToldDifferently),
    "told_differently_tags": Problem("tags", errors.ToldDifferently),
    "told_differently_supplier": Problem("supplier", errors.ToldDifferently),
    "told_differently_product": Problem("product", errors.ToldDifferently),
    "told_differently_lot": Problem("lot", errors.ToldDifferently),
    "told_differently_quantity": Problem("quantity", errors.ToldDifferently),
    "told_differently_amount": Problem("amount", errors.ToldDifferently),
    "told_differently_buyer_name": Problem("buyer_name", errors.ToldDifferently),
    "told_differently_buyer": Problem("buyer_name", errors.ToldDifferently),
    "told_differently_buyer_kind": Problem("buyer_kind", errors.ToldDifferently),
    "told_differently_buyer_region": Problem("buyer_region", errors.ToldDifferently),
    "told_differently_invoice_number": Problem("invoice_number", errors.ToldDifferently),
    "told_differently_reverses": Problem("reverses", errors.ToldDifferently),
    "invoice_taken": Problem("invoice_number", errors.InvoiceTaken),
    "return_not_negative": Problem("amount", errors.ReturnNotNegative),
    "negative_without_original": Problem("reverses", errors.NegativeWithoutOriginal),
    "original_unknown": Problem("reverses", errors.OriginalUnknown),
    "original_unclear": Problem("reverses", errors.OriginalUnclear),
    "original_waits": Problem("reverses", errors.OriginalWaits),
    "return_of_another": Problem("reverses", errors.ReturnOfAnother),
    "return_exceeds": Problem("amount", errors.ReturnExceeds),
    "quantity_not_positive": Problem("quantity", errors.QuantityNotPositive),
    "product_of_another": Problem("product", errors.ProductOfAnother),
}

TOLD: Final = (
    "sold_on, channel, tags, supplier_id, product_id, lot_id, quantity, amount_fen, buyer_name, buyer_organisation_id, "
    "buyer_kind, buyer_code, source, source_number, line, invoice_number, reverses"
)
"""The columns of `new_sale` that a source tells, in the order of `NewSale`."""

TOLD_TYPES: Final = (
    "sold_on date, channel text, tags text[], supplier_id bigint, product_id bigint, lot_id bigint, "
    "quantity numeric(16, 3), amount_fen bigint, buyer_name text, buyer_organisation_id bigint, buyer_kind text, "
    "buyer_code text, source text, source_number text, line bigint, invoice_number text, reverses text"
)
"""The same columns with their types."""

_CREATE: Final = f"""
CREATE TEMPORARY TABLE IF NOT EXISTS new_sale (
    row_number int, {TOLD_TYPES},
    id bigint,
    generation bigint,
    kind text,
    origin_code text,
    product_certification_id bigint,
    roster_version_id bigint,
    pool_fen bigint NOT NULL DEFAULT 0,
    is_benefiting boolean NOT NULL DEFAULT false,
    original_id bigint,
    resembles_id bigint,
    is_decided boolean NOT NULL DEFAULT false,
    outcome text NOT NULL DEFAULT 'new',
    other_row int,
    known_id bigint,
    differing jsonb,
    problems text[] NOT NULL DEFAULT '{{}}'
) ON COMMIT DELETE ROWS
"""

_FILL: Final = f"""
INSERT INTO new_sale (row_number, {TOLD})
SELECT position - 1, {TOLD}
FROM ROWS FROM (jsonb_to_recordset(CAST(:rows AS jsonb)) AS ({TOLD_TYPES})) WITH ORDINALITY
     AS told ({TOLD}, position)
"""  # noqa: S608  the columns are named above


def empty() -> None:
    """Make the table ready for rows."""
    db.session.execute(text(_CREATE))
    db.session.execute(text("TRUNCATE new_sale"))


def fill(rows: Sequence[NewSale]) -> None:
    """Put told sales into the emptied table, numbered from 0."""
    empty()
    told = orjson.dumps(rows, default=str).decode()
    db.session.execute(text(_FILL), {"rows": told})


def list_problems() -> Mapping[str, Sequence[DomainError]]:
    """List what is wrong, as errors by `rows.<number>.<field>`."""
    found = db.session.execute(
        text(
            "SELECT row_number, problem, other_row, differing -> substring(problem FROM 'told_differently_(.*)') "
            "FROM new_sale CROSS JOIN unnest(problems) AS problem ORDER BY row_number LIMIT 1000"
        )
    )
    wrong: dict[str, list[DomainError]] = {}
    for row_number, code, other_row, differing in found:
        problem = PROBLEMS[code]
        facts = {**(differing or {}), **({} if other_row is None else {"other_row": other_row})}
        wrong.setdefault(f"rows.{row_number}.{problem.field}", []).append(problem.error(**facts))
    return wrong


def rows_with(code: str) -> str:
    """Write the statement that selects the rows with a problem of `PROBLEMS`, and the facts of it."""
    fact = code.removeprefix("told_differently_")
    told = f", differing #>> '{{{fact},known}}' AS known, differing #>> '{{{fact},told}}' AS told"
    facts = "other_row" + (told if fact != code else "")
    return f"SELECT row_number, {facts} FROM new_sale WHERE '{code}' = ANY(problems)"  # noqa: S608  constants
