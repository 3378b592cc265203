"""The import files of the reference year, in the order in which they are loaded."""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from marketplace.kernel.money import format_yuan
from marketplace.workflows.demo.amounts import settle
from marketplace.workflows.demo.buyers import buyers_of
from marketplace.workflows.demo.draws import stream
from marketplace.workflows.demo.others import Agreement, Event, Outlet, build_agreements, build_events, build_outlets
from marketplace.workflows.demo.payments import Payment, build_payments
from marketplace.workflows.demo.people import Household, build_households
from marketplace.workflows.demo.places import NAMED_FROM, Town, build_towns
from marketplace.workflows.demo.products import Product, build_products
from marketplace.workflows.demo.rosters import Version, build_rosters
from marketplace.workflows.demo.sales import Line, Market
from marketplace.workflows.demo.suppliers import Supplier, build_suppliers
from marketplace.workflows.demo.targets import SIZES, Scale

Progress = Callable[[str, int, int], None]
"""Told the kind of the file, its rows written so far and its rows in all."""

_Row = Sequence[object]
_CHUNK: Final = 20_000
_HEADERS: Final = {
    "regions": "code,name,valid_from,valid_until,replaced_by",
    "households": "household_number,village_code,category,persons,head_name,head_identity_number,registered_on,cleared_on",
    "suppliers": "uscc,name,kind,county_code,certified_from,certified_until",
    "products": "product_number,uscc,name,category,specification,unit,base_quantity,base_unit,price,min_quantity,stock,"
    "batch,certified_from,certified_until,certified_quantity",
    "rosters": "uscc,product_number,lot_number,mechanism,household_share,valid_from,valid_until,household_number,weight",
    "sales": "source,source_number,line,sold_on,channel,tags,uscc,product_number,quantity,amount,buyer_name,buyer_kind,"
    "buyer_region,invoice_number,reverses",
    "household-payments": "uscc,household_number,paid_on,mechanism,amount,voucher_number",
    "agreements": "agreement_number,signed_on,buyer_name,uscc,signed_amount,fulfilled_amount,tags",
    "events": "number,name,kind,region_code,held_on,tags",
    "outlets": "number,name,kind,region_code,opened_on,closed_on,tags",
}


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
    contents: dict[str, list[_Row]] = {
        "regions": list(_region_rows(towns)),
        "households": [_household_row(household) for household in households],
        "suppliers": [_supplier_row(supplier) for supplier in suppliers],
        "products": list(_product_rows(products, lines)),
        "rosters": list(_roster_rows(rosters.versions)),
        "sales": list(_sale_rows(lines)),
        "household-payments": [_payment_row(payment) for payment in payments],
        "agreements": [_agreement_row(each) for each in build_agreements(stream(seed, "agreements"), size, suppliers)],
        "events": [_event_row(event) for event in build_events(stream(seed, "events"), size)],
        "outlets": [_outlet_row(outlet) for outlet in outlets],
    }
    return [_write(folder, kind, rows, progress) for kind, rows in contents.items()]


def _write(folder: Path, kind: str, rows: Sequence[_Row], progress: Progress | None) -> DemoFile:
    """Write one CSV file in UTF-8, telling the progress from time to time."""
    path = folder / f"{kind}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_HEADERS[kind].split(","))
        for start in range(0, len(rows), _CHUNK):
            writer.writerows(rows[start : start + _CHUNK])
            if progress:
                progress(kind, min(start + _CHUNK, len(rows)), len(rows))
    return DemoFile(kind, path, len(rows))


def _region_rows(towns: Iterable[Town]) -> Iterator[_Row]:
    for town in towns:
        yield town.code, town.name, NAMED_FROM, None, None
        for village in town.villages:
            yield village.code, village.name, NAMED_FROM, None, None


def _household_row(household: Household) -> _Row:
    return (
        household.number,
        household.village.code,
        household.category,
        household.persons,
        household.head,
        household.identity_number,
        household.registered_on,
        household.cleared_on,
    )


def _supplier_row(supplier: Supplier) -> _Row:
    return (
        supplier.uscc,
        supplier.name,
        supplier.kind,
        supplier.county,
        supplier.certified_from,
        supplier.certified_until,
    )


def _product_rows(products: Iterable[Product], lines: Iterable[Line]) -> Iterator[_Row]:
    """Certify of each product a fifth more than the better of its two years, in hundreds of packs."""
    sold: dict[tuple[str, int], int] = defaultdict(int)
    for line in lines:
        if line.product:
            sold[line.product.number, line.sold_on.year] += line.quantity
    best: dict[str, int] = defaultdict(int)
    for (number, _), quantity in sold.items():
        best[number] = max(best[number], quantity)
    for product in products:
        certified_quantity = (best[product.number] * 12 // 1_000 + 1) * 100
        yield (
            product.number,
            product.supplier.uscc,
            product.name,
            product.category,
            product.specification,
            product.unit,
            product.base_quantity,
            product.base_unit,
            format_yuan(product.price_fen),
            product.min_quantity,
            product.stock,
            product.batch.name,
            max(product.batch.from_on, product.supplier.certified_from),
            product.batch.until_on,
            certified_quantity,
        )


def _roster_rows(versions: Iterable[Version]) -> Iterator[_Row]:
    for version in versions:
        head = (
            version.supplier.uscc,
            version.product.number if version.product else None,
            None,
            version.mechanism,
            f"{version.share_bp // 100}.{version.share_bp % 100:02d}",
            version.from_on,
            version.until_on,
        )
        for household, weight in sorted(version.members.items(), key=lambda member: member[0].number):
            yield *head, household.number, weight


def _sale_rows(lines: Sequence[Line]) -> Iterator[_Row]:
    """Number documents and invoices in the order of their days; a return has a number of its own."""
    numbers: dict[int, str] = {}
    invoice = 10_000_000
    invoices: dict[int, str | None] = {}
    for line in sorted(lines, key=lambda line: (line.sold_on, line.reverses is not None, line.document, line.line)):
        if line.reverses:
            number, reverses = f"TH-{numbers[line.document]}", numbers[line.document]
        else:
            number = numbers.setdefault(line.document, _number(line, len(numbers) + 1))
            reverses = None
        is_invoiced = line.buyer.name != "" or line.document % 3 == 0
        if line.reverses or line.document not in invoices:
            invoice += 1 + line.document % 5
            invoices[line.document] = f"{invoice}" if is_invoiced else None
        yield (
            line.source,
            number,
            line.line,
            line.sold_on,
            line.channel,
            line.tags,
            line.supplier.uscc,
            line.product.number if line.product else None,
            line.quantity or None,
            format_yuan(line.amount_fen),
            line.buyer.name,
            line.buyer.kind,
            line.buyer.region,
            invoices[line.document],
            reverses,
        )


def _number(line: Line, order: int) -> str:
    """Compose a document's number: the outlet's for its ledger, else the channel's initials, day and order."""
    place = line.outlet.number if line.outlet else "".join(word[0] for word in line.channel.split("_")).upper()
    return f"{place}-{line.sold_on:%Y%m%d}-{order:05d}"


def _payment_row(payment: Payment) -> _Row:
    return (
        payment.version.supplier.uscc,
        payment.household.number,
        payment.paid_on,
        payment.version.mechanism,
        format_yuan(payment.amount_fen),
        payment.voucher,
    )


def _agreement_row(agreement: Agreement) -> _Row:
    return (
        agreement.number,
        agreement.signed_on,
        agreement.buyer,
        agreement.supplier.uscc if agreement.supplier else None,
        format_yuan(agreement.signed_fen),
        format_yuan(agreement.fulfilled_fen),
        agreement.tags,
    )


def _event_row(event: Event) -> _Row:
    return event.number, event.name, event.kind, event.region, event.held_on, event.tags


def _outlet_row(outlet: Outlet) -> _Row:
    return outlet.number, outlet.name, outlet.kind, outlet.region, outlet.opened_on, outlet.closed_on, outlet.tags
