"""Listing versions that wait for staff, beside what is on sale now."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import text

from marketplace.catalogue.errors import VersionUnknown
from marketplace.catalogue.queries.products import OFFERED, PHOTOS
from marketplace.catalogue.queries.scope import IN_SCOPE, scope_of
from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P

_VERSIONS: Final = f"""
SELECT version.id, version.number, version.state, product.product_number, product.category, organisation.uscc,
       organisation.name AS supplier_name, supplier.county_code, version.name, version.description,
       version.origin_code, version.delivery_days, version.submitted_at, version.submitted_by_id, version.reviewed_at,
       version.reason, offered.skus, shown.photos, on_sale.number AS on_sale_number
FROM listing_version version
JOIN product ON product.id = version.product_id
JOIN supplier ON supplier.id = product.supplier_id
JOIN organisation ON organisation.id = supplier.organisation_id
CROSS JOIN LATERAL ({OFFERED}) offered
CROSS JOIN LATERAL ({PHOTOS}) shown
LEFT JOIN listing_version on_sale ON on_sale.product_id = product.id AND on_sale.state = 'listed'
WHERE {IN_SCOPE}
"""  # noqa: S608  constants of this area

_QUEUE: Final = f"{_VERSIONS} AND version.state = 'in_review' AND version.id > :after ORDER BY version.id LIMIT :limit"

_ONE: Final = f"{_VERSIONS} AND version.id = :id"

_ON_SALE: Final = f"""
SELECT version.number, version.name, version.description, version.origin_code, version.delivery_days, offered.skus,
       shown.photos
FROM listing_version version CROSS JOIN LATERAL ({OFFERED}) offered CROSS JOIN LATERAL ({PHOTOS}) shown
WHERE version.state = 'listed' AND version.product_id = (SELECT product_id FROM listing_version WHERE id = :id)
"""  # noqa: S608  constants of this area


def list_reviews(*, actor: Actor, after: int, limit: int) -> Sequence[Mapping[str, Any]]:
    """List the versions in review of one's regions, oldest first: one statement."""
    facts = {"after": after, "limit": limit, **scope_of(actor, P.CATALOGUE_REVIEW)}
    return [dict(row) for row in db.session.execute(text(_QUEUE), facts).mappings()]


def get_review(version_id: int, *, actor: Actor) -> Mapping[str, Any]:
    """Get a version with what it offers, beside the version that is on sale now.

    :raises VersionUnknown: outside the caller's regions.
    """
    facts = {"id": version_id, **scope_of(actor, P.CATALOGUE_REVIEW)}
    found = db.session.execute(text(_ONE), facts).mappings().one_or_none()
    if found is None:
        raise VersionUnknown
    on_sale = db.session.execute(text(_ON_SALE), {"id": version_id}).mappings().one_or_none()
    return {**found, "on_sale": on_sale}
