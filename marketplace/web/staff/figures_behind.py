"""From a figure to the rows behind it, page by page: sales, households (masked), payments, and who was not reached."""

from flask import render_template

from marketplace.kernel.permissions import Permission as P
from marketplace.statistics.queries.households_behind import (
    count_households_outside,
    list_households_behind,
    list_uncovered,
)
from marketplace.statistics.queries.measures import list_measures
from marketplace.statistics.queries.payments_behind import list_payments_behind
from marketplace.statistics.queries.sales_behind import list_sales_behind
from marketplace.web import figures_asked, terms
from marketplace.web.access import current_officer, needs
from marketplace.web.language import language
from marketplace.web.pages import SIZE, after_id, after_key, page_of
from marketplace.web.places import names_today
from marketplace.web.staff.explorer import place_of, written
from marketplace.web.staff.slicing import Asked
from marketplace.web.staff.start import blueprint


@blueprint.get("/figures/sales")
@needs(P.SALES_READ)
def list_sales_behind_figure() -> str:
    """List the sales behind a measure, newest first."""
    actor = current_officer()
    asked = Asked.of(actor)
    before = figures_asked.position_of(after_key())
    rows = list_sales_behind(asked.told, measure=asked.name, actor=actor, before=before, limit=SIZE + 1)
    return render_template(
        "statistics/behind_sales.html", page=page_of(rows, key=figures_asked.position), **_figure(asked)
    )


@blueprint.get("/figures/households")
@needs(P.HOUSEHOLDS_READ)
def list_households_behind_figure() -> str:
    """List the households behind a measure, their heads masked; those outside the caller's regions are summed up."""
    actor = current_officer()
    asked = Asked.of(actor, "households.v1")
    measure, after = asked.name, after_id() or 0
    rows = list_households_behind(asked.told, measure=measure, actor=actor, after=after, limit=SIZE + 1)
    page = page_of(rows, key=lambda row: row["household_id"])
    outside = None if after else count_households_outside(asked.told, measure=measure, actor=actor)
    facts = {"page": page, "villages": names_today([row["village_code"] for row in page.rows]), "outside": outside}
    return render_template("statistics/behind_households.html", **facts, **_figure(asked))


@blueprint.get("/figures/payments")
@needs(P.BENEFITS_READ)
def list_payments_behind_figure() -> str:
    """List the verified payments behind evidenced income."""
    actor = current_officer()
    asked = Asked.of(actor, "income.evidenced.v1")
    rows = list_payments_behind(asked.told, actor=actor, after=after_id() or 0, limit=SIZE + 1)
    page = page_of(rows, key=lambda row: row["id"])
    return render_template("statistics/behind_payments.html", page=page, **_figure(asked))


@blueprint.get("/figures/not-reached")
@needs(P.HOUSEHOLDS_READ)
def list_not_reached() -> str:
    """List the registered households of a region that no sale of the slice reached, their heads masked."""
    actor = current_officer()
    asked = Asked.of(actor, "coverage.v1")
    rows = list_uncovered(asked.told, actor=actor, after=after_id() or 0, limit=SIZE + 1)
    page = page_of(rows, key=lambda row: row["household_id"])
    villages = names_today([row["village_code"] for row in page.rows])
    return render_template("statistics/behind_uncovered.html", page=page, villages=villages, **_figure(asked))


def _figure(asked: Asked) -> dict[str, object]:
    """Tell the figure that the rows add up to, as it stands on the page before."""
    (row,) = list_measures(asked.told, names=[asked.name], actor=current_officer())
    tongue = language()
    value = written(row["value"], asked.name, tongue)
    return {"asked": asked, "place": place_of(asked), "term": terms.term(asked.name, tongue), "value": value}
