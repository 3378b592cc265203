"""The import files of the reference year, in the order in which they are loaded."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from marketplace.workflows.demo.amounts import settle
from marketplace.workflows.demo.buyers import buyers_of
from marketplace.workflows.demo.draws import stream
from marketplace.workflows.demo.others import build_agreements, build_events, build_outlets
from marketplace.workflows.demo.payments import build_payments
from marketplace.workflows.demo.people import build_households
from marketplace.workflows.demo.places import build_towns
from marketplace.workflows.demo.products import build_products
from marketplace.workflows.demo.rosters import build_rosters
from marketplace.workflows.demo.rows import (
    HEADERS,
    Row,
    agreement_row,
    event_row,
    household_row,
    outlet_row,
    payment_row,
    product_rows,
    region_rows,
    roster_rows,
    sale_rows,
    supplier_row,
)
from marketplace.workflows.demo.sales import Market
from marketplace.workflows.demo.suppliers import build_suppliers
from marketplace.workflows.demo.targets import SIZES, Scale

Progress = Callable[[str, int, int], None]
"""Told the kind of the file, its rows written so far and its rows in all."""

_CHUNK: Final = 20_000


@dataclass(frozen=True, slots=True)
class DemoFile:
    """One written import file: its kind, where it is and how many rows it has."""

    kind: str
    path: Path
    rows: int


def generate(
    folder: Path, *, seed: int = 2020, scale: Scale = "full", progress: Progress | None = None
) -> list[DemoFile]:
    """Write the year's import files into `folder`, in import order; the same seed and scale give the same bytes."""
    size = SIZES[scale]
    towns = build_towns(stream(seed, "towns"), size)
    households = build_households(stream(seed, "households"), size, towns)
    suppliers = build_suppliers(stream(seed, "suppliers"), size)
    products = build_products(stream(seed, "products"), size, suppliers)
    rosters = build_rosters(stream(seed, "rosters"), size, suppliers, products, households)
    outlets = build_outlets(stream(seed, "outlets"), size)
    market = Market(
        stream(seed, "sales"),
        suppliers=suppliers,
        products=products,
        rosters=rosters,
        buyers=buyers_of(towns),
        outlets=outlets,
    )
    cells = [cell for turnover in size.turnovers for cell in market.draw(turnover)]
    lines = settle(stream(seed, "amounts"), size, cells)
    payments = build_payments(stream(seed, "payments"), size, rosters.versions, lines)
    contents: dict[str, list[Row]] = {
        "regions": list(region_rows(towns)),
        "households": [household_row(household) for household in households],
        "suppliers": [supplier_row(supplier) for supplier in suppliers],
        "products": list(product_rows(products, lines)),
        "rosters": list(roster_rows(rosters.versions)),
        "sales": list(sale_rows(lines)),
        "household-payments": [payment_row(payment) for payment in payments],
        "agreements": [agreement_row(each) for each in build_agreements(stream(seed, "agreements"), size, suppliers)],
        "events": [event_row(event) for event in build_events(stream(seed, "events"), size)],
        "outlets": [outlet_row(outlet) for outlet in outlets],
    }
    return [_write(folder, kind, rows, progress) for kind, rows in contents.items()]


def _write(folder: Path, kind: str, rows: Sequence[Row], progress: Progress | None) -> DemoFile:
    """Write one CSV file in UTF-8, telling the progress from time to time."""
    path = folder / f"{kind}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADERS[kind].split(","))
        for start in range(0, len(rows), _CHUNK):
            writer.writerows(rows[start : start + _CHUNK])
            if progress:
                progress(kind, min(start + _CHUNK, len(rows)), len(rows))
    return DemoFile(kind, path, len(rows))
