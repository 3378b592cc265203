"""Routes of figures, measures and their definitions."""

import io
import tempfile
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Response, send_file

from marketplace.api.access import current_actor, needs, now, public
from marketplace.api.parsing import Blueprint
from marketplace.api.statistics import questions, schemas
from marketplace.gateways import sheets
from marketplace.kernel.cells import Cell
from marketplace.kernel.permissions import Permission as P
from marketplace.statistics.queries.figures import figures
from marketplace.statistics.queries.measures import compared_figures, list_measures
from marketplace.statistics.rules import DEFINITIONS, By, Slice
from marketplace.statistics.rules.comparison import Compare
from marketplace.statistics.rules.measures import KINDS
from marketplace.statistics.rules.tables import figure_table

blueprint = Blueprint("statistics", __name__, description="Figures computed from the facts")


@blueprint.get("/statistics/figures")
@needs(P.STATISTICS_READ)
@blueprint.arguments(questions.FigureQuerySchema, location="query", as_kwargs=True)
@blueprint.response(HTTPStatus.OK, schemas.FiguresSchema)
def count(*, asked: Slice, by: By | None, compare: Compare | None, format: str) -> Any:  # noqa: A002  the query's word
    """Count a slice as one row or one per value of a breakdown; `compare` puts an earlier slice beside it."""
    actor = current_actor()
    rows = compared_figures(asked, by=by, mode=compare, actor=actor) if compare else figures(asked, by=by, actor=actor)
    if format == "json":
        return {"items": rows, "adds_up": by is None or by.is_partition, "cut_off": now()}
    table = figure_table(rows, by=by, cut_off=now())
    return _file(table, f"figures-{asked.region_code}-{asked.month_from}-{asked.month_to}.{format}")


@blueprint.get("/statistics/measures")
@needs(P.STATISTICS_READ)
@blueprint.arguments(questions.MeasureQuerySchema, location="query", as_kwargs=True)
@blueprint.response(HTTPStatus.OK, schemas.MeasureListSchema)
def measure(*, asked: Slice, measure: Sequence[str], compare: Compare | None) -> Mapping[str, Any]:
    """Tell measures of a slice by the ids of their definitions; all of them without a choice."""
    return {"items": list_measures(asked, names=measure, mode=compare, actor=current_actor()), "cut_off": now()}


@blueprint.get("/statistics/definitions")
@public
@blueprint.response(HTTPStatus.OK, schemas.DefinitionListSchema)
def define() -> Mapping[str, Any]:
    """Tell what every measure means."""
    rows = [{"id": d.id, "unit": KINDS[d.id].unit.value, "zh": d.zh, "en": d.en} for d in DEFINITIONS.values()]
    return {"items": rows}


def _file(table: Sequence[Sequence[Cell]], name: str) -> Response:
    with tempfile.TemporaryDirectory(prefix="bangfu-figures-") as folder:
        path = Path(folder, name)
        sheets.write(path, table, sheet_name="figures")
        return send_file(io.BytesIO(path.read_bytes()), as_attachment=True, download_name=name)
