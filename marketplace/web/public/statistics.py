"""Published statistics: a region's year by month, channel and region below, to read, to look at and to keep."""

from typing import Final

from flask import Response, render_template, request

from marketplace.kernel.days import Month
from marketplace.kernel.errors import NotFound
from marketplace.regions.queries import names_of
from marketplace.statistics.queries.extent import find_extent
from marketplace.statistics.queries.sales_behind import list_public_sales_behind
from marketplace.statistics.rules import By, Slice
from marketplace.web import charts, figures_asked
from marketplace.web.access import now, public
from marketplace.web.downloads import send_table
from marketplace.web.language import language
from marketplace.web.pages import SIZE, after_key, page_of
from marketplace.web.public import tables
from marketplace.web.public.figures import Year, get_year
from marketplace.web.public.views import blueprint

_KEPT: Final = "public, max-age=600"


class YearEmpty(NotFound):
    """There are no sales in the year that was asked for."""

    code = "statistics.year_empty"
    zh = "该年没有销售"
    en = "There are no sales in that year"


@blueprint.get("/statistics")
@public
def show_statistics() -> str:
    """Show the published figures of a year and region; those of the latest year without a word.

    :raises NotFound: the year is none.
    """
    extent, shown = find_extent(), figures_asked.year()
    if extent is None:
        return render_template("statistics/published.html", shown=None, told=None)
    shown = shown or extent.last_year
    told = figures_asked.is_within(shown, extent) and get_year(
        figures_asked.region(), shown, extent=extent, now=now(), is_full=True
    )
    facts = tables.facts_of(told, language()) if told else {"told": None}
    return render_template(
        "statistics/published.html",
        shown=shown,
        years=figures_asked.years(extent),
        region=figures_asked.region(),
        **facts,
    )


@blueprint.get("/statistics/charts/<any(channel,region,month):part>.svg")
@public
def draw_statistics(part: str) -> Response:
    """Draw the sales of a year and region by one of its parts, beside the year before unless they stand alone."""
    chart = tables.chart_of(
        _year_told(is_full="alone" not in request.args), By(part), request.args.get("tongue", language())
    )
    return charts.send(chart, is_narrow="narrow" in request.args, kept=_KEPT)


@blueprint.get("/statistics/figures.<ending>")
@public
def download_statistics(ending: str) -> Response:
    """Send what the page shows as a file, amounts in yuan to the fen."""
    told = _year_told()
    return send_table(tables.rows_of(told, language()), f"statistics-{told.region_code}-{told.year}", ending)


@blueprint.get("/statistics/sales")
@public
def list_published_sales() -> str:
    """List the sales behind a published figure, newest first; each leads to its trace page."""
    extent = find_extent()
    if extent is None:
        raise YearEmpty
    asked = _slice_of(figures_asked.region() or extent.region_code, figures_asked.year() or extent.last_year)
    rows = list_public_sales_behind(
        asked, measure="sales.v1", before=figures_asked.position_of(after_key()), limit=SIZE + 1
    )
    codes = {asked.region_code, *(row["origin_code"] for row in rows)}
    return render_template(
        "statistics/sales.html",
        page=page_of(rows, key=figures_asked.position),
        asked=asked,
        names=names_of(codes, on=asked.last_on),
    )


def _year_told(*, is_full: bool = True) -> Year:
    extent = find_extent()
    shown = figures_asked.year() or (extent and extent.last_year)
    if extent is None or shown is None or not figures_asked.is_within(shown, extent):
        raise YearEmpty
    return get_year(figures_asked.region(), shown, extent=extent, now=now(), is_full=is_full)


def _slice_of(region_code: str, year: int) -> Slice:
    month = figures_asked.month() or None
    return Slice(
        region_code=region_code,
        month_from=month or Month(f"{year:04d}-01"),
        month_to=month or Month(f"{year:04d}-12"),
        channel=figures_asked.channel(),
    )
