"""How each noun is written as a row: the English headers of the import contract and the columns under them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from marketplace.kernel.money import format_yuan
from marketplace.workflows.demo.others import Agreement, Event, Outlet
from marketplace.workflows.demo.payments import Payment
from marketplace.workflows.demo.people import Household
from marketplace.workflows.demo.places import NAMED_FROM, Town
from marketplace.workflows.demo.products import Product
from marketplace.workflows.demo.rosters import Version
from marketplace.workflows.demo.sales import Line
from marketplace.workflows.demo.suppliers import Supplier

Row = Sequence[object]
HEADERS: Final = {
    "regions": "code,name,valid_from,valid_until,replaced_by",
    "households": "household_number,village_code,category,persons,head_name,head_identity_number,registered_on,"
    "cleared_on",
    "suppliers": "uscc,name,kind,county_code,certified_from,certified_until",
    "products": "product_number,uscc,name,category,specification,unit,base_quantity,base_unit,price,min_quantity,stock,"
    "batch,certified_from,certified_until,certified_quantity",
    "rosters": "uscc,product_number,lot_number,mechanism,household_share,valid_from,valid_until,household_number,"
    "weight",
    "sales": "source,source_number,line,sold_on,channel,tags,uscc,product_number,quantity,amount,buyer_name,buyer_kind,"
    "buyer_region,invoice_number,reverses",
    "household-payments": "uscc,household_number,paid_on,mechanism,amount,voucher_number",
    "agreements": "agreement_number,signed_on,buyer_name,uscc,signed_amount,fulfilled_amount,tags",
    "events": "number,name,kind,region_code,held_on,tags",
    "outlets": "number,name,kind,region_code,opened_on,closed_on,tags",
}


def region_rows(towns: Iterable[Town]) -> Iterator[Row]:
    """Write the towns, each followed by its villages."""
    for town in towns:
        yield town.code, town.name, NAMED_FROM, None, None
        for village in town.villages:
            yield village.code, village.name, NAMED_FROM, None, None


def household_row(household: Household) -> Row:
    """Write a household."""
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


def supplier_row(supplier: Supplier) -> Row:
    """Write a supplier."""
    return (
        supplier.uscc,
        supplier.name,
        supplier.kind,
        supplier.county,
        supplier.certified_from,
        supplier.certified_until,
    )


def product_rows(products: Iterable[Product], lines: Iterable[Line]) -> Iterator[Row]:
    """Write the products, each certified for a fifth more packs than it sold in its better year."""
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


def roster_rows(versions: Iterable[Version]) -> Iterator[Row]:
    """Write each version, one row per household."""
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


def sale_rows(lines: Sequence[Line]) -> Iterator[Row]:
    """Write the sales by day, documents and invoices numbered in that order; a return has a number of its own."""
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


def payment_row(payment: Payment) -> Row:
    """Write a payment."""
    return (
        payment.version.supplier.uscc,
        payment.household.number,
        payment.paid_on,
        payment.version.mechanism,
        format_yuan(payment.amount_fen),
        payment.voucher,
    )


def agreement_row(agreement: Agreement) -> Row:
    """Write an agreement."""
    return (
        agreement.number,
        agreement.signed_on,
        agreement.buyer,
        agreement.supplier.uscc if agreement.supplier else None,
        format_yuan(agreement.signed_fen),
        format_yuan(agreement.fulfilled_fen),
        agreement.tags,
    )


def event_row(event: Event) -> Row:
    """Write an event."""
    return event.number, event.name, event.kind, event.region, event.held_on, event.tags


def outlet_row(outlet: Outlet) -> Row:
    """Write an outlet."""
    return outlet.number, outlet.name, outlet.kind, outlet.region, outlet.opened_on, outlet.closed_on, outlet.tags
