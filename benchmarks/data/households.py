"""Registered households, dense in their counties, and a roster of each supplier with one version or two.

What is encrypted in a real register is filled with as many bytes of nothing; nobody reads it here.
"""

from typing import Any, Final

import psycopg

from benchmarks.data.scale import COUNTIES, FIRST_ON, VILLAGES_PER_COUNTY, YEAR, Scale

_STATEMENTS: Final = (
    """
    INSERT INTO household (id, household_number, village_code, county_code, ordinal, head_name, head_identity,
                           head_identity_hash, registered_on, created_at)
    SELECT n, 'H' || lpad(n::text, 9, '0'),
           county || lpad((100 + village / 10)::text, 3, '0') || lpad((1 + village %% 10)::text, 3, '0'),
           county, (n - 1) / 8, decode(repeat('00', 100), 'hex'), decode(repeat('00', 120), 'hex'),
           sha256(int8send(n)), '2014-01-01', %(first_on)s
    FROM generate_series(1, CAST(%(households)s AS bigint)) n,
         LATERAL (SELECT (CAST(%(counties)s AS text[]))[1 + (n - 1) %% 8] AS county, pg_temp.draw(n, 1, %(villages)s) AS village) place
    """,
    """
    INSERT INTO household_status (household_id, from_on, category, persons)
    SELECT id, registered_on, 'registered_poor', 1 + pg_temp.draw(id, 2, 7) FROM household
    """,
    "INSERT INTO roster (id, supplier_id, created_at) SELECT id, id, created_at FROM supplier",
    """
    INSERT INTO roster_version (id, roster_id, state, mechanism, household_share_bp, village_share_bp, declared_from_on,
                                from_on, members_count, weight_total, entered_at, approved_at)
    SELECT supplier.id + %(suppliers)s * later, supplier.id, 'approved', 'contract_farming',
           500 + pg_temp.draw(supplier.id, 3, 2500), 0, day, day, size, size, created_at, created_at
    FROM supplier,
         LATERAL (VALUES (0, CAST(%(first_on)s AS date)), (1, CAST(%(mid_year)s AS date))) version (later, day),
         LATERAL (SELECT %(smallest)s + round((%(largest)s - %(smallest)s)
                         * power((supplier.id - 1) / (%(suppliers)s - 1.0), 1.5))::int AS size) declared
    WHERE later = 0 OR supplier.id %% 3 = 0
    """,
    # A prime step walks a county's households without meeting one twice; the second version starts elsewhere.
    """
    INSERT INTO roster_member (roster_version_id, household_id, weight)
    SELECT version.id, 1 + place.county + 8 * ((pg_temp.draw(version.id, 4, place.size) + j * 7919) %% place.size), 1
    FROM roster_version version,
         LATERAL (SELECT version.roster_id %% 8 AS county, %(households)s / 8 AS size) place,
         LATERAL generate_series(1, version.members_count) j
    """,
)


def build(connection: psycopg.Connection[Any], _url: str, scale: Scale) -> None:
    """Write the register and the rosters."""
    facts = {
        "counties": list(COUNTIES),
        "villages": VILLAGES_PER_COUNTY,
        "households": scale.households,
        "suppliers": scale.suppliers,
        "smallest": scale.smallest_roster,
        "largest": scale.largest_roster,
        "first_on": FIRST_ON,
        "mid_year": f"{YEAR}-07-01",
    }
    for statement in _STATEMENTS:
        connection.execute(statement, facts)
