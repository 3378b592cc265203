"""Suppliers with their certifications, buyers with a purchaser each, and the purchasers' tokens."""

from typing import Any, Final

import psycopg

from benchmarks.data.scale import COUNTIES, FIRST_ON, VILLAGES_PER_COUNTY, Scale
from marketplace.accounts.service import hash_token

_STATEMENTS: Final = (
    """
    INSERT INTO region (code, name, level, from_on)
    SELECT county || town || village, '第' || town || village || '村', 12, '1949-01-01'
    FROM unnest(CAST(%(counties)s AS text[])) county,
         LATERAL (SELECT lpad((100 + n / 10)::text, 3, '0') AS town, lpad((1 + n %% 10)::text, 3, '0') AS village
                  FROM generate_series(0, CAST(%(villages)s AS bigint) - 1) n) place
    """,
    """
    INSERT INTO organisation (id, uscc, name, kind, region_code, created_at)
    SELECT n, '93' || county || 'MA' || lpad(n::text, 8, '0'), '第' || n || '专业合作社', 'cooperative', county,
           %(first_on)s
    FROM generate_series(1, CAST(%(suppliers)s AS bigint)) n, LATERAL (SELECT (CAST(%(counties)s AS text[]))[1 + n %% 8] AS county) place
    """,
    """
    INSERT INTO organisation (id, uscc, name, kind, region_code, created_at)
    SELECT %(suppliers)s + n, '12' || '621002' || 'SC' || lpad(n::text, 8, '0'), '第' || n || '中学', 'school', '621002',
           %(first_on)s
    FROM generate_series(1, CAST(%(buyers)s AS bigint)) n
    """,
    """
    INSERT INTO supplier (id, organisation_id, kind, county_code, created_at)
    SELECT id, id, 'cooperative', region_code, created_at FROM organisation WHERE id <= %(suppliers)s
    """,
    """
    INSERT INTO qualification (supplier_id, state, round, from_on, created_at, submitted_at, decided_at)
    SELECT id, 'certified', 1, %(first_on)s, created_at, created_at, created_at FROM supplier
    """,
    """
    INSERT INTO user_account (id, email, name, active, language, fs_uniquifier, failed_logins, created_at)
    SELECT n, 'purchaser' || n || '@example.org', '采购员' || n, true, 'zh', 'purchaser' || n, 0, %(first_on)s
    FROM generate_series(1, CAST(%(buyers)s AS bigint)) n
    """,
    """
    INSERT INTO membership (user_id, organisation_id, role, created_at)
    SELECT n, %(suppliers)s + n, 'purchaser', %(first_on)s FROM generate_series(1, CAST(%(buyers)s AS bigint)) n
    """,
    """
    INSERT INTO api_token (user_id, name, token_hash, created_at, expires_at)
    SELECT n, 'benchmark', token_hash, %(first_on)s, '2999-01-01'
    FROM unnest(CAST(%(token_hashes)s AS bytea[])) WITH ORDINALITY AS token (token_hash, n)
    """,
)


def token_of(buyer: int) -> str:
    """Tell the bearer token of the n-th buyer's purchaser, counted from 1."""
    return f"bangfu_benchmark_{buyer}"


def buyer_id_of(scale: Scale, buyer: int) -> int:
    """Tell the organisation of the n-th buyer, counted from 1."""
    return scale.suppliers + buyer


def build(connection: psycopg.Connection[Any], _url: str, scale: Scale) -> None:
    """Write organisations, suppliers, users and tokens."""
    facts = {
        "counties": list(COUNTIES),
        "villages": VILLAGES_PER_COUNTY,
        "suppliers": scale.suppliers,
        "buyers": scale.buyers,
        "first_on": FIRST_ON,
        "token_hashes": [hash_token(token_of(n)) for n in range(1, scale.buyers + 1)],
    }
    for statement in _STATEMENTS:
        connection.execute(statement, facts)
