"""The suppliers that a report may name, for those who write it: by name as well as by credit code."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from sqlalchemy import text

from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P

_HERE: Final = """
FROM supplier
JOIN organisation ON organisation.id = supplier.organisation_id
WHERE EXISTS (SELECT FROM unnest(CAST(:prefixes AS text[])) AS prefix WHERE starts_with(supplier.county_code, prefix))
"""
_LIST: Final = f"""
SELECT organisation.uscc, organisation.name {_HERE} ORDER BY organisation.name, organisation.uscc LIMIT :limit
"""
_NAMED: Final = f"""
SELECT organisation.name, min(organisation.uscc) AS uscc {_HERE} AND organisation.name = ANY(CAST(:names AS text[]))
GROUP BY organisation.name
HAVING count(*) = 1
"""


def list_choices(*, actor: Actor, limit: int) -> Sequence[tuple[str, str]]:
    """List code and name of the suppliers of the caller's regions, by name."""
    rows = db.session.execute(text(_LIST), {"prefixes": actor.region_prefixes(P.REPORTS_ENTER), "limit": limit})
    return [(row.uscc, row.name) for row in rows]


def find_codes(names: Collection[str], *, actor: Actor) -> Mapping[str, str]:
    """Find the credit codes of the suppliers of the caller's regions called so; a name that two bear tells none."""
    if not names:
        return {}
    facts = {"prefixes": actor.region_prefixes(P.REPORTS_ENTER), "names": sorted(names)}
    return {row.name: row.uscc for row in db.session.execute(text(_NAMED), facts)}
