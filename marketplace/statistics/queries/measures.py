"""Every measure of a slice by the id of its definition, alone or beside an earlier slice."""

from collections.abc import Mapping, Sequence
from typing import Any

from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P
from marketplace.regions.errors import RegionOutside
from marketplace.statistics.queries.counts import count_covered_households, count_things, sum_agreements
from marketplace.statistics.queries.figures import count, count_with_paid
from marketplace.statistics.rules import By, Slice
from marketplace.statistics.rules.comparison import Compare, change_of, compare
from marketplace.statistics.rules.measures import COLUMN_OF, KINDS, chosen, knows
from marketplace.statistics.rules.rows import PAID_HOUSEHOLDS, Row
from marketplace.statistics.rules.units import rate_bp


def list_measures(
    asked: Slice, *, names: Sequence[str] | None = None, mode: Compare | None = None, actor: Actor
) -> list[dict[str, Any]]:
    """Tell measures of a slice: `{definition, unit, value}`, compared also `base`, `change_bp`, `base_definition`.

    A value is null where the measure's rows cannot be told apart as the slice asks.

    :raises MeasureUnknown: if there is no such definition.
    :raises NotFound: if the region is outside the caller's scope.
    """
    actor.require_over(
        P.STATISTICS_READ, RegionOutside(region_code=asked.region_code), region_codes=[asked.region_code]
    )
    wanted = chosen(names)
    values = _measure(asked, wanted)
    bases = _measure(mode.base_of(asked), wanted) if mode else None
    return [_row(name, values[name], bases) for name in wanted]


def compared_figures(asked: Slice, *, by: By | None, mode: Compare, actor: Actor) -> list[Row]:
    """Count a slice and the one before it, row beside row; see `compare`.

    :raises NotFound: if the region is outside the caller's scope.
    """
    actor.require_over(
        P.STATISTICS_READ, RegionOutside(region_code=asked.region_code), region_codes=[asked.region_code]
    )
    base = mode.base_of(asked)
    return compare(count(asked, by=by), count(base, by=by), asked=asked, by=by, mode=mode)


def _measure(asked: Slice, wanted: Sequence[str]) -> Mapping[str, int | None]:
    figures, counts = count_with_paid(asked)[0], count_things(asked)
    signed, fulfilled = _sum_agreements(asked)
    covered = count_covered_households(asked) if "coverage.v1" in wanted else 0
    values: dict[str, int | None] = {
        **{name: figures[column] for name, column in COLUMN_OF.items()},
        "households.evidenced.v1": figures[PAID_HOUSEHOLDS],
        "coverage.v1": rate_bp(covered, counts.registered_households),
        "agreements.signed.v1": signed,
        "agreements.fulfilled.v1": fulfilled,
        "suppliers.certified.v1": counts.suppliers,
        "products.certified.v1": counts.products,
        "batches.v1": counts.batches,
        "events.v1": counts.events,
        "outlets.v1": counts.outlets,
    }
    return {name: values[name] if knows(name, asked) else None for name in wanted}


def _sum_agreements(asked: Slice) -> tuple[int, int]:
    rows = sum_agreements(asked)
    return sum(row["signed_fen"] for row in rows), sum(row["fulfilled_fen"] for row in rows)


def _row(name: str, value: int | None, bases: Mapping[str, int | None] | None) -> dict[str, Any]:
    row = {"definition": name, "unit": KINDS[name].unit.value, "value": value}
    if bases is None:
        return row
    return {**row, "base": bases[name], "change_bp": change_of(value, bases[name]), "base_definition": name}
