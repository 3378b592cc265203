"""The same key told again: nothing new if every fact is as it was told before, a problem for each fact that is not.

A return stands where its sale stood, so of its own it tells only day, supplier, quantity, amount, invoice and the sale
that it takes back.
"""

from dataclasses import dataclass
from typing import Final

from marketplace.sales.service import staging


@dataclass(frozen=True, slots=True)
class Fact:
    """A told fact: its name, how it is written for a reader (of the row `{row}`), and whether returns tell it too."""

    name: str
    written: str
    is_of_returns: bool = False


FACTS: Final = (
    Fact("sold_on", "CAST({row}.sold_on AS text)", is_of_returns=True),
    Fact("channel", "{row}.channel"),
    Fact("tags", "(SELECT string_agg(tag, '; ' ORDER BY tag) FROM unnest({row}.tags) AS tag)"),
    Fact(
        "supplier",
        "(SELECT o.uscc FROM supplier JOIN organisation o ON o.id = supplier.organisation_id "
        "WHERE supplier.id = {row}.supplier_id)",
        is_of_returns=True,
    ),
    Fact("product", "(SELECT product_number FROM product WHERE product.id = {row}.product_id)"),
    Fact("lot", "(SELECT lot_number FROM lot WHERE lot.id = {row}.lot_id)"),
    Fact("quantity", "CAST(trim_scale({row}.quantity) AS text)", is_of_returns=True),
    Fact("amount", "CAST(round({row}.amount_fen / 100.0, 2) AS text)", is_of_returns=True),
    Fact("buyer_name", "{row}.buyer_name"),
    Fact("buyer", "(SELECT uscc FROM organisation o WHERE o.id = {row}.buyer_organisation_id)"),
    Fact("buyer_kind", "{row}.buyer_kind"),
    Fact("buyer_region", "{row}.buyer_code"),
    Fact("invoice_number", "{row}.invoice_number", is_of_returns=True),
    Fact("reverses", "{row}.reverses", is_of_returns=True),
)

_COMPARED: Final = [name for name in staging.TOLD.split(", ") if name not in {"source", "source_number", "line"}]
_OF_SALE: Final = ", ".join(f"s.{name}" for name in _COMPARED if name != "reverses")
_VALUES: Final = ", ".join(
    f"('{fact.name}', {fact.written.format(row='b')}, {fact.written.format(row='n')}, {fact.is_of_returns})"
    for fact in FACTS
)


def _told_by(row: str) -> str:
    return ", ".join(f"{row}.{name}" for name in _COMPARED)


DIFFERS: Final = f"""
WITH before AS (
    SELECT n.row_number, n.kind = 'return' AND s.kind = 'return' AS is_return, {_OF_SALE},
           (SELECT original.source_number FROM sale original WHERE original.id = s.reverses_id) AS reverses
    FROM new_sale n JOIN sale s ON s.id = n.known_id
    UNION ALL
    SELECT n.row_number, false, {_told_by("l")}
    FROM new_sale n
    JOIN look_alike q ON q.source = n.source AND q.source_number = n.source_number AND q.line = n.line
    CROSS JOIN LATERAL jsonb_to_record(q.row) AS l ({staging.TOLD_TYPES})
    WHERE n.known_id IS NULL AND n.outcome = 'unchanged'
), differing AS (
    SELECT n.row_number, array_agg('told_differently_' || fact.name ORDER BY fact.name) AS codes,
           jsonb_object_agg(fact.name, jsonb_build_object(
               'known', COALESCE(NULLIF(fact.known, ''), '–'), 'told', COALESCE(NULLIF(fact.told, ''), '–')
           )) AS facts
    FROM before b
    JOIN new_sale n ON n.row_number = b.row_number
    CROSS JOIN LATERAL (VALUES {_VALUES}) AS fact (name, known, told, is_of_returns)
    WHERE ({_told_by("b")}) IS DISTINCT FROM ({_told_by("n")})
      AND fact.known IS DISTINCT FROM fact.told AND (fact.is_of_returns OR NOT b.is_return)
    GROUP BY n.row_number
)
UPDATE new_sale n
SET problems = n.problems || differing.codes, differing = differing.facts
FROM differing WHERE differing.row_number = n.row_number
"""  # noqa: S608  constants
