"""The households of roster versions as sets, remembered for good: the members of a version never change.

A backup that is restored makes the table of members anew, and versions of the same number may be others.
"""

from collections.abc import Collection, Mapping
from typing import Final

from pyroaring import FrozenBitMap
from sqlalchemy import text

from marketplace.db import db
from marketplace.statistics.queries.memory import memory
from marketplace.statistics.rules.reach import Reach, bytes_of, unpack

_MEMBERS: Final = """
SELECT m.roster_version_id, h.county_code, string_agg(int4send(CAST(h.ordinal AS int)), '') AS ordinals,
       sum(count(*)) OVER (PARTITION BY m.roster_version_id) = v.members_count AS is_whole
FROM roster_member m
JOIN household h ON h.id = m.household_id
JOIN roster_version v ON v.id = m.roster_version_id
WHERE m.roster_version_id = ANY(CAST(:version_ids AS bigint[]))
GROUP BY m.roster_version_id, v.members_count, h.county_code
"""


def members_of(version_ids: Collection[int], *, table: int) -> Mapping[int, Reach]:
    """Tell the households of each of these versions, of the table of members with this number in the database.

    One statement reads all that are not remembered.
    """
    known = memory()
    found: dict[int, Reach] = {}
    lacking = []
    for version_id in version_ids:
        reach = known.find(("members", table, version_id))
        if reach is None:
            lacking.append(version_id)
        else:
            found[version_id] = reach
    return {**found, **_read(lacking, table)} if lacking else found


def _read(version_ids: Collection[int], table: int) -> Mapping[int, Reach]:
    read: dict[int, dict[str, FrozenBitMap]] = {version_id: {} for version_id in version_ids}
    whole = set()
    for row in db.session.execute(text(_MEMBERS), {"version_ids": list(version_ids)}):
        read[row.roster_version_id][row.county_code] = unpack(row.ordinals)
        if row.is_whole:
            whole.add(row.roster_version_id)
    known = memory()
    for version_id in whole:  # a version that is being written, by this very transaction, is not yet what it will be
        reach = read[version_id]
        known.keep(("members", table, version_id), reach, bytes_of(reach.values()))
    return read
