"""Every row of the reference year is valid under the import contract."""

from collections import Counter, defaultdict
from datetime import date, timedelta

from stdnum import numdb
from stdnum.cn import ric, uscc

CHANNELS = {
    "government_purchase", "school_purchase", "enterprise_purchase", "union_purchase", "helper_purchase", "east_west",
    "online_retail", "outlet", "event", "livestream", "other",
}  # fmt: skip
MECHANISMS = {"direct_purchase", "contract_farming", "employment", "dividend", "land_lease", "custody", "other"}
CATEGORIES = {
    "fruit", "vegetable", "grain_oil", "meat", "egg_dairy", "tea", "medicinal", "nuts", "processed", "craft",
}  # fmt: skip


def test_every_region_has_a_parent_and_a_code_of_its_own(year):
    codes = [row["code"] for row in year.rows["regions"]]
    known = set(codes)
    assert len(known) == len(codes)
    for code in codes:
        assert len(code) == 12
        if code.endswith("000"):
            assert numdb.get("cn/loc").info(code[:6])[-1][1]["county"].startswith("[2002-]")
        else:
            assert code[:9] + "000" in known


def test_no_two_places_of_one_parent_share_a_name(year):
    names = Counter(
        (row["code"][:6] if row["code"].endswith("000") else row["code"][:9], row["name"])
        for row in year.rows["regions"]
    )
    assert max(names.values()) == 1


def test_every_household_lives_in_a_known_village_under_a_number_of_its_own(year):
    villages = {row["code"] for row in year.rows["regions"] if not row["code"].endswith("000")}
    assert {row["village_code"] for row in year.rows["households"]} == villages
    assert len(year.households) == len(year.rows["households"])


def test_every_head_has_a_valid_identity_number_of_their_own(year):
    numbers = [row["head_identity_number"] for row in year.rows["households"]]
    assert len(set(numbers)) == len(numbers)
    for row in year.rows["households"][::7]:
        ric.validate(row["head_identity_number"])
    assert all(number[-1] == ric.calc_check_digit(number) for number in numbers)


def test_every_household_has_one_to_seven_persons_and_dates_in_order(year):
    for row in year.rows["households"]:
        assert 1 <= int(row["persons"]) <= 7
        assert date.fromisoformat(row["registered_on"]) <= date(2020, 6, 30)
        assert not row["cleared_on"] or row["registered_on"] < row["cleared_on"]


def test_every_supplier_has_a_valid_credit_code_of_its_county(year):
    for row in year.rows["suppliers"]:
        assert uscc.validate(row["uscc"]) == row["uscc"]
        assert row["uscc"][2:8] == row["county_code"]
        assert row["kind"] in {"enterprise", "cooperative", "family_farm", "agent"}
    assert len({row["uscc"] for row in year.rows["suppliers"]}) == len(year.rows["suppliers"])
    assert len({row["name"] for row in year.rows["suppliers"]}) == len(year.rows["suppliers"])


def test_every_product_belongs_to_a_supplier_and_measures_its_pack(year):
    suppliers = {row["uscc"] for row in year.rows["suppliers"]}
    assert {row["uscc"] for row in year.rows["products"]} == suppliers
    for row in year.rows["products"]:
        assert row["category"] in CATEGORIES
        assert row["base_unit"] in {"g", "ml", "piece"}
        assert int(row["base_quantity"]) > 0
        assert row["certified_from"] < row["certified_until"]
        assert min(int(row[column]) for column in ("min_quantity", "stock", "certified_quantity")) > 0
    assert len({row["product_number"] for row in year.rows["products"]}) == len(year.rows["products"])
    offers = {(row["uscc"], row["name"], row["specification"]) for row in year.rows["products"]}
    assert len(offers) == len(year.rows["products"])


def test_no_price_is_far_from_its_category(year):
    per_thousand = defaultdict(list)
    for row in year.rows["products"]:
        price = int(row["price"].replace(".", "")) * 1_000 // int(row["base_quantity"])
        per_thousand[row["category"]].append(price)
    for prices in per_thousand.values():
        prices.sort()
        assert prices[-1] <= prices[len(prices) // 2] * 3 // 2


def test_every_roster_is_of_a_product_of_its_supplier_with_a_known_share(year):
    owner = {row["product_number"]: row["uscc"] for row in year.rows["products"]}
    for (supplier, product), versions in year.versions.items():
        assert not product or owner[product] == supplier
        for version in versions:
            assert 0 < version.share_bp <= 10_000
            assert version.mechanism in MECHANISMS
            assert version.until_on is None or version.from_on < version.until_on
            assert min(version.weights.values()) > 0


def test_every_roster_household_is_registered_when_the_version_begins(year):
    for versions in year.versions.values():
        for version in versions:
            begins = version.from_on.isoformat()
            for number in version.weights:
                household = year.households[number]
                assert household["registered_on"] <= begins
                assert not household["cleared_on"] or begins < household["cleared_on"]


def test_some_rosters_have_versions_and_some_hold_a_household_that_is_cleared_under_them(full_year):
    assert sum(len(versions) > 1 for versions in full_year.versions.values()) > 50
    held = {number for versions in full_year.versions.values() for version in versions for number in version.weights}
    assert sum(bool(full_year.households[number]["cleared_on"]) for number in held) > 20
    sizes = [len(version.weights) for versions in full_year.versions.values() for version in versions]
    assert min(sizes) >= 20
    assert 1_500 < max(sizes) <= 3_300


def test_every_sale_is_of_a_product_of_its_supplier_in_a_known_channel(year):
    owner = {row["product_number"]: row["uscc"] for row in year.rows["products"]}
    certified_from = {row["uscc"]: row["certified_from"] for row in year.rows["suppliers"]}
    for sale in year.sales:
        assert sale["channel"] in CHANNELS
        assert not sale["product_number"] or owner[sale["product_number"]] == sale["uscc"]
        assert certified_from[sale["uscc"]] <= sale["sold_on"] <= "2020-12-31"
        assert bool(sale["quantity"]) == bool(sale["product_number"])
        assert (sale["fen"] > 0) == (not sale["reverses"])


def test_sources_and_invoices_name_each_line_once(year):
    lines = Counter((sale["source"], sale["source_number"], sale["line"]) for sale in year.sales)
    invoices = Counter(
        (sale["uscc"], sale["invoice_number"], sale["line"]) for sale in year.sales if sale["invoice_number"]
    )
    assert max(lines.values()) == max(invoices.values()) == 1


def test_lines_of_one_document_agree_on_its_head(year):
    heads = defaultdict(set)
    for sale in year.sales:
        head = tuple(sale[column] for column in ("sold_on", "channel", "tags", "uscc", "buyer_name", "invoice_number"))
        heads[sale["source"], sale["source_number"]].add(head)
    assert max(len(head) for head in heads.values()) == 1
    assert any(sale["line"] == "3" for sale in year.sales)


def test_every_return_comes_later_and_takes_back_no_more_than_there_was(year):
    left = {key: sale["fen"] for key, sale in year.originals.items()}
    lines = Counter((sale["source"], sale["source_number"]) for sale in year.sales)
    returns = [sale for sale in year.sales if sale["reverses"]]
    assert returns
    for sale in returns:
        key = sale["source"], sale["reverses"]
        original = year.originals[key]
        assert lines[key] == 1
        assert original["sold_on"] <= sale["sold_on"]
        for column in ("channel", "tags", "uscc", "product_number", "buyer_name", "buyer_region"):
            assert original[column] == sale[column]
        left[key] += sale["fen"]
        assert left[key] >= 0


def test_no_two_sales_of_different_sources_look_alike(year):
    alike = defaultdict(list)
    for sale in year.sales:
        key = sale["uscc"], sale["product_number"], sale["amount"]
        alike[key].append((date.fromisoformat(sale["sold_on"]), sale["source"]))
    for entries in alike.values():
        for on, source in entries:
            assert not any(abs(other_on - on) <= timedelta(days=3) and other != source for other_on, other in entries)


def test_every_payment_goes_to_a_household_of_the_supplier_that_is_registered_that_day(year):
    held = defaultdict(set)
    for (supplier, _), versions in year.versions.items():
        for version in versions:
            held[supplier, version.mechanism] |= version.weights.keys()
    vouchers = [row["voucher_number"] for row in year.rows["household-payments"]]
    assert len(set(vouchers)) == len(vouchers)
    for row in year.rows["household-payments"]:
        household = year.households[row["household_number"]]
        assert row["household_number"] in held[row["uscc"], row["mechanism"]]
        assert household["registered_on"] <= row["paid_on"] <= "2020-12-31"
        assert not household["cleared_on"] or row["paid_on"] < household["cleared_on"]
        assert int(row["amount"].replace(".", "")) > 0


def test_agreements_are_fulfilled_at_most_as_signed(year):
    suppliers = {row["uscc"] for row in year.rows["suppliers"]}
    for row in year.rows["agreements"]:
        fulfilled, signed = (int(row[column].replace(".", "")) for column in ("fulfilled_amount", "signed_amount"))
        assert 0 <= fulfilled <= signed
        assert not row["uscc"] or row["uscc"] in suppliers


def test_events_and_outlets_have_known_kinds_and_numbers_of_their_own(year):
    assert {row["kind"] for row in year.rows["events"]} <= {"fair", "matchmaking", "livestream", "campaign", "other"}
    kinds = {row["kind"] for row in year.rows["outlets"]}
    assert kinds <= {"hall", "counter", "zone", "experience_hall", "window"}
    for kind in ("events", "outlets"):
        numbers = [row["number"] for row in year.rows[kind]]
        assert len(set(numbers)) == len(numbers)
