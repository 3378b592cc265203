"""A small year of import files, valid by the written contract and awkward on purpose; the seed decides everything.

What is forced into every year: a roster version that supersedes another, a version that ends and leaves a hole in
which the supplier's roster holds again, a sale after the only household of its version was cleared, a lot roster that
no imported sale can reach, a return dated after a later version began. The rest is drawn, with a liking for
boundary days, for shares and amounts that end on half a fen, and for every spelling that the contract accepts.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

from stdnum.cn import ric, uscc

from tests.statistics.naive.words import BUYER_KINDS, CATEGORIES, CHANNELS, SUPPLIER_KINDS
from tests.statistics.spelling import Row, decimal, encoded, money, worded

FIRST, LAST = date(2019, 11, 1), date(2021, 2, 28)
CITY = "621000"
COUNTIES = ("621021", "621022", "621026")
SOURCES = ("county-ledger", "platform-a", "platform-b")
TAGS = ("东西部协作", "定点帮扶", "消费帮扶月", "helper_unit")
MECHANISMS = ("direct_purchase", "contract_farming", "employment", "dividend", "land_lease", "custody", "other")
HOUSEHOLD_CATEGORIES = ("registered_poor", "lifted_out", "unstable", "marginal", "sudden_hardship")
SHARES_BP = (0, 1, 250, 333, 1250, 2500, 3333, *(5000,) * 4, 6667, 9999, 10000)
BUYERS = ("西峰区实验小学", "天津市和平区机关食堂", "浦东新区工会", "Qingyang Hospital", "")
BREAKDOWNS = ("channel", "tag", "month", "region", "supplier", "category", "buyer-kind", "buyer-region")
BUYER_REGIONS = ("621002", "120101", "310115", "")
ALWAYS_REGISTERED = range(6)  # enough households for the rosters that every year has
KINDS = ("regions", "households", "suppliers", "products", "rosters", "sales", "household-payments")


@dataclass(frozen=True)
class SmallYear:
    """Where the files are, in the order they are imported, and what can be asked about them."""

    folder: Path
    seed: int
    files: tuple[tuple[str, Path], ...]
    suppliers: tuple[str, ...]
    months: tuple[str, ...] = tuple(f"{2019 + m // 12}-{m % 12 + 1:02d}" for m in range(10, 26))
    channels: tuple[str, ...] = tuple(CHANNELS.values())
    tags: tuple[str, ...] = TAGS
    categories: tuple[str, ...] = ()

    def questions(self) -> Iterator[dict[str, str]]:
        """Yield the options of every question worth comparing: each slice, over several regions, ranges and filters."""
        whole = {"region": CITY, "month_from": self.months[0], "month_to": self.months[-1]}
        scopes = [
            whole,
            {**whole, "month_from": "2020-01", "month_to": "2020-12"},
            {**whole, "month_from": "2021-02"},
            {**whole, "region": "620000"},
            *({**whole, "region": county} for county in COUNTIES),
            *({**whole, "channel": channel} for channel in self.channels[-3:]),
            *({**whole, "tag": tag} for tag in self.tags[:2]),
            *({**whole, "supplier": code} for code in self.suppliers[:2]),
            *({**whole, "category": category} for category in self.categories[:2]),
            *({**whole, "buyer_kind": kind} for kind in list(BUYER_KINDS.values())[:2]),
            *({**whole, "buyer_region": code} for code in ("310000", "120100", "621002")),
            {**whole, "category": self.categories[0], "buyer_region": "120000", "channel": self.channels[-1]},
        ]
        for scope in scopes:
            yield scope
            for by in BREAKDOWNS:
                yield {**scope, "by": by}


def write_year(folder: Path, *, seed: int) -> SmallYear:
    """Write the seven files of one small year into the folder; the same seed writes the same bytes."""
    draft = _Draft(Random(seed))
    rows = draft.rows()
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for kind in KINDS:
        path = folder / f"{kind}.csv"
        path.write_bytes(encoded(rows[kind], draft.random))
        files.append((kind, path))
    suppliers = tuple(supplier["uscc"] for supplier in draft.suppliers)
    categories = tuple(dict.fromkeys(product["category"] for product in draft.products))
    return SmallYear(folder, seed, tuple(files), suppliers, categories=categories)


@dataclass
class _Draft:
    """A year being drawn: each noun leans on the ones above it."""

    random: Random
    villages: list[str] = field(default_factory=list)
    households: list[Row] = field(default_factory=list)
    suppliers: list[Row] = field(default_factory=list)
    products: list[Row] = field(default_factory=list)
    versions: list[Row] = field(default_factory=list)
    sales: list[Row] = field(default_factory=list)
    look_alikes: dict[tuple[object, ...], str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    def rows(self) -> dict[str, list[Row]]:
        """Draw everything, in the order of the imports."""
        drawn = {"regions": list(self.draw_regions())}
        self.draw_households()
        self.draw_suppliers()
        self.draw_products()
        self.draw_rosters()
        self.draw_sales()
        return drawn | {
            "households": self.households,
            "suppliers": [worded(row, "kind", SUPPLIER_KINDS, self.random) for row in self.suppliers],
            "products": [worded(row, "category", CATEGORIES, self.random) for row in self.products],
            "rosters": self.roster_rows(),
            "sales": self.sale_rows(),
            "household-payments": list(self.draw_payments()),
        }

    # ── places and people ──

    def draw_regions(self) -> Iterator[Row]:
        """Draw a town with a village in each county, and perhaps a village that was merged into another."""
        opened = date(2015, 1, 1)
        for county in COUNTIES[: self.random.choice((2, 3, 3))]:
            town, village = f"{county}100000", f"{county}100201"
            self.villages.append(village)
            yield {"code": town, "name": f"Town {county}", "valid_from": opened}
            yield {"code": village, "name": f"Village {county}", "valid_from": opened}
        for merged in self.random.sample(self.villages, self.random.randint(0, 2)):
            yield {
                "code": f"{merged[:9]}202",
                "name": f"Old village {merged[:6]}",
                "valid_from": opened,
                "valid_until": date(2019, 6, 30),
                "replaced_by": merged,
            }

    def draw_households(self) -> None:
        """Draw 15 to 60 households, some registered or cleared in the middle of the year, several on one day."""
        clearings = [self.day() for _ in range(3)]
        for index in range(self.random.randint(15, 60)):
            village = self.random.choice(self.villages)
            registered_on = self.random.choice((date(2014, 5, 1), date(2018, 12, 31), self.day(date(2020, 8, 31))))
            if index in ALWAYS_REGISTERED:
                registered_on = date(2014, 5, 1)
            cleared_on = self.random.choice((None, None, None, *clearings, self.day()))
            if index == 0:
                cleared_on = date(2020, 4, self.random.randint(2, 28))
            if index == 1 or (cleared_on is not None and cleared_on <= registered_on):
                cleared_on = None
            self.households.append(
                {
                    "household_number": f"{village[2:6]}{index:04d}".zfill(10),
                    "village_code": village,
                    "category": self.random.choice(HOUSEHOLD_CATEGORIES),
                    "persons": self.random.randint(1, 8),
                    "head_name": f"Head {index}",
                    "head_identity_number": self.identity_number(index),
                    "registered_on": registered_on,
                    "cleared_on": cleared_on,
                }
            )

    def identity_number(self, index: int) -> str:
        """Draw a valid identity number; some carry an area code younger than their holder, which is only a warning."""
        area = self.random.choice(("622821", "622822", "622826", "621021"))
        born_on = date(1940, 1, 1) + timedelta(self.random.randrange(45 * 365))
        number = f"{area}{born_on:%Y%m%d}{index:03d}0"
        return number[:-1] + ric.calc_check_digit(number)

    def draw_suppliers(self) -> None:
        """Draw 3 to 6 suppliers, not all of them certified all the time."""
        for index in range(self.random.randint(3, 6)):
            county = (*COUNTIES[:2], *self.random.choices(COUNTIES, k=4))[index]
            stem = f"9{self.random.choice('13')}{county}MA{self.random.randrange(10**6):06d}{index}"
            certified_from = self.random.choice((None, date(2019, 1, 1), self.day()))
            self.suppliers.append(
                {
                    "uscc": stem + uscc.calc_check_digit(stem),
                    "name": f"Supplier {index}",
                    "kind": self.random.choice(list(SUPPLIER_KINDS.values())),
                    "county_code": county,
                    "certified_from": certified_from,
                    "certified_until": self.end_after(certified_from),
                }
            )

    def draw_products(self) -> None:
        """Draw 6 to 15 products, most certified for a part of the year, some never."""
        for index in range(self.random.randint(6, 15)):
            is_certified = self.random.choice((True, True, True, True, False))
            certified_from = self.random.choice((date(2019, 7, 1), self.day(), self.day())) if is_certified else None
            supplier = self.suppliers[0] if index == 0 else self.random.choice(self.suppliers)
            self.products.append(
                {
                    "product_number": f"{index:03d}",
                    "uscc": supplier["uscc"],
                    "name": f"Product {index}",
                    "category": self.random.choice(list(CATEGORIES.values())),
                    "specification": "5 kg",
                    "unit": "箱",
                    "base_quantity": 5000,
                    "base_unit": "g",
                    "price": money(self.random.randint(1, 30_000), self.random),
                    "batch": "第一批" if is_certified else "",
                    "certified_from": certified_from,
                    "certified_until": self.end_after(certified_from),
                    "certified_quantity": 1000 if is_certified else "",
                }
            )

    # ── rosters ──

    def draw_rosters(self) -> None:
        """Draw the five versions every year has, then others up to 15."""
        supplier, product = self.suppliers[0]["uscc"], self.products[0]["product_number"]
        self.add_version((supplier, "", "", date(2019, 11, 10)), None, self.households[1:6])
        self.add_version((supplier, "", "", date(2020, 6, 1)), None, self.households)
        self.add_version((supplier, product, "L-01", date(2020, 1, 1)), None, self.households)
        self.add_version((supplier, product, "", date(2020, 2, 1)), date(2020, 3, 31), self.households[1:6])
        self.add_version((supplier, product, "", date(2020, 4, 1)), date(2020, 5, 15), self.households[:1])
        for _ in range(self.random.randint(0, 10)):
            supplier, product, lot = self.random.choice(self.suppliers)["uscc"], "", ""
            owned = [row["product_number"] for row in self.products[1:] if row["uscc"] == supplier]
            if owned and self.random.randrange(2):
                product = self.random.choice(owned)
                lot = self.random.choice(("", "", "", "L-01"))
            valid_from = self.day(date(2020, 12, 31))
            self.add_version((supplier, product, lot, valid_from), self.end_after(valid_from), self.households)

    def add_version(self, key: tuple[str, str, str, date], valid_until: date | None, candidates: list[Row]) -> None:
        """Add a version of some of the candidates who are registered on its first day."""
        supplier, product, lot, valid_from = key
        members = [
            row
            for row in candidates
            if row["registered_on"] <= valid_from and (row["cleared_on"] is None or valid_from < row["cleared_on"])
        ]
        if not members or any(key == version["key"] for version in self.versions):
            return
        members = self.random.sample(members, self.random.randint(1, min(len(members), 9)))
        self.versions.append(
            {
                "key": key,
                "uscc": supplier,
                "product_number": product,
                "lot_number": lot,
                "mechanism": self.random.choice(MECHANISMS),
                "share_bp": self.random.choice((*SHARES_BP, self.random.randint(0, 10_000))),
                "valid_from": valid_from,
                "valid_until": valid_until,
                "weights": {row["household_number"]: self.random.choice((1, 1, 2, 3, 7, 1000)) for row in members},
            }
        )

    def roster_rows(self) -> list[Row]:
        """Spell one row per household, the versions shuffled into one another."""
        rows = []
        for version in self.versions:
            columns = {name: version[name] for name in version if name not in {"key", "share_bp", "weights"}}
            columns["household_share"] = decimal(version["share_bp"], self.random)
            rows += [{**columns, "household_number": h, "weight": w} for h, w in version["weights"].items()]
        self.random.shuffle(rows)
        return rows

    # ── sales and payments ──

    def draw_sales(self) -> None:
        """Draw 40 to 200 rows: single sales, orders of several lines, then returns of single sales."""
        wanted = self.random.randint(40, 135)
        last = self.random.choice((LAST, date(2021, 1, 31)))  # half the years end in a month of returns alone
        while len(self.sales) < wanted:
            forced = self.forced_day()
            supplier = (self.suppliers[0] if forced else self.random.choice(self.suppliers))["uscc"]
            order = {
                **self.next_number(self.random.choice(SOURCES)),
                "sold_on": forced or min(self.boundary_day(), last),
                "channel": self.random.choice(list(CHANNELS.values())[-5:]),
                "tags": self.random.sample(TAGS, self.random.choice((0, 0, 1, 2, 3))),
                "uscc": supplier,
                "buyer_name": self.random.choice(BUYERS),
                "buyer_kind": self.random.choice((*BUYER_KINDS.values(), "", "")),
                "buyer_region": self.random.choice(BUYER_REGIONS),
            }
            order["invoice_number"] = self.random.choice(
                ("", f"{SOURCES.index(order['source'])}{order['source_number']}")
            )
            lines = 1 if forced else self.random.choice((1, 1, 1, 1, 2, 3))
            owned = [row["product_number"] for row in self.products if row["uscc"] == supplier]
            for line in range(1, lines + 1):
                product = owned[0] if forced else self.random.choice((*owned, *owned, ""))
                sale = {**order, "line": line if lines > 1 else "", "product_number": product}
                self.add_sale(sale | {"quantity": self.random.choice(("", 1, 12)), "amount_fen": self.fen()})
        first, *others = [sale for sale in self.sales if sale["line"] == ""]
        self.draw_returns(first, soonest=1)
        for sale in self.random.sample(others, min(len(others), int(wanted * 0.15))):
            self.draw_returns(sale, soonest=0)

    def forced_day(self) -> date | None:
        """Name the day of the first sales, all of the first product: see the head of this module."""
        days = (date(2020, 3, 31), date(2020, 5, 15), date(2020, 5, 16))
        return days[len(self.sales)] if len(self.sales) < len(days) else None

    def draw_returns(self, sale: Row, *, soonest: int) -> None:
        """Take a sale back in one, two or three parts, wholly or not, some in a later month."""
        left = sale["amount_fen"]
        for _ in range(self.random.choice((1, 1, 2, 3))):
            amount_fen = self.random.choice((left, self.random.randint(1, max(left, 1)), min(left, 1)))
            later = sale["sold_on"] + timedelta(self.random.choice((soonest, 1, 31, 75, 200)))
            row = {
                **sale,
                **self.next_number(sale["source"]),
                "sold_on": min(later, LAST),
                "quantity": "",
                "amount_fen": -amount_fen,
                "invoice_number": "",
                "reverses": sale["source_number"],
            }
            if left and self.add_sale(row):
                left -= amount_fen

    def add_sale(self, row: Row) -> bool:
        """Add a row unless a person would have to say whether another source has told it already."""
        key = (row["uscc"], row["product_number"], row["buyer_name"], row["amount_fen"])
        if self.look_alikes.setdefault(key, row["source"]) != row["source"]:
            return False
        self.sales.append(row)
        return True

    def next_number(self, source: str) -> Row:
        """Count up the rows of each source from one, so that sources use the same numbers."""
        self.numbers[source] = self.numbers.get(source, 0) + 1
        return {"source": source, "source_number": f"{self.numbers[source]:06d}"}

    def sale_rows(self) -> list[Row]:
        """Spell the sales by day, in some years the newest first."""
        ordered = sorted(self.sales, key=lambda sale: sale["sold_on"], reverse=self.random.randrange(3) == 0)
        rows = []
        for sale in ordered:
            row = {name: value for name, value in sale.items() if name != "amount_fen"}
            row |= {"tags": ";".join(sale["tags"]), "amount": money(sale["amount_fen"], self.random)}
            row = worded(row, "channel", CHANNELS, self.random)
            rows.append(worded(row, "buyer_kind", BUYER_KINDS, self.random))
        return rows

    def draw_payments(self) -> Iterator[Row]:
        """Draw payments, some of them around the day a household was registered or cleared."""
        for index in range(self.random.randint(8, 40)):
            household = self.random.choice(self.households)
            edges = [day for day in (household["registered_on"], household["cleared_on"]) if day and day >= FIRST]
            near = self.random.choice([self.day(), *edges]) + timedelta(self.random.choice((-1, 0, 0, 1)))
            yield {
                "uscc": self.random.choice(self.suppliers)["uscc"],
                "household_number": household["household_number"],
                "paid_on": min(max(near, FIRST), LAST),
                "mechanism": self.random.choice(MECHANISMS),
                "amount": money(self.fen(), self.random),
                "voucher_number": f"V{index:05d}",
            }

    # ── days, amounts and their spellings ──

    def day(self, last: date = LAST) -> date:
        """Draw a day of the sixteen months, up to `last`."""
        return FIRST + timedelta(self.random.randint(0, (last - FIRST).days))

    def end_after(self, start: date | None) -> date | None:
        """Draw a last day that still holds, from the first day itself on, or none."""
        days = self.random.choice((None, None, None, 0, 1, 30, 60, 150, 365))
        return None if start is None or days is None else start + timedelta(days)

    def boundary_day(self) -> date:
        """Draw a day of sale, every second one at an edge of something."""
        edges = [day for row in (*self.versions, *self.products) for day in row.values() if isinstance(day, date)]
        edges += [row["cleared_on"] for row in self.households if row["cleared_on"]]
        edges += [date(2019, 12, 31), date(2020, 2, 29), date(2020, 12, 31), FIRST, LAST]
        near = self.random.choice(edges) + timedelta(self.random.choice((-1, 0, 1)))
        return self.random.choice((min(max(near, FIRST), LAST), self.day()))

    def fen(self) -> int:
        """Draw an amount: a few fen, odd fen, or many yuan."""
        few, odd = self.random.randint(1, 9), 2 * self.random.randint(5, 5000) + 1
        return self.random.choice((few, odd, odd, self.random.randint(1, 5_000_000)))
