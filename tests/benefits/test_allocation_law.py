"""Law 7 for any weights, sales and returns: the parts sum to the pools, and every recount gives the same parts."""

from collections import defaultdict
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from marketplace.kernel.actor import system
from marketplace.kernel.money import share_of
from marketplace.sales.rules import Channel, NewSale
from marketplace.sales.service import recording
from tests.statistics.naive.allocation import allocate as naively

SHARES = text("""
    SELECT a.roster_version_id, a.month, h.household_number, s.amount_fen
    FROM allocation_share s JOIN allocation a ON a.id = s.allocation_id JOIN household h ON h.id = s.household_id
""")
MONTHS = ("2020-05", "2020-06")

rosters = st.lists(
    st.tuples(st.integers(0, 10_000), st.lists(st.integers(1, 10**9), min_size=1, max_size=6)), min_size=1, max_size=3
)
sales = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(MONTHS), st.integers(1, 10**11), st.integers(0, 100)),
    min_size=1,
    max_size=12,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rosters=rosters, sales=sales)
def test_law_7_the_parts_sum_to_the_pools_to_the_fen_and_are_those_of_a_naive_recount(
    cast, session, now, allocate, rosters, sales
):
    session.rollback()  # the example before, or a failed one, leaves nothing
    weights, versions, rows = {}, [], []
    for share_bp, told in rosters:
        supplier = cast.supplier()
        members = [(cast.household(), weight) for weight in told]
        version = cast.roster(supplier, members, share_bp=share_bp)
        weights[version.id] = {household.household_number: weight for household, weight in members}
        versions.append((supplier, version.id, share_bp))
    pools = defaultdict(int)
    for number, (place, month, amount, percent_back) in enumerate(sales):
        supplier, version_id, share_bp = versions[place % len(versions)]
        told = {"channel": Channel.OTHER, "supplier_id": supplier.id, "source": "ledger"}
        sold_on = date.fromisoformat(f"{month}-10")
        rows.append(NewSale(**told, source_number=f"S{number}", amount_fen=amount, sold_on=sold_on))
        pools[version_id, month] += share_of(amount, share_bp)
        back = amount * percent_back // 100
        if back:
            later = {"source_number": f"R{number}", "reverses": f"S{number}", "sold_on": date(2020, 6, 20)}
            rows.append(NewSale(**told, **later, amount_fen=-back))
            pools[version_id, "2020-06"] += share_of(-back, share_bp)
    recording.record(rows, actor=system(), now=now)
    for month in MONTHS:
        allocate(month)

    found = defaultdict(dict)
    for version_id, month, number, fen in session.execute(SHARES):
        found[version_id, month][number] = fen

    expected = {key: naively(pool, weights[key[0]]) for key, pool in pools.items() if pool}
    assert found == expected
    assert {key: sum(parts.values()) for key, parts in found.items()} == {k: v for k, v in pools.items() if v}
