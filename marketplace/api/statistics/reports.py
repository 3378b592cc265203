"""Routes of the yearly bulletin and of the checks that are printed with every report."""

import io
from collections.abc import Mapping
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

import orjson
from flask import Response, send_file

from marketplace.api.access import current_actor, needs, now
from marketplace.api.parsing import Blueprint
from marketplace.api.problems import language
from marketplace.api.statistics import questions, schemas
from marketplace.gateways.documents import write_workbook
from marketplace.kernel.days import Month, day_of
from marketplace.kernel.permissions import Permission as P
from marketplace.statistics.queries.bulletin import get_bulletin
from marketplace.statistics.queries.checks import check
from marketplace.statistics.rules import Slice
from marketplace.statistics.rules.checks import is_sound
from marketplace.statistics.rules.tables import sheets
from marketplace.statistics.rules.wording import write

blueprint = Blueprint("statistics_reports", __name__, description="Bulletins and checks")


@blueprint.get("/statistics/bulletin")
@needs(P.STATISTICS_READ)
@blueprint.arguments(questions.BulletinQuerySchema, location="query", as_kwargs=True)
@blueprint.response(HTTPStatus.OK)
def tell(*, region_code: str, year: int, lang: str | None, format: str) -> Response:  # noqa: A002  the query's word
    """Tell a region's year as officials do: as text, as a workbook, or as the facts both are written from."""
    told = get_bulletin(region_code, year, actor=current_actor(), now=now())
    tongue = lang or language()
    if format == "text":
        return Response(write(told, tongue), mimetype="text/plain")
    if format == "json":
        facts = {**asdict(told), "checks": [each.told(tongue) for each in told.checks], "text": write(told, tongue)}
        return Response(orjson.dumps(facts), mimetype="application/json")
    workbook = io.BytesIO(write_workbook(sheets(told, tongue)))
    return send_file(workbook, as_attachment=True, download_name=f"bulletin-{region_code}-{year}.xlsx")


@blueprint.get("/statistics/checks")
@needs(P.STATISTICS_READ)
@blueprint.arguments(questions.CheckQuerySchema, location="query", as_kwargs=True)
@blueprint.response(HTTPStatus.OK, schemas.FindingListSchema)
def list_checks(*, region_code: str, month_from: Month, month_to: Month) -> Mapping[str, Any]:
    """Check figures against one another, stored facts against the laws, and look for anomalies."""
    asked = Slice(region_code=region_code, month_from=month_from, month_to=month_to)
    moment = now()
    found = check(asked, today=day_of(moment), actor=current_actor())
    return {"items": [finding.told(language()) for finding in found], "holds": is_sound(found), "cut_off": moment}
