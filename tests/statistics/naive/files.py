"""Read the import files of one folder into plain values: fen, basis points, days, codes.

Only what the figures need is kept. A file that is not there is a file without rows.
"""

import csv
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.statistics.naive.words import BUYER_KINDS, CATEGORIES, CHANNELS, code


@dataclass(frozen=True)
class Household:
    """One registered household; `cleared_on` is its first day outside the register."""

    number: str
    persons: int
    registered_on: date
    cleared_on: date | None

    def is_registered(self, day: date) -> bool:
        """Say whether the register holds the household on that day."""
        return self.registered_on <= day and (self.cleared_on is None or day < self.cleared_on)


@dataclass(frozen=True)
class Product:
    """One product with the days its certification holds, both included."""

    category: str
    certified_from: date | None
    certified_until: date | None

    def is_certified(self, day: date) -> bool:
        """Say whether the product is certified on that day."""
        if self.certified_from is None or day < self.certified_from:
            return False
        return self.certified_until is None or day <= self.certified_until


@dataclass(frozen=True)
class Version:
    """One roster version as the file wrote it; `product` and `lot` are empty where it speaks for all of them."""

    uscc: str
    product: str
    lot: str
    valid_from: date
    valid_until: date | None
    share_bp: int
    weights: dict[str, int]


@dataclass(frozen=True)
class Sale:
    """One row of the sales file; `reverses` names the `number` of the same source."""

    source: str
    number: str
    line: str
    sold_on: date
    channel: str
    tags: frozenset[str]
    uscc: str
    product: str
    amount_fen: int
    buyer_kind: str | None
    buyer_region: str | None
    reverses: str


@dataclass(frozen=True)
class Payment:
    """One payment of a supplier to a household."""

    uscc: str
    household: str
    paid_on: date
    amount_fen: int


@dataclass(frozen=True)
class Year:
    """Everything the files say."""

    counties: dict[str, str]
    households: dict[str, Household]
    products: dict[str, Product]
    versions: list[Version]
    sales: list[Sale]
    payments: list[Payment]


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of one file with trimmed cells, in UTF-8 (with or without its mark) or GB18030; no empty rows."""
    if not path.exists():
        return
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    for row in csv.DictReader(text.splitlines()):
        cells = {name: (value or "").strip() for name, value in row.items()}
        if any(cells.values()):
            yield cells


def hundredths(text: str) -> int:
    """Read a number of at most two decimals as its hundredths: yuan as fen, percent as basis points.

    :raises ValueError: when more decimals are written than that.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split()).replace(",", "")
    exact = Decimal(plain) * 100
    if exact != int(exact):
        message = f"{text!r} has more than two decimals"
        raise ValueError(message)
    return int(exact)


def day_of(text: str) -> date:
    """Read `2020-09-30` or `2020/9/30`."""
    year, month, day = text.replace("/", "-").split("-")
    return date(int(year), int(month), int(day))


def day_or_none(text: str) -> date | None:
    """Read a day that may be left empty."""
    return day_of(text) if text else None


def read_versions(path: Path) -> list[Version]:
    """Gather the rows of one (supplier, product, lot, first day) into one version.

    :raises ValueError: when its rows disagree, or name a household twice.
    """
    versions: dict[tuple[str, str, str, date], Version] = {}
    for row in rows_of(path):
        key = (row["uscc"], row.get("product_number", ""), row.get("lot_number", ""), day_of(row["valid_from"]))
        until, share_bp = day_or_none(row.get("valid_until", "")), hundredths(row["household_share"])
        version = versions.setdefault(key, Version(*key, until, share_bp, {}))
        household = row["household_number"]
        if (version.valid_until, version.share_bp) != (until, share_bp) or household in version.weights:
            message = f"the rows of roster version {key} disagree"
            raise ValueError(message)
        version.weights[household] = int(row["weight"])
    return list(versions.values())


def read_sale(row: dict[str, str]) -> Sale:
    """Read one row of the sales file."""
    channel = code(row["channel"], CHANNELS)
    assert channel is not None, "every sale names its channel"
    return Sale(
        source=row["source"],
        number=row["source_number"],
        line=row.get("line", ""),
        sold_on=day_of(row["sold_on"]),
        channel=channel,
        tags=frozenset(tag.strip() for tag in row.get("tags", "").split(";") if tag.strip()),
        uscc=row["uscc"],
        product=row.get("product_number", ""),
        amount_fen=hundredths(row["amount"]),
        buyer_kind=code(row.get("buyer_kind", ""), BUYER_KINDS),
        buyer_region=row.get("buyer_region") or None,
        reverses=row.get("reverses", ""),
    )


def read_year(folder: Path) -> Year:
    """Read all files of the folder."""
    households = {}
    for row in rows_of(folder / "households.csv"):
        number = row["household_number"]
        registered_on, cleared_on = day_of(row["registered_on"]), day_or_none(row.get("cleared_on", ""))
        households[number] = Household(number, int(row["persons"]), registered_on, cleared_on)
    products = {}
    for row in rows_of(folder / "products.csv"):
        category = code(row["category"], CATEGORIES)
        assert category is not None, "every product names its category"
        certified = day_or_none(row.get("certified_from", "")), day_or_none(row.get("certified_until", ""))
        products[row["product_number"]] = Product(category, *certified)
    payments = []
    for row in rows_of(folder / "household-payments.csv"):
        paid_on, amount_fen = day_of(row["paid_on"]), hundredths(row["amount"])
        payments.append(Payment(row["uscc"], row["household_number"], paid_on, amount_fen))
    return Year(
        counties={row["uscc"]: row["county_code"] for row in rows_of(folder / "suppliers.csv")},
        households=households,
        products=products,
        versions=read_versions(folder / "rosters.csv"),
        sales=[read_sale(row) for row in rows_of(folder / "sales.csv")],
        payments=payments,
    )
