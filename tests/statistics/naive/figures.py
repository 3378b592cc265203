"""The figures of one region and range of months, in the rows that `flask statistics figures --format json` prints."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tests.statistics.naive.attribution import Attributed, Segment, attribute
from tests.statistics.naive.files import Payment, Year, read_year

DEFINITIONS = [
    "sales.v1",
    "sales.certified.v1",
    "sales.benefiting.v1",
    "sales.unattributed.v1",
    "income.attributed.v1",
    "income.evidenced.v1",
    "households.v1",
    "persons.v1",
    "household_times.v1",
]

Value = str | None


def month_of(day: date) -> str:
    """Name the month of a day, YYYY-MM."""
    return f"{day:%Y-%m}"


def prefix_of(region: str) -> str:
    """Cut a region code of 6 or 12 digits down to the digits its counties begin with.

    :raises ValueError: below county level, where no sale has an origin.
    """
    if region[6:].strip("0"):
        message = f"{region} is below county level"
        raise ValueError(message)
    prefix = region[:6]
    while prefix.endswith("00"):
        prefix = prefix[:-2]
    return prefix


def child_of(county: str, region: str) -> str:
    """Name the region one level down that holds the county; of a county, the county itself."""
    digits = min(len(prefix_of(region)) + 2, 6)
    return county[:digits].ljust(6, "0")


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked: the options of the command."""

    region: str
    month_from: str
    month_to: str
    by: str | None = None
    channel: str | None = None
    tag: str | None = None
    supplier: str | None = None
    category: str | None = None
    buyer_kind: str | None = None
    buyer_region: str | None = None

    @property
    def has_payments(self) -> bool:
        """Say whether payments can be told apart as asked: they know no channel, tag, category or buyer."""
        unknown_to_payments = (self.channel, self.tag, self.category, self.buyer_kind, self.buyer_region)
        return self.by in (None, "month", "region", "supplier") and not any(unknown_to_payments)

    def is_inside(self, county: str, day: date, uscc: str) -> bool:
        """Say whether a row of that county, day and supplier is in the asked region, months and supplier."""
        if not county.startswith(prefix_of(self.region)):
            return False
        return self.month_from <= month_of(day) <= self.month_to and self.supplier in (None, uscc)

    def holds(self, row: Attributed) -> bool:
        """Say whether the sale is asked for."""
        if self.channel not in (None, row.sale.channel):
            return False
        if self.tag is not None and self.tag not in row.sale.tags:
            return False
        if self.category not in (None, row.category) or self.buyer_kind not in (None, row.sale.buyer_kind):
            return False
        buyer = row.sale.buyer_region
        if self.buyer_region is not None and (buyer is None or not buyer.startswith(prefix_of(self.buyer_region))):
            return False
        return self.is_inside(row.county, row.sale.sold_on, row.sale.uscc)

    def values_of_sale(self, row: Attributed) -> list[Value]:
        """Tell the slice values under which a sale appears: one, save for tags."""
        sale = row.sale
        if self.by == "tag":
            return list(sale.tags)
        values: dict[str | None, Value] = {
            None: None,
            "channel": sale.channel,
            "month": month_of(sale.sold_on),
            "region": child_of(row.county, self.region),
            "supplier": sale.uscc,
            "category": row.category,
            "buyer-kind": sale.buyer_kind,
            "buyer-region": sale.buyer_region and f"{sale.buyer_region[:2]}0000",
        }
        return [values[self.by]]

    def value_of_payment(self, payment: Payment, county: str) -> Value:
        """Tell the slice value under which a payment appears."""
        values = {
            None: None,
            "month": month_of(payment.paid_on),
            "region": child_of(county, self.region),
            "supplier": payment.uscc,
        }
        return values[self.by]


def counted_payments(question: Question, year: Year) -> dict[Value, list[Payment]]:
    """Gather the asked payments to households registered on the paid day, by slice value."""
    gathered: dict[Value, list[Payment]] = {}
    for payment in year.payments:
        county, household = year.counties[payment.uscc], year.households[payment.household]
        if question.is_inside(county, payment.paid_on, payment.uscc) and household.is_registered(payment.paid_on):
            gathered.setdefault(question.value_of_payment(payment, county), []).append(payment)
    return gathered


def count(sales: list[Attributed], payments: list[Payment] | None, year: Year) -> dict[str, Any]:
    """Count one slice; `payments` is None where payments cannot be told apart."""
    row: dict[str, Any] = dict.fromkeys(
        ("sales_fen", "certified_fen", "benefiting_fen", "unattributed_fen", "attributed_fen"), 0
    )
    pools: dict[Segment, int] = {}
    pools_by_month: dict[tuple[Segment, str], int] = {}
    for sale in sales:
        amount_fen = sale.sale.amount_fen
        row["sales_fen"] += amount_fen
        row["attributed_fen"] += sale.pool_fen
        if sale.is_certified:
            row["certified_fen"] += amount_fen
        if sale.segment is None:
            row["unattributed_fen"] += amount_fen
            continue
        if sale.segment.members:
            row["benefiting_fen"] += amount_fen
        pools[sale.segment] = pools.get(sale.segment, 0) + sale.pool_fen
        key = (sale.segment, month_of(sale.sale.sold_on))
        pools_by_month[key] = pools_by_month.get(key, 0) + sale.pool_fen
    households: set[str] = set()
    for segment, pool_fen in pools.items():
        if pool_fen > 0:
            households.update(segment.households)
    household_times = 0
    for (segment, _), pool_fen in pools_by_month.items():
        if pool_fen > 0:
            household_times += len(segment.households)
    row["evidenced_fen"] = None if payments is None else sum(payment.amount_fen for payment in payments)
    row["households"] = len(households)
    row["persons"] = sum(year.households[number].persons for number in households)
    row["household_times"] = household_times
    return row


def figures(folder: Path, **options: Any) -> list[dict[str, Any]]:
    """Recount the figures: one row per slice value that has a sale or a payment, without `by` exactly one.

    The options are the fields of `Question`; months are YYYY-MM, both counted. Rows are in the order of their value
    (code points), the row without a value last.
    """
    question = Question(**options)
    year = read_year(folder)
    sales: dict[Value, list[Attributed]] = {}
    for row in attribute(year):
        if question.holds(row):
            for value in question.values_of_sale(row):
                sales.setdefault(value, []).append(row)
    payments = counted_payments(question, year) if question.has_payments else {}
    values = {*sales, *payments} if question.by else {None}
    rows = []
    for value in sorted(values, key=lambda value: (value is None, value or "")):
        slice_ = {question.by.replace("-", "_"): value} if question.by else {}
        paid = payments.get(value, []) if question.has_payments else None
        rows.append({"slice": slice_, **count(sales.get(value, []), paid, year), "definitions": DEFINITIONS})
    return rows
