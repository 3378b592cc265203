"""The reference year's files, written once, and a naive recount of them by the rules of the import contract."""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from marketplace.workflows.demo.files import DemoFile, generate

Row = Mapping[str, str]


def fen(yuan: str) -> int:
    """Read an amount as the files write it: always two decimals."""
    sign = -1 if yuan.startswith("-") else 1
    whole, decimals = yuan.lstrip("-").split(".")
    assert len(decimals) == 2
    return sign * (int(whole) * 100 + int(decimals))


def day(text: str) -> date:
    return date.fromisoformat(text)


@dataclass
class Version:
    """A roster version as its rows tell it."""

    share_bp: int
    mechanism: str
    from_on: date
    until_on: date | None
    weights: dict[str, int] = field(default_factory=dict)


class Year:
    """The rows of every file, and what they say when they are counted one by one."""

    def __init__(self, files: Iterable[DemoFile]) -> None:
        self.files = list(files)
        self.rows: dict[str, list[Row]] = {}
        for file in self.files:
            with file.path.open(encoding="utf-8", newline="") as opened:
                self.rows[file.kind] = list(csv.DictReader(opened))
        self.households = {row["household_number"]: row for row in self.rows["households"]}
        self.versions = self._versions()
        self.sales = [row | {"fen": fen(row["amount"])} for row in self.rows["sales"]]
        self.originals = {(row["source"], row["source_number"]): row for row in self.sales if not row["reverses"]}

    def _versions(self) -> dict[tuple[str, str], list[Version]]:
        versions: dict[tuple[str, str, str], Version] = {}
        for row in self.rows["rosters"]:
            key = row["uscc"], row["product_number"], row["valid_from"]
            share_bp, until_on = fen(row["household_share"]), row["valid_until"]
            version = versions.setdefault(
                key,
                Version(share_bp, row["mechanism"], day(row["valid_from"]), day(until_on) if until_on else None),
            )
            assert row["household_number"] not in version.weights
            assert (version.share_bp, version.mechanism) == (share_bp, row["mechanism"])
            assert version.until_on == (day(until_on) if until_on else None)
            version.weights[row["household_number"]] = int(row["weight"])
        by_subject: dict[tuple[str, str], list[Version]] = defaultdict(list)
        for (uscc, product, _), version in versions.items():
            by_subject[uscc, product].append(version)
        return by_subject

    def version_of(self, sale: Row) -> Version | None:
        """The product's version, else the supplier's; the latest begun, if it has not ended."""
        if sale["reverses"]:
            return self.version_of(self.originals[sale["source"], sale["reverses"]])
        sold_on = day(sale["sold_on"])
        for product in dict.fromkeys((sale["product_number"], "")):
            begun = [each for each in self.versions.get((sale["uscc"], product), []) if each.from_on <= sold_on]
            latest = max(begun, key=lambda each: each.from_on, default=None)
            if latest and (latest.until_on is None or sold_on <= latest.until_on):
                return latest
        return None

    def holders(self, sale: Row, version: Version) -> frozenset[str]:
        """The version's households still registered on the day of the sale, or of the sale it takes back."""
        sold_on = self.originals[sale["source"], sale["reverses"]]["sold_on"] if sale["reverses"] else sale["sold_on"]
        return frozenset(
            number
            for number in version.weights
            if not self.households[number]["cleared_on"] or sold_on < self.households[number]["cleared_on"]
        )

    def in_slice(self, **wanted: str) -> list[Row]:
        """Sales of 2020 (or `year`) with the given columns; `tag` is one of the tags."""
        year, tag = wanted.pop("year", "2020"), wanted.pop("tag", None)
        return [
            sale
            for sale in self.sales
            if sale["sold_on"].startswith(year)
            and all(sale[column] == value for column, value in wanted.items())
            and (tag is None or tag in sale["tags"].split(";"))
        ]

    def benefit(self, sales: Iterable[Row]) -> tuple[int, set[str]]:
        """The net pools of the sales, and the households of every segment whose net pool is positive."""
        pools: dict[tuple[int, frozenset[str]], int] = defaultdict(int)
        segments: dict[tuple[int, int], frozenset[str]] = {}
        for sale in sales:
            version = self.version_of(sale)
            if version is None:
                continue
            magnitude = (abs(sale["fen"]) * version.share_bp + 5_000) // 10_000
            holders = self.holders(sale, version)
            same = segments.setdefault((id(version), len(holders)), holders)
            pools[id(version), same] += magnitude if sale["fen"] > 0 else -magnitude
        reached = set().union(*(holders for (_, holders), pool in pools.items() if pool > 0))
        return sum(pools.values()), reached

    def persons(self, numbers: Iterable[str]) -> int:
        return sum(int(self.households[number]["persons"]) for number in numbers)


@pytest.fixture(scope="session")
def full_year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    return Year(generate(tmp_path_factory.mktemp("full")))


@pytest.fixture(scope="session")
def small_year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    return Year(generate(tmp_path_factory.mktemp("small"), scale="small"))


@pytest.fixture(params=["full", "small"])
def year(request: pytest.FixtureRequest) -> Year:
    """Either scale: what holds for the rows holds in both."""
    return request.getfixturevalue(f"{request.param}_year")


@pytest.fixture
def year_of_seed(tmp_path: Path) -> Callable[[int], Year]:
    """Write a small year of another seed."""
    return lambda seed: Year(generate(tmp_path, seed=seed, scale="small"))
