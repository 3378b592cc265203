"""The home page."""

from flask import Blueprint, render_template

from marketplace.kernel.days import BEIJING
from marketplace.kernel.permissions import Permission as P
from marketplace.regions.rules import level_of
from marketplace.statistics.queries.extent import find_extent
from marketplace.statistics.rules import By
from marketplace.statistics.rules.publication import BROKEN_DOWN_LEVEL
from marketplace.web import figures_asked, terms
from marketplace.web.access import find_actor, now, public
from marketplace.web.language import language
from marketplace.web.public import cards, tables
from marketplace.web.public.figures import Year, get_year

blueprint = Blueprint("public", __name__, template_folder="../templates")


@blueprint.get("/")
@public
def home() -> str:
    """Show what this is, and the published figures of a year and region; those of the latest year without a word.

    :raises NotFound: the year is none.
    """
    extent = find_extent()
    year = figures_asked.year()
    if extent is None:
        return render_template("home.html", shown=None, years=())
    shown = year or extent.last_year
    told = None
    if figures_asked.is_within(shown, extent):
        told = get_year(figures_asked.region(), shown, extent=extent, now=now())
    return render_template(
        "home.html",
        shown=shown,
        years=figures_asked.years(extent),
        region=figures_asked.region(),
        **(_parts(told) if told else {"told": None}),
    )


@blueprint.context_processor
def _tell_who_orders() -> dict[str, object]:
    return {"may_order": _may_order}


def _may_order() -> bool:
    """Tell whether this person may order, or may turn out to once signed in."""
    actor = find_actor()
    return actor is None or bool(actor.organisation_ids(P.ORDERS_PLACE))


def _parts(told: Year) -> dict[str, object]:
    tongue = language()
    tells_households = level_of(told.region_code) == BROKEN_DOWN_LEVEL
    channels, regions = cards.channels_of(told, tongue), cards.regions_of(told)
    whole = cards.whole_of(told)
    return {
        "told": told,
        "moment": f"{told.at.astimezone(BEIJING):%Y-%m-%d %H:%M}",
        "path": told.above,
        "place": tables.place_of(told),
        "cards": cards.cards_of(told, tongue),
        "whole": whole,
        "channels": channels,
        "channels_tell_households": tells_households,
        "regions": regions,
        "chart": tables.chart_of(told, By.CHANNEL, tongue),
        "hides": any(line.is_hidden for line in (whole, *regions, *(channels if tells_households else ()))),
        "terms": {name: terms.term(f"{name}.v1", tongue) for name in ("sales", "households", "persons")},
    }
