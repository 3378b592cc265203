"""A sale as an office sees it: its facts, where it was told, its evidence, its roster, and what takes it back."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import render_template, request

from marketplace.evidence.queries import get_file
from marketplace.households.queries.rosters import get_version
from marketplace.kernel.errors import Forbidden, NotFound
from marketplace.kernel.permissions import Permission as P
from marketplace.reporting.queries.told import find_telling_line
from marketplace.sales.queries.sales import get_sale
from marketplace.web.access import current_actor, current_officer, needs
from marketplace.web.places import names_today
from marketplace.web.staff.slicing import NAMES
from marketplace.web.staff.start import blueprint
from marketplace.workflows.count_report import SOURCE as REPORT
from marketplace.workflows.imports.watching import get_batch

_OF_LIST: Final = (*NAMES, "without", "measure")


@blueprint.get("/sales/<int:sale_id>")
@needs(P.SALES_READ)
def show_sale(sale_id: int) -> str:
    """Show a sale with where it comes from; a link stands only where the officer may open what it leads to."""
    officer = current_officer()
    sale = get_sale(sale_id, actor=officer)
    return render_template(
        "staff/sale.html",
        sale=sale,
        **_around(sale),
        regions=names_today([sale["origin_code"], sale["buyer_code"]]),
        may_see_supplier=officer.covers(P.SUPPLIERS_READ, region_codes=[sale["origin_code"]]),
        asked={name: request.args[name] for name in _OF_LIST if name in request.args},
    )


def _around(sale: Mapping[str, Any]) -> dict[str, Any]:
    """Find what stands around a sale, as far as the officer may open it: report line, evidence, import, roster."""
    officer, line = current_officer(), _find_line(sale)
    file_id = line and line["evidence_file_id"]
    batch_id = sale["import_batch_id"]
    version_id = sale["roster_version_id"] if officer.has(P.HOUSEHOLDS_READ) else None
    return {
        "line": line,
        "evidence": file_id and _opened(lambda: get_file(file_id, actor=officer)),
        "batch": batch_id and _opened(lambda: get_batch(batch_id, actor=current_actor())),
        "version": version_id and _opened(lambda: get_version(version_id, actor=officer)),
    }


def _find_line(sale: Mapping[str, Any]) -> Mapping[str, Any] | None:
    if sale["source"] != REPORT:
        return None
    return find_telling_line(sale["source_number"], number=sale["line"], actor=current_officer())


def _opened(read: Callable[[], Any]) -> Any:
    """Read what may lie outside the officer's scope; nothing if it does."""
    try:
        return read()
    except (Forbidden, NotFound):
        return None
