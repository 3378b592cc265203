"""Reads of sales reports and of the codes their lines name."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select, text

from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.days import Month
from marketplace.kernel.permissions import Permission as P
from marketplace.kernel.sorting import KeyType, Sorting, SortKey, newest
from marketplace.reporting.errors import ReportUnknown
from marketplace.reporting.models import SalesReport, SalesReportLine
from marketplace.reporting.rules import APPROVER_ACTIONS, WRITER_ACTIONS, ReportAction, ReportState

_SEEN_WITH: Final = (P.REPORTS_ENTER, P.REPORTS_APPROVE, P.SALES_READ)

_COLUMNS: Final = """
    r.id, r.report_number, r.region_code, r.state, r.title, r.entered_at, r.submitted_at, r.approved_at, r.reason,
    r.written_by_ids,
    (SELECT name FROM user_account WHERE user_account.id = r.entered_by_id) AS entered_by_name,
    (SELECT name FROM user_account WHERE user_account.id = r.approved_by_id) AS approved_by_name,
    (SELECT count(*) FROM sales_report_line l WHERE l.sales_report_id = r.id) AS lines_count,
    (SELECT COALESCE(sum(l.amount_fen), 0) FROM sales_report_line l WHERE l.sales_report_id = r.id) AS amount_fen
"""
_IN_SCOPE: Final = """
    EXISTS (SELECT FROM unnest(CAST(:prefixes AS text[])) AS prefix WHERE starts_with(r.region_code, prefix))
"""

_LIST: Final = f"""
SELECT {_COLUMNS} FROM sales_report r
WHERE {_IN_SCOPE} AND (CAST(:state AS text) IS NULL OR r.state = :state)
  AND (CAST(:first_on AS date) IS NULL OR EXISTS (
      SELECT FROM sales_report_line l
      WHERE l.sales_report_id = r.id AND l.sold_on >= :first_on AND l.sold_on < :end_on
  ))
"""  # noqa: S608  constants of this module

_GET: Final = f"SELECT {_COLUMNS} FROM sales_report r WHERE r.id = :id AND {_IN_SCOPE}"  # noqa: S608  as above

_LINES: Final = """
SELECT l.number, l.sold_on, l.channel, l.tags, organisation.uscc AS supplier, organisation.name AS supplier_name,
       product.product_number, l.quantity, l.amount_fen, l.buyer_name, l.buyer_kind, l.buyer_code, l.invoice_number,
       l.evidence_file_id, stored_file.file_name AS evidence_name
FROM sales_report_line l
JOIN supplier ON supplier.id = l.supplier_id
JOIN organisation ON organisation.id = supplier.organisation_id
LEFT JOIN product ON product.id = l.product_id
LEFT JOIN stored_file ON stored_file.id = l.evidence_file_id
WHERE l.sales_report_id = :id
ORDER BY l.number
"""


SORT_KEYS: Final[Mapping[str, SortKey]] = {
    "title": SortKey("listed.title", KeyType.TEXT),
    "amount": SortKey("CAST(listed.amount_fen AS bigint)", KeyType.NUMBER),
    "entered": SortKey("listed.entered_at", KeyType.MOMENT),
}
"""What these rows may be sorted by."""


def list_reports(
    *,
    actor: Actor,
    state: ReportState | None = None,
    month: Month | None = None,
    before: int | None = None,
    sorting: Sorting | None = None,
    limit: int = 24,
) -> Sequence[Mapping[str, Any]]:
    """List reports of the caller's regions, in an order or newest first; with a sale of a month."""
    sorting = sorting or newest(before)
    facts = {
        **sorting.facts,
        "state": state and state.value,
        "first_on": month and month.first_on,
        "end_on": month and month.end_on,
        "limit": limit,
        "prefixes": _prefixes(actor),
    }
    return [_told(dict(row), actor) for row in db.session.execute(text(sorting.over(_LIST)), facts).mappings()]


def get_report(report_id: int, *, actor: Actor) -> Mapping[str, Any]:
    """Get a report with its lines.

    :raises ReportUnknown: outside the caller's regions.
    """
    facts = {"id": report_id, "prefixes": _prefixes(actor)}
    row = db.session.execute(text(_GET), facts).mappings().one_or_none()
    if row is None:
        raise ReportUnknown
    lines = db.session.execute(text(_LINES), {"id": report_id}).mappings()
    return {**_told(dict(row), actor), "lines": [dict(line) for line in lines]}


def get_report_for_update(report_id: int) -> SalesReport:
    """Get and lock a report.

    :raises ReportUnknown: if there is none.
    """
    row = db.session.scalar(select(SalesReport).where(SalesReport.id == report_id).with_for_update())
    if row is None:
        raise ReportUnknown
    return row


def list_lines(report_id: int) -> Sequence[SalesReportLine]:
    """List a report's lines by number."""
    found = select(SalesReportLine).where(SalesReportLine.sales_report_id == report_id).order_by(SalesReportLine.number)
    return db.session.scalars(found).all()


def list_unproved(report_id: int) -> Sequence[int]:
    """List the numbers of a report's lines that have neither an invoice nor a file."""
    return db.session.scalars(
        select(SalesReportLine.number)
        .where(
            SalesReportLine.sales_report_id == report_id,
            SalesReportLine.invoice_number.is_(None),
            SalesReportLine.evidence_file_id.is_(None),
        )
        .order_by(SalesReportLine.number)
    ).all()


def find_suppliers(credit_codes: Collection[str], *, prefix: str) -> Mapping[str, int]:
    """Find suppliers under a region prefix by credit code."""
    rows = db.session.execute(
        text(
            "SELECT organisation.uscc, supplier.id FROM supplier "
            "JOIN organisation ON organisation.id = supplier.organisation_id "
            "WHERE organisation.uscc = ANY(CAST(:codes AS text[])) AND starts_with(supplier.county_code, :prefix)"
        ),
        {"codes": list(credit_codes), "prefix": prefix},
    )
    return {row.uscc: row.id for row in rows}


def find_products(numbers: Collection[str]) -> Mapping[tuple[int, str], int]:
    """Find products by `(supplier id, product number)`."""
    rows = db.session.execute(
        text(
            "SELECT id, supplier_id, product_number FROM product WHERE product_number = ANY(CAST(:numbers AS text[]))"
        ),
        {"numbers": list(numbers)},
    )
    return {(row.supplier_id, row.product_number): row.id for row in rows}


def find_usable_files(file_ids: Collection[int], *, actor: Actor) -> set[int]:
    """Tell which of these files the caller may put under a report: their own, or of their regions."""
    rows = db.session.scalars(
        text(
            "SELECT id FROM stored_file WHERE id = ANY(CAST(:ids AS bigint[])) AND (uploaded_by_id = :user_id "
            "OR EXISTS (SELECT FROM unnest(CAST(:prefixes AS text[])) AS prefix "
            "WHERE starts_with(region_code, prefix)))"
        ),
        {
            "ids": list(file_ids),
            "user_id": actor.user_id,
            "prefixes": actor.region_prefixes(P.REPORTS_ENTER),
        },
    )
    return set(rows)


def _prefixes(actor: Actor) -> list[str]:
    return sorted({prefix for permission in _SEEN_WITH for prefix in actor.region_prefixes(permission)})


def _told(row: dict[str, Any], actor: Actor) -> Mapping[str, Any]:
    """Make a row as it is shown, with what the caller may do next; nobody approves what they wrote in."""
    state, region, actions = ReportState(row["state"]), [row["region_code"]], set[ReportAction]()
    if actor.covers(P.REPORTS_ENTER, region_codes=region):
        actions.update(WRITER_ACTIONS.get(state, ()))
    if actor.covers(P.REPORTS_APPROVE, region_codes=region):
        actions.update(APPROVER_ACTIONS.get(state, ()))
    if actor.user_id in row.pop("written_by_ids"):
        actions.discard(ReportAction.APPROVE)
    return {**row, "amount_fen": int(row["amount_fen"]), "next_actions": sorted(actions)}
