"""The yearly bulletin as officials circulate it: on screen, on paper, as a document and as a workbook."""

from typing import Final

from flask import Response, render_template, request

from marketplace.gateways.documents import write_workbook
from marketplace.kernel.days import day_of
from marketplace.kernel.errors import NotFound
from marketplace.kernel.languages import LANGUAGES
from marketplace.kernel.permissions import Permission as P
from marketplace.regions.rules import canonical_code, code_of
from marketplace.statistics.queries.bulletin import get_bulletin
from marketplace.statistics.queries.extent import get_year_to_look_at
from marketplace.statistics.rules.bulletin import Bulletin
from marketplace.statistics.rules.tables import sheets
from marketplace.web import charts, figures_asked
from marketplace.web.access import current_officer, needs, now
from marketplace.web.downloads import send_bytes, unkept
from marketplace.web.language import language
from marketplace.web.staff import bulletin_parts, explorer
from marketplace.web.staff.start import blueprint

_KEPT: Final = "private, no-store"


@blueprint.get("/bulletins")
@needs(P.STATISTICS_READ)
def show_bulletin() -> str:
    """Show a region's year in words, in tables and drawn; of the latest full year with sales without a word."""
    told, tongue = _told(), _tongue()
    return render_template(
        "statistics/bulletin.html",
        told=told,
        tongue=tongue,
        parts=bulletin_parts.of(told, tongue),
        regions=explorer.regions_of(told.region_code, told.last_on, current_officer()),
    )


@blueprint.get("/bulletins/chart.svg")
@needs(P.STATISTICS_READ)
def draw_bulletin() -> Response:
    """Draw the sales of a region's year by channel beside the year before."""
    chart = bulletin_parts.chart_of(_told(), request.args.get("tongue", language()))
    return charts.send(chart, is_narrow="narrow" in request.args, kept=_KEPT)


@blueprint.get("/bulletins/bulletin.docx")
@needs(P.STATISTICS_READ)
def download_bulletin() -> Response:
    """Send the bulletin as a document."""
    told = _told()
    name = f"bulletin-{told.region_code}-{told.year}.docx"
    return unkept(send_bytes(bulletin_parts.document_of(told, _tongue()), name))


@blueprint.get("/bulletins/bulletin.xlsx")
@needs(P.STATISTICS_READ)
def download_bulletin_workbook() -> Response:
    """Send the bulletin as a workbook, amounts in yuan."""
    told = _told()
    name = f"bulletin-{told.region_code}-{told.year}.xlsx"
    return unkept(send_bytes(write_workbook(sheets(told, _tongue())), name))


def _told() -> Bulletin:
    actor, moment = current_officer(), now()
    own = code_of(next(iter(actor.region_prefixes(P.STATISTICS_READ)), ""))
    year = figures_asked.year() or get_year_to_look_at(day_of(moment))
    return get_bulletin(canonical_code(figures_asked.region() or own), year, actor=actor, now=moment)


def _tongue() -> str:
    """Tell in which language the bulletin is asked for, whatever the page is read in.

    :raises NotFound: it is written in no such language.
    """
    asked = request.args.get("in") or language()
    if asked not in LANGUAGES:
        raise NotFound
    return asked
