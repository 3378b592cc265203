"""Routes of order sheets."""

import io
import tempfile
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Response, send_file

from marketplace.api.access import current_actor, needs, now
from marketplace.api.idempotency import idempotent
from marketplace.api.parsing import Blueprint
from marketplace.api.problems import language
from marketplace.api.purchasing import answers, bodies
from marketplace.api.purchasing.pricing import buyer_of, terms_of, told_pricing
from marketplace.imports.rules.problems import Problem
from marketplace.kernel.permissions import Permission as P
from marketplace.purchasing.queries.groups import get_group
from marketplace.purchasing.rules import PaymentTerms
from marketplace.transaction import transaction
from marketplace.workflows import order_sheet
from marketplace.workflows.imports import uploads
from marketplace.workflows.imports.order_lines import ORDER_LINES

blueprint = Blueprint("order_sheets", __name__, description="Bulk orders from a spreadsheet")


@blueprint.post("/order-sheets")
@needs(P.ORDERS_PLACE)
@idempotent
@blueprint.arguments(bodies.OrderSheetQuerySchema, location="query", as_kwargs=True)
@blueprint.arguments(bodies.OrderSheetFormSchema, location="form", as_kwargs=True)
@blueprint.arguments(bodies.OrderSheetFilesSchema, location="files", as_kwargs=True)
@blueprint.response(HTTPStatus.OK, answers.OrderSheetSchema)
@blueprint.alt_response(HTTPStatus.CREATED, schema=answers.OrderSheetSchema)
def order(
    *, file: Any, buyer_id: int | None, payment_terms: PaymentTerms, note: str | None, commit: bool
) -> tuple[Mapping[str, Any], HTTPStatus]:
    """Check a sheet of order lines and price it; with `commit=true` place it if nothing is wrong."""
    buyer_id = buyer_of(buyer_id)
    with tempfile.TemporaryDirectory(prefix="bangfu-order-") as folder, transaction():
        path = Path(folder, "sent")
        file.save(path)
        checked = order_sheet.check(path, buyer_id=buyer_id, actor=current_actor(), now=now())
        told = _told(checked, buyer_id)
        if not commit:
            return told, HTTPStatus.OK
        group_id = order_sheet.place(
            checked, buyer_id=buyer_id, terms=terms_of(payment_terms, note), actor=current_actor(), now=now()
        )
        return {**told, "order_group": get_group(group_id, actor=current_actor())}, HTTPStatus.CREATED


@blueprint.get("/order-sheets/template")
@needs(P.ORDERS_PLACE)
@blueprint.arguments(bodies.OrderSheetTemplateQuerySchema, location="query", as_kwargs=True)
@blueprint.response(HTTPStatus.OK, content_type="application/octet-stream")
def get_template(*, format: str) -> Response:  # noqa: A002  the query's own word
    """Fetch an empty sheet with both names of every column and an example row."""
    with uploads.template(ORDER_LINES.name, ending=format) as path:
        return send_file(io.BytesIO(path.read_bytes()), as_attachment=True, download_name=path.name)


def _told(checked: order_sheet.CheckedSheet, buyer_id: int) -> dict[str, Any]:
    return {
        "sheet": checked.name,
        "rows": checked.rows_total,
        "rows_bad": len({problem.row for problem in checked.problems}),
        "ignored_columns": checked.ignored,
        **told_pricing(checked.pricing, buyer_id=buyer_id, position=checked.row_of),
        "problems": [_told_problem(problem, language()) for problem in checked.problems],
        "order_group": None,
    }


def _told_problem(problem: Problem, tongue: str) -> dict[str, Any]:
    stored = problem.as_stored()
    return {**stored, "message": stored[tongue], "title": stored["column" if tongue == "en" else "column_zh"]}
