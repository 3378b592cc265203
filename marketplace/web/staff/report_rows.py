"""The rows of a sales report as a page sends them: typed, pasted, from a sheet; and what a list of reports asks for."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from flask import request

from marketplace.accounts.rules import BuyerKind
from marketplace.kernel.actor import Actor
from marketplace.kernel.days import Month, MonthUnreadable
from marketplace.kernel.errors import Conflict, Invalid
from marketplace.reporting.queries.suppliers import find_codes
from marketplace.reporting.rules import MOST_LINES, ReportState
from marketplace.sales.rules import Channel
from marketplace.web.forms import Form
from marketplace.web.pages import asked_choice
from marketplace.workflows import report_draft
from marketplace.workflows.report_draft import EVIDENCE, NAMES, Row

_LONGEST_CELL: Final = 500
_LONGEST_PASTE: Final = 2_000_000
CHOICES: Final = {"channel": Channel, "buyer_kind": BuyerKind}
"""Columns that are chosen from a list."""
TYPES: Final = {"sold_on": "date"}
"""Columns for which a browser has a field of its own."""
NEEDED: Final = frozenset(column.name for column in report_draft.COLUMNS if column.is_required)


def narrowing() -> tuple[ReportState | None, Month | None]:
    """Read which state and which month of sale a list is narrowed to."""
    try:
        month = Month.parse(request.args.get("month", ""))
    except MonthUnreadable:
        month = None
    return asked_choice("state", ReportState), month


def sent_rows(form: Form) -> list[Row]:
    """Read all rows of a form, what was typed before what was pasted and uploaded; empty ones are left out.

    What is wrong with a paste or a sheet is said at its field.
    """
    rows = [report_draft.tidied(row) for row in (*_typed(form), *_pasted(form), *_from_sheet(form))]
    form.names |= {f"lines.{index}.{name}" for index in range(len(rows)) for name in (*NAMES, EVIDENCE)}
    return rows


def with_codes(rows: Sequence[Row], actor: Actor) -> list[Row]:
    """Write the credit code of a supplier that was told by its name; what is neither stays as it is."""
    codes = find_codes({row["uscc"] for row in rows if not row.get("uscc", "").isascii()}, actor=actor)
    return [{**row, "uscc": codes.get(row.get("uscc", ""), row.get("uscc", ""))} for row in rows]


def check(form: Form, rows: Sequence[Row]) -> None:
    """Say at every cell what is wrong with it."""
    try:
        report_draft.read_rows(rows)
    except Invalid as refusal:
        form.tell(refusal)


def written(report: Mapping[str, Any]) -> list[Row]:
    """Write the lines of a report for its form."""
    return list(report_draft.rows_of(report).values())


def ticked_numbers(form: Form) -> set[int]:
    """Read which lines were ticked."""
    return {number for number in range(1, MOST_LINES + 1) if form.values.get(f"line.{number}")}


def _typed(form: Form) -> list[Row]:
    asked = form.count("rows", is_required=False, most=MOST_LINES + 1) or 0
    rows = [
        {name: form.values.get(f"lines.{i}.{name}", "").strip()[:_LONGEST_CELL] for name in (*NAMES, EVIDENCE)}
        for i in range(asked)
    ]
    return [row for row in rows if any(row[name] for name in NAMES)]


def _pasted(form: Form) -> list[Row]:
    pasted = form.text("pasted", is_required=False, longest=_LONGEST_PASTE)
    if form.errors.get("pasted"):
        return []
    try:
        return report_draft.read_pasted(pasted)
    except Invalid as refusal:
        form.refuse_with("pasted", [refusal])
        return []


def _from_sheet(form: Form) -> list[Row]:
    form.names.add("sheet")
    file = request.files.get("sheet")
    if file is None or not file.filename:
        return []
    with tempfile.TemporaryDirectory(prefix="bangfu-report-") as folder:
        path = Path(folder, "sent")
        file.save(path)
        try:
            return report_draft.read_sheet(path)
        except (Invalid, Conflict) as refusal:
            form.refuse_with("sheet", [refusal])
            return []
