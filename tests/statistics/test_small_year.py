"""The small years against the contract of the import files: valid, repeatable, and as awkward as they claim."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from stdnum.cn import ric, uscc

from tests.statistics import naive
from tests.statistics.naive.attribution import Attributed, attribute, version_in_force
from tests.statistics.naive.files import Version, Year, day_of, read_year, rows_of
from tests.statistics.small_year import COUNTIES, FIRST, KINDS, LAST, write_year

REQUIRED = {
    "regions": {"code", "name"},
    "households": {
        "household_number",
        "village_code",
        "category",
        "persons",
        "head_name",
        "head_identity_number",
        "registered_on",
    },
    "suppliers": {"uscc", "name", "kind", "county_code"},
    "products": {
        "product_number",
        "uscc",
        "name",
        "category",
        "specification",
        "unit",
        "base_quantity",
        "base_unit",
        "price",
    },
    "rosters": {"uscc", "mechanism", "household_share", "valid_from", "household_number", "weight"},
    "sales": {"source", "source_number", "sold_on", "channel", "uscc", "amount"},
    "household-payments": {"uscc", "household_number", "paid_on", "mechanism", "amount", "voucher_number"},
}


def test_the_same_seed_writes_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    first, again, other = (write_year(tmp_path / name, seed=seed) for name, seed in (("a", 7), ("b", 7), ("c", 8)))
    contents = [[path.read_bytes() for _, path in year.files] for year in (first, again, other)]
    assert contents[0] == contents[1] != contents[2]
    assert tuple(kind for kind, _ in first.files) == KINDS


@pytest.mark.parametrize("seeds", [range(start, start + 10) for start in range(0, 100, 10)], ids=str)
def test_every_small_year_keeps_the_contract(tmp_path: Path, seeds: range) -> None:
    for seed in seeds:
        folder = tmp_path / str(seed)
        year = write_year(folder, seed=seed)
        for kind, path in year.files:
            with_cells = [{name for name, cell in row.items() if cell} for row in rows_of(path)]
            assert with_cells, f"{kind} of seed {seed} is empty"
            assert all(cells >= REQUIRED[kind] for cells in with_cells), f"{kind} of seed {seed} lacks a cell"
        check_register(folder)
        check_rosters(folder)
        check_sales(folder)


def check_register(folder: Path) -> None:
    """Check codes, identity numbers and who belongs to whom."""
    villages = [row for row in rows_of(folder / "regions.csv") if not row["code"].endswith("000")]
    open_codes = {row["code"] for row in villages if not row.get("valid_until")}
    assert all(row.get("replaced_by") in open_codes for row in villages if row["code"] not in open_codes)
    households = list(rows_of(folder / "households.csv"))
    assert 15 <= len(households) <= 60
    heads = {row["head_identity_number"] for row in households}
    assert len(heads) == len(households) == len({row["household_number"] for row in households})
    for row in households:
        head = row["head_identity_number"]
        assert head[-1] == ric.calc_check_digit(head)
        assert ric.get_birth_date(head).year < 2000
        assert row["village_code"] in open_codes
        assert not row["cleared_on"] or day_of(row["registered_on"]) < day_of(row["cleared_on"])
    suppliers = [row["uscc"] for row in rows_of(folder / "suppliers.csv")]
    assert all(uscc.is_valid(code) for code in suppliers)
    assert 3 <= len(set(suppliers)) == len(suppliers) <= 6
    products = list(rows_of(folder / "products.csv"))
    assert 6 <= len({row["product_number"] for row in products}) == len(products) <= 15
    assert all(row["uscc"] in suppliers for row in products)


def check_rosters(folder: Path) -> None:
    """Check that a version names only households registered on its first day, and products of its supplier."""
    year = read_year(folder)
    owners = {row["product_number"]: row["uscc"] for row in rows_of(folder / "products.csv")}
    assert 4 <= len(year.versions) <= 15
    for version in year.versions:
        assert 0 <= version.share_bp <= 10_000
        assert version.valid_until is None or version.valid_from <= version.valid_until
        assert not version.product or owners[version.product] == version.uscc
        assert version.product or not version.lot
        assert all(weight >= 1 for weight in version.weights.values())
        assert all(year.households[number].is_registered(version.valid_from) for number in version.weights)
    assert any(version.lot for version in year.versions)


def check_sales(folder: Path) -> None:
    """Check that sales are told once, and that returns leave nothing below zero."""
    year = read_year(folder)
    owners = {row["product_number"]: row["uscc"] for row in rows_of(folder / "products.csv")}
    assert 40 <= len(year.sales) <= 200
    keys = Counter((sale.source, sale.number, sale.line) for sale in year.sales)
    assert max(keys.values()) == 1
    invoices = Counter(
        (row["uscc"], row["invoice_number"], row["line"])
        for row in rows_of(folder / "sales.csv")
        if row["invoice_number"]
    )
    assert max(invoices.values()) == 1
    left = {(sale.source, sale.number): sale for sale in year.sales if not sale.reverses and not sale.line}
    taken: Counter[tuple[str, str]] = Counter()
    for row in year.sales:
        assert FIRST <= row.sold_on <= LAST
        assert not row.product or owners[row.product] == row.uscc
        assert year.counties[row.uscc] in COUNTIES
        assert (row.amount_fen < 0) == bool(row.reverses)
        if row.reverses:
            original = left[row.source, row.reverses]
            taken[row.source, row.reverses] -= row.amount_fen
            assert (row.uscc, row.product, row.channel) == (original.uscc, original.product, original.channel)
            assert row.sold_on >= original.sold_on
    assert all(fen <= left[key].amount_fen for key, fen in taken.items())
    assert taken


def awkward_cases(folder: Path) -> Iterator[str]:
    """Name every awkward case that the year of the folder holds."""
    year = read_year(folder)
    for version in year.versions:
        yield from cases_of_a_version(version, year)
    for row in attribute(year):
        yield from cases_of_a_return(row, year) if row.sale.reverses else cases_of_a_sale(row, year)
    for payment in year.payments:
        if not year.households[payment.household].is_registered(payment.paid_on):
            yield "a payment to a household outside the register"
    for month in naive.figures(folder, region="621000", month_from="2019-11", month_to="2021-02", by="month"):
        if month["sales_fen"] < 0:
            yield "a negative month"


def cases_of_a_version(version: Version, year: Year) -> Iterator[str]:
    """Name what is awkward about a roster version: what happens while it holds."""
    level = (version.uscc, version.product, version.lot)
    others = [other.valid_from for other in year.versions if (other.uscc, other.product, other.lot) == level]
    clearings = [year.households[number].cleared_on for number in version.weights]
    until = version.valid_until or LAST
    if any(version.valid_from < begins <= until for begins in others):
        yield "a version superseded while it held"
    if any(day and version.valid_from < day <= until for day in clearings):
        yield "a household cleared inside a version"


def cases_of_a_return(row: Attributed, year: Year) -> Iterator[str]:
    """Name what has changed between a sale and its return."""
    sale, product = row.sale, year.products.get(row.sale.product)
    version = version_in_force(year.versions, sale.uscc, sale.product, "", sale.sold_on)
    if version and row.segment and version.valid_from != row.segment.valid_from:
        yield "a return under a later version"
    if product and product.is_certified(sale.sold_on) != row.is_certified:
        yield "a return across a certification's edge"


def cases_of_a_sale(row: Attributed, year: Year) -> Iterator[str]:
    """Name what is awkward about a sale by itself."""
    sale, segment = row.sale, row.segment
    if len(sale.tags) > 1:
        yield "several tags"
    if row.category is None and sale.buyer_kind is None:
        yield "neither product nor buyer kind"
    if segment is None:
        yield "a sale without a roster"
        return
    if segment.share_bp in {0, 10_000}:
        yield f"a share of {segment.share_bp} bp"
    if not segment.members:
        yield "a sale of an emptied version"
    elif sale.amount_fen * segment.share_bp % 10_000 == 5_000:
        yield "half a fen"
    own_level = (sale.uscc, sale.product, "")
    own = [v for v in year.versions if (v.uscc, v.product, v.lot) == own_level and v.valid_from <= sale.sold_on]
    if own and not segment.product and sale.product:
        yield "a hole in the product's rosters"


def test_every_awkward_case_is_met_by_many_small_years(tmp_path: Path) -> None:
    met: Counter[str] = Counter()
    for seed in range(50):
        write_year(tmp_path / str(seed), seed=seed)
        met.update(set(awkward_cases(tmp_path / str(seed))))
    assert len(met) == 14
    assert min(met.values()) >= 10, met


def test_the_figures_of_a_small_year_agree_with_one_another(tmp_path: Path) -> None:
    """Law 10: channels partition sales and add up; and what households are given is Σ pools."""
    year = write_year(tmp_path, seed=3)
    for options in year.questions():
        rows = naive.figures(tmp_path, **options)
        whole = naive.figures(tmp_path, **{name: value for name, value in options.items() if name != "by"})
        if options.get("by") != "tag":
            for measure in ("sales_fen", "certified_fen", "benefiting_fen", "unattributed_fen", "attributed_fen"):
                assert sum(row[measure] for row in rows) == whole[0][measure], (measure, options)
    by_month = naive.figures(tmp_path, region="621000", month_from="2019-11", month_to="2021-02", by="month")
    for row in by_month:
        given = naive.household_amounts(tmp_path, row["slice"]["month"])
        assert sum(given.values()) == row["attributed_fen"]
    assert len(by_month) > 12
