"""Figures as the explorer shows them: a row for each measure, a row for each part, and where each leads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask import url_for

from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.regions.queries import list_regions, names_of
from marketplace.regions.rules import COUNTY_LEVEL, code_of, level_of, path_to
from marketplace.sales.rules import Channel
from marketplace.statistics.rules import By
from marketplace.statistics.rules.comparison import change_of
from marketplace.statistics.rules.measures import COLUMN_OF, KINDS, Unit
from marketplace.statistics.rules.rows import Row
from marketplace.suppliers.queries.names import names_of_suppliers
from marketplace.suppliers.rules import QualificationState
from marketplace.web import terms
from marketplace.web.amounts import change, count, exact, in_table
from marketplace.web.charts import Bars, Series
from marketplace.web.staff.slicing import Asked
from marketplace.web.words import texts

MOST_SHOWN: Final = 50
_MOST_CHARTED: Final = 24
_MOST_REGIONS: Final = 200
LEADS: Final[Mapping[str, tuple[str, P]]] = {
    "suppliers.certified.v1": ("list_suppliers", P.SUPPLIERS_READ),
    "products.certified.v1": ("list_batches", P.CATALOGUE_CERTIFY),
    "batches.v1": ("list_batches", P.CATALOGUE_CERTIFY),
    "events.v1": ("list_events", P.STATISTICS_READ),
    "outlets.v1": ("list_outlets", P.STATISTICS_READ),
    "agreements.signed.v1": ("list_agreements", P.STATISTICS_READ),
    "agreements.fulfilled.v1": ("list_agreements", P.STATISTICS_READ),
    "sales.v1": ("list_sales_behind_figure", P.SALES_READ),
    "sales.certified.v1": ("list_sales_behind_figure", P.SALES_READ),
    "sales.benefiting.v1": ("list_sales_behind_figure", P.SALES_READ),
    "sales.unattributed.v1": ("list_sales_behind_figure", P.SALES_READ),
    "income.attributed.v1": ("list_sales_behind_figure", P.SALES_READ),
    "income.evidenced.v1": ("list_payments_behind_figure", P.BENEFITS_READ),
    "households.v1": ("list_households_behind_figure", P.HOUSEHOLDS_READ),
    "persons.v1": ("list_households_behind_figure", P.HOUSEHOLDS_READ),
    "household_times.v1": ("list_households_behind_figure", P.HOUSEHOLDS_READ),
    "households.evidenced.v1": ("list_payments_behind_figure", P.BENEFITS_READ),
    "coverage.v1": ("list_not_reached", P.HOUSEHOLDS_READ),
}
"""To which rows a measure leads, and who may read them."""
_OF_STATE: Final = {"list_suppliers": {"state": QualificationState.CERTIFIED.value}}
"""What narrows a list beside the slice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A measure or a part: its name, where it leads, and its cells; `None` where a measure is unknown."""

    name: str
    address: str | None
    cells: Sequence[str | None]
    term: terms.Term | None = None
    is_in_chinese: bool = False


def measures_of(rows: Sequence[Mapping[str, Any]], asked: Asked, actor: Actor, tongue: str) -> Sequence[Line]:
    """Make a row of each measure: value, base, change; those that are made of rows lead to them."""
    return [_measure(row, asked, actor, tongue) for row in rows]


def parts_of(rows: Sequence[Row], asked: Asked, tongue: str) -> Sequence[Line]:
    """Make a row of each part, in the order of its value, suppliers by what they sold; each leads to its own slice."""
    ordered = _ordered(rows, asked)[:MOST_SHOWN]
    names = names_of_parts(ordered, asked, tongue)
    return [
        Line(
            name=names[_value(row, asked)],
            address=_narrowed(_value(row, asked), asked),
            is_in_chinese=asked.by in {By.REGION, By.SUPPLIER, By.TAG, By.BUYER_REGION},
            cells=[*_beside(row, asked), *(terms.in_cell(row[column], name) for name, column in COLUMN_OF.items())],
        )
        for row in ordered
    ]


def whole_of(rows: Sequence[Mapping[str, Any]], asked: Asked) -> Line:
    """Make the row of the whole slice below its parts."""
    told = {row["definition"]: row for row in rows}
    drawn = told[asked.measure]
    beside = [terms.in_cell(drawn["base"], asked.measure), change(drawn["change_bp"])] if asked.is_compared else []
    return Line(
        name="", address=None, cells=[*beside, *(terms.in_cell(told[name]["value"], name) for name in COLUMN_OF)]
    )


def place_of(asked: Asked) -> str:
    """Name the region of a slice."""
    code = asked.told.region_code
    return names_of([code], on=asked.told.last_on).get(code, code)


def chart_of(rows: Sequence[Row], asked: Asked, tongue: str) -> Bars:
    """Draw a measure of the parts beside its base."""
    charted = _ordered(rows, asked)[:_MOST_CHARTED]
    if asked.by is By.MONTH:
        charted = _ordered(rows, asked)[-_MOST_CHARTED:]
    names, column, t = names_of_parts(charted, asked, tongue), COLUMN_OF[asked.measure], texts(tongue)
    series = [Series(t["this_slice"], [row[column] for row in charted])]
    if asked.is_compared:
        series.append(Series(t["year_before"], [row["base"][column] for row in charted]))
    is_money = KINDS[asked.measure].unit is Unit.FEN
    labels = [names[_value(row, asked)] for row in charted]
    if asked.by is By.MONTH and len({label[:4] for label in labels}) == 1:
        labels = [str(int(label[-2:])) for label in labels]
    return Bars(labels=labels, series=series, write=in_table if is_money else count, are_lying=asked.by is not By.MONTH)


def regions_of(code: str, on: date, actor: Actor) -> Sequence[tuple[str, str]]:
    """List code and name of the regions to choose from: one's own, those between it and the asked one, those below."""
    own = [code_of(prefix) for prefix in actor.region_prefixes(P.STATISTICS_READ)]
    known = [*own, *(each for each in path_to(code) if actor.covers(P.STATISTICS_READ, region_codes=[each]))]
    names = names_of(known, on=on)
    below = list_regions(parent=code, on=on, limit=_MOST_REGIONS) if level_of(code) < COUNTY_LEVEL else []
    found = {each: names.get(each, each) for each in sorted(known)}
    return [*(found | {row.code: row.name for row in below if row.level <= COUNTY_LEVEL}).items()]


def written(value: int | None, name: str, tongue: str) -> str | None:
    """Write a measure to the last digit: amounts to the fen."""
    if value is None:
        return None
    unit = KINDS[name].unit
    if unit is Unit.FEN:
        return exact(value, tongue)
    return change(value).removeprefix("+") if unit is Unit.BASIS_POINTS else count(value)


def _measure(row: Mapping[str, Any], asked: Asked, actor: Actor, tongue: str) -> Line:
    name = row["definition"]
    cells = [written(row["value"], name, tongue)]
    if asked.is_compared:
        cells += [written(row["base"], name, tongue), change(row["change_bp"])]
    endpoint, permission = LEADS.get(name, ("", P.STATISTICS_READ))
    is_open = endpoint and row["value"] is not None and actor.has(permission)
    facts = {**asked.address, "measure": name, **_OF_STATE.get(endpoint, {})}
    address = url_for(f"staff.{endpoint}", **facts) if is_open else None
    return Line(name=name, term=terms.term(name, tongue), address=address, cells=cells)


def _ordered(rows: Sequence[Row], asked: Asked) -> Sequence[Row]:
    if asked.by is By.CHANNEL:
        return sorted(rows, key=lambda row: [*Channel].index(Channel(row["slice"][asked.by.key])))
    if asked.by in {By.SUPPLIER, By.TAG, By.CATEGORY, By.BUYER_KIND}:
        return sorted(rows, key=lambda row: -(row[COLUMN_OF[asked.measure]] or 0))
    return rows


def _value(row: Row, asked: Asked) -> str | None:
    value: str | None = row["slice"][asked.by.key]
    return value


def names_of_parts(rows: Sequence[Row], asked: Asked, tongue: str) -> Mapping[str | None, str]:
    """Name the values of a breakdown; one statement at most."""
    values = [value for row in rows if (value := _value(row, asked)) is not None]
    t, by = texts(tongue), asked.by
    if by in {By.REGION, By.BUYER_REGION}:
        known = names_of(values, on=asked.told.last_on)
    elif by is By.SUPPLIER:
        known = names_of_suppliers(values)
    else:
        known = {value: t[f"{by.key}.{value}"] for value in values if f"{by.key}.{value}" in t}
    return {None: t["untold"], **{value: known.get(value, value) for value in values}}


def _narrowed(value: str | None, asked: Asked) -> str:
    """Tell the address of a part's own slice."""
    by = asked.by
    kept: dict[str, Any] = {**asked.address, "by": by.value, "compare": "1" if asked.is_compared else None}
    if value is None:
        return url_for("staff.explore", **{**kept, "without": by.value})
    changes = {"from": value, "to": value} if by is By.MONTH else {by.key: value}
    narrower = By.CHANNEL if by is By.MONTH else By.MONTH
    return url_for("staff.explore", **{**kept, "by": (by if by is By.REGION else narrower).value, **changes})


def _beside(row: Row, asked: Asked) -> Sequence[str | None]:
    """Write the base and the change of the measure that is drawn."""
    if not asked.is_compared:
        return []
    column = COLUMN_OF[asked.measure]
    return [terms.in_cell(row["base"][column], asked.measure), change(change_of(row[column], row["base"][column]))]
