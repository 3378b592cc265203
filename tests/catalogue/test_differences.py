"""What one version of a listing says otherwise than another."""

from marketplace.catalogue.rules.differences import Difference, Differs, find_differences


def tier(min_quantity, unit_price_fen):
    return {"min_quantity": min_quantity, "unit_price_fen": unit_price_fen}


def pack(code, *tiers):
    return {"code": code, "specification": f"{code}装", "tiers": list(tiers)}


def version(*skus, **changes):
    told = {"name": "小米", "description": "", "origin_code": "621022", "delivery_days": 3, "photos": [], "skus": skus}
    return told | changes


def test_equal_versions_do_not_differ():
    assert find_differences(version(pack("A", tier(1, 100))), version(pack("A", tier(1, 100)))) == []


def test_every_fact_that_changed_is_told_as_it_was_and_is():
    before, after = version(), version(name="黄小米", delivery_days=None, photos=[{"sha256": "ab"}])
    assert find_differences(before, after) == [
        Differs(Difference.NAME, "小米", "黄小米"),
        Differs(Difference.DELIVERY_DAYS, 3, None),
        Differs(Difference.PHOTOS, [], [{"sha256": "ab"}]),
    ]


def test_packs_that_come_go_or_cost_otherwise_are_told_by_name():
    before = version(pack("A", tier(1, 100)), pack("B", tier(1, 100)))
    after = version(pack("A", tier(1, 100), tier(10, 90)), pack("C", tier(1, 50)))
    assert [(each.what, each.pack) for each in find_differences(before, after)] == [
        (Difference.PRICE, "A装"),
        (Difference.PACK_OFFERED, "C装"),
        (Difference.PACK_DROPPED, "B装"),
    ]
