"""The home page."""

from typing import Final

from flask import Blueprint, render_template, request

from marketplace.kernel.days import BEIJING
from marketplace.kernel.errors import NotFound
from marketplace.regions.rules import NATION, level_of
from marketplace.statistics.queries.extent import find_extent
from marketplace.statistics.rules.publication import BROKEN_DOWN_LEVEL
from marketplace.web.access import now, public
from marketplace.web.language import language
from marketplace.web.public import cards
from marketplace.web.public.figures import Year, get_year

blueprint = Blueprint("public", __name__, template_folder="../templates")

_DIGITS: Final = 4
_MOST_YEARS: Final = 8


@blueprint.get("/")
@public
def home() -> str:
    """Show what this is, and the published figures of a year and region; those of the latest year without a word.

    :raises NotFound: the year is none.
    """
    extent = find_extent()
    year = _year_asked()
    if extent is None:
        return render_template("home.html", shown=None, years=())
    shown = year or extent.last_year
    told = None
    if extent.first_year <= shown <= extent.last_year:
        told = get_year(request.args.get("region") or None, shown, extent=extent, now=now())
    return render_template(
        "home.html",
        shown=shown,
        years=range(extent.last_year, max(extent.first_year, extent.last_year - _MOST_YEARS) - 1, -1),
        region=request.args.get("region") or None,
        **(_parts(told) if told else {"told": None}),
    )


def _year_asked() -> int | None:
    asked = request.args.get("year")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) == _DIGITS):
        raise NotFound
    return int(asked)


def _parts(told: Year) -> dict[str, object]:
    tongue = language()
    tells_households = level_of(told.region_code) == BROKEN_DOWN_LEVEL
    channels, regions = cards.channels_of(told, tongue), cards.regions_of(told)
    whole = cards.whole_of(told)
    return {
        "told": told,
        "moment": f"{told.at.astimezone(BEIJING):%Y-%m-%d %H:%M}",
        "path": told.above,
        "place": "".join(name for code, name in told.above if code != NATION),
        "cards": cards.cards_of(told, tongue),
        "whole": whole,
        "channels": channels,
        "channels_tell_households": tells_households,
        "regions": regions,
        "hides": any(line.is_hidden for line in (whole, *regions, *(channels if tells_households else ()))),
        "terms": {name: cards.term(f"{name}.v1", tongue) for name in ("sales", "households", "persons")},
    }
