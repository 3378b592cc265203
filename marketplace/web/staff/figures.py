"""The figures explorer: a slice's measures and parts, drawn, compared, kept as a file, and checked."""

from collections.abc import Sequence
from typing import Final

from flask import Response, render_template, request

from marketplace.kernel.actor import Actor
from marketplace.kernel.days import day_of
from marketplace.kernel.permissions import Permission as P
from marketplace.statistics.queries.checks import check
from marketplace.statistics.queries.figures import figures
from marketplace.statistics.queries.measures import compared_figures, list_measures
from marketplace.statistics.rules.checks import is_sound
from marketplace.statistics.rules.comparison import Compare
from marketplace.statistics.rules.measures import COLUMN_OF
from marketplace.statistics.rules.rows import Row
from marketplace.statistics.rules.tables import figure_table
from marketplace.web import charts, terms
from marketplace.web.access import current_officer, needs, now
from marketplace.web.downloads import send_table, unkept
from marketplace.web.forms import Answer
from marketplace.web.language import language
from marketplace.web.staff import explorer, slice_choices
from marketplace.web.staff.figure_sheets import sheet_of
from marketplace.web.staff.slicing import Asked
from marketplace.web.staff.start import blueprint

_KEPT: Final = "private, max-age=60"
_WRONG: Final = 422


@blueprint.get("/figures")
@needs(P.STATISTICS_READ)
def explore() -> Answer:
    """Show every measure of a slice and its parts by one breakdown."""
    actor, tongue = current_officer(), language()
    asked = Asked.of(actor)
    facts = {"asked": asked, **slice_choices.choices(tongue)}
    if asked.slice is None:
        return render_template("statistics/explorer.html", measures=None, **facts), _WRONG
    mode = Compare.YEAR if asked.is_compared else None
    rows, told = _parts(asked, actor), list_measures(asked.slice, mode=mode, actor=actor)
    facts |= {"measures": explorer.measures_of(told, asked, actor, tongue), "whole": explorer.whole_of(told, asked)}
    facts |= {"parts": explorer.parts_of(rows, asked, tongue), "parts_count": len(rows)}
    facts |= {"chart": explorer.chart_of(rows, asked, tongue), "regions": _regions(asked, actor)}
    return render_template("statistics/explorer.html", at=now(), **_columns(asked, tongue), **facts)


@blueprint.get("/figures/chart.svg")
@needs(P.STATISTICS_READ)
def draw_figures() -> Response:
    """Draw a measure of the parts of a slice."""
    actor = current_officer()
    asked = Asked.of(actor)
    chart = explorer.chart_of(_parts(asked, actor), asked, request.args.get("tongue", language()))
    return charts.send(chart, is_narrow="narrow" in request.args, kept=_KEPT)


@blueprint.get("/figures/parts.<ending>")
@needs(P.STATISTICS_READ)
def download_figures(ending: str) -> Response:
    """Send the parts of a slice: a sheet for people to read, or the same CSV as programs are given, in whole fen."""
    actor = current_officer()
    asked = Asked.of(actor)
    told = asked.told
    name = f"figures-{told.region_code}-{told.month_from}-{told.month_to}"
    rows, at = _parts(asked, actor), now()
    is_sheet = ending == "xlsx"
    table = sheet_of(rows, asked, language(), at) if is_sheet else figure_table(rows, by=asked.by, cut_off=at)
    return unkept(send_table(table, name, ending))


@blueprint.get("/figures/checks")
@needs(P.STATISTICS_READ)
def list_checks() -> str:
    """Show whether the figures agree with one another and with what is stored, and what a person should look at."""
    actor = current_officer()
    asked = Asked.of(actor)
    at = now()
    found = check(asked.told, today=day_of(at), actor=actor)
    told = [finding.told(language()) for finding in found]
    return render_template(
        "statistics/checks.html",
        asked=asked,
        place=explorer.place_of(asked),
        findings=told,
        is_sound=is_sound(found),
        at=at,
    )


def _parts(asked: Asked, actor: Actor) -> list[Row]:
    if asked.is_compared:
        return compared_figures(asked.told, by=asked.by, mode=Compare.YEAR, actor=actor)
    return figures(asked.told, by=asked.by, actor=actor)


def _regions(asked: Asked, actor: Actor) -> Sequence[tuple[str, str]]:
    return explorer.regions_of(asked.told.region_code, asked.told.last_on, actor)


def _columns(asked: Asked, tongue: str) -> dict[str, object]:
    columns = [terms.term(name, tongue) for name in COLUMN_OF]
    return {"columns": columns, "drawn_term": terms.term(asked.measure, tongue)}
