"""Reads of certification batches and of what is certified in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select, text

from marketplace.catalogue.errors import BatchUnknown, CertificationUnknown
from marketplace.catalogue.models import CertificationBatch
from marketplace.catalogue.queries.scope import IN_SCOPE, LATEST, scope_of
from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.permissions import Permission as P

_LIST: Final = """
SELECT batch.id, batch.number, batch.announced_on, batch.created_at,
       (SELECT count(*) FROM product_certification certification WHERE certification.batch_id = batch.id) AS products
FROM certification_batch batch
WHERE CAST(:before AS bigint) IS NULL OR batch.id < :before
ORDER BY batch.id DESC
LIMIT :limit
"""

_NAMED: Final = """
    (SELECT version.name FROM listing_version version WHERE version.product_id = product.id
     ORDER BY version.state = 'listed' DESC, version.number DESC LIMIT 1)
"""
"""What `product` is called: as it is on sale, else as it was told last."""

_CERTIFICATIONS: Final = f"""
SELECT certification.id, certification.batch_id, batch.number AS batch, product.product_number, {_NAMED} AS name,
       organisation.name AS supplier_name, certification.from_on, certification.until_on - 1 AS last_on,
       certification.ceiling_fen, certification.certified_quantity, certification.benefit_terms,
       certification.created_at
FROM product_certification certification
JOIN certification_batch batch ON batch.id = certification.batch_id
JOIN product ON product.id = certification.product_id
JOIN supplier ON supplier.id = product.supplier_id
JOIN organisation ON organisation.id = supplier.organisation_id
WHERE {IN_SCOPE}
"""  # noqa: S608  constants of this area

_CERTIFIED: Final = f"""
{_CERTIFICATIONS} AND certification.batch_id = :batch_id AND certification.id > :after
ORDER BY certification.id
LIMIT :limit
"""

_ONE: Final = f"{_CERTIFICATIONS} AND certification.id = :id"

_CANDIDATES: Final = f"""
SELECT product.id, product.product_number, product.category, version.name, version.submitted_by_id,
       organisation.name AS supplier_name, supplier.county_code, held.batch AS held_batch, held.last_on AS held_last_on,
       (SELECT max(tier.unit_price_fen) FROM price_tier tier WHERE tier.listing_version_id = version.id)
           AS unit_price_fen
FROM product
JOIN listing_version version ON version.product_id = product.id AND version.state = 'listed'
JOIN supplier ON supplier.id = product.supplier_id
JOIN organisation ON organisation.id = supplier.organisation_id
LEFT JOIN LATERAL (
    SELECT batch.number AS batch, known.until_on - 1 AS last_on
    FROM product_certification known JOIN certification_batch batch ON batch.id = known.batch_id
    WHERE known.product_id = product.id AND known.from_on < coalesce(known.until_on, 'infinity')
    ORDER BY known.until_on DESC NULLS FIRST LIMIT 1
) held ON true
WHERE {IN_SCOPE} AND product.id > :after AND starts_with(supplier.county_code, :prefix)
  AND NOT EXISTS (
      SELECT FROM product_certification known WHERE known.product_id = product.id AND known.batch_id = :batch_id
  )
  AND (CAST(:q AS text) IS NULL OR strpos(lower(version.name), lower(:q)) > 0
       OR strpos(lower(organisation.name), lower(:q)) > 0 OR starts_with(product.product_number, upper(:q)))
ORDER BY product.id
LIMIT :limit
"""  # noqa: S608  constants of this area

_OWN_EXPIRING: Final = f"""
SELECT product.product_number, latest.name, batch.number AS batch, held.until_on - 1 AS last_on,
       held.until_on - 1 - CAST(:day AS date) AS days_left
FROM (
    SELECT DISTINCT ON (certification.product_id) certification.product_id, certification.batch_id,
           certification.until_on
    FROM product_certification certification
    WHERE certification.product_id IN (
        SELECT product.id FROM product JOIN supplier ON supplier.id = product.supplier_id WHERE {IN_SCOPE}
    )
    ORDER BY certification.product_id, certification.until_on DESC NULLS FIRST, certification.id DESC
) held
JOIN product ON product.id = held.product_id
JOIN certification_batch batch ON batch.id = held.batch_id
{LATEST}
WHERE :day < held.until_on AND held.until_on <= CAST(:by AS date) + 1
ORDER BY held.until_on, product.id
LIMIT :limit
"""  # noqa: S608  constants of this area
"""Of each product the certification that holds longest, where it holds today and ends soon."""

_RESOLVE: Final = """
SELECT told.position - 1 AS position, product.id AS product_id, product.supplier_id, supplier.organisation_id,
       supplier.county_code,
       EXISTS (
           SELECT FROM product_certification known
           WHERE known.product_id = product.id AND known.batch_id = :batch_id
       ) AS is_certified,
       EXISTS (
           SELECT FROM listing_version version
           WHERE version.product_id = product.id AND version.submitted_by_id = CAST(:user_id AS bigint)
       ) AS is_own
FROM unnest(CAST(:numbers AS text[])) WITH ORDINALITY AS told (number, position)
JOIN product ON product.product_number = told.number
JOIN supplier ON supplier.id = product.supplier_id
ORDER BY told.position
"""


@dataclass(frozen=True, slots=True)
class Certifiable:
    """A product as one wants to certify it."""

    product_id: int
    supplier_id: int
    organisation_id: int
    county_code: str
    is_certified: bool
    """Whether it stands in the batch already."""
    is_own: bool
    """Whether who asks submitted a version of it."""


def list_batches(*, actor: Actor, before: int | None, limit: int) -> Sequence[Mapping[str, Any]]:
    """List certification batches with the number of their products, newest first."""
    actor.require(P.CATALOGUE_CERTIFY)
    return [dict(row) for row in db.session.execute(text(_LIST), {"before": before, "limit": limit}).mappings()]


def get_batch(batch_id: int) -> CertificationBatch:
    """Get a certification batch.

    :raises BatchUnknown: if there is none.
    """
    found = db.session.scalar(select(CertificationBatch).where(CertificationBatch.id == batch_id))
    if found is None:
        raise BatchUnknown
    return found


def list_certifications(batch_id: int, *, actor: Actor, after: int, limit: int) -> Sequence[Mapping[str, Any]]:
    """List what is certified in a batch of products from one's regions, in the order it was certified.

    :raises BatchUnknown: if there is no such batch.
    """
    get_batch(batch_id)
    facts = {"batch_id": batch_id, "after": after, "limit": limit, **scope_of(actor, P.CATALOGUE_CERTIFY)}
    return [dict(row) for row in db.session.execute(text(_CERTIFIED), facts).mappings()]


def list_own_expiring(*, actor: Actor, today: date, by: date, limit: int) -> Sequence[Mapping[str, Any]]:
    """List the caller's products whose certification holds today and ends on `by` or before, the soonest first."""
    facts = {"day": today, "by": by, "limit": limit, **scope_of(actor, P.CATALOGUE_EDIT)}
    return [dict(row) for row in db.session.execute(text(_OWN_EXPIRING), facts).mappings()]


def get_certification(certification_id: int, *, actor: Actor) -> Mapping[str, Any]:
    """Get what was certified of a product from one's regions.

    :raises CertificationUnknown: outside the caller's regions.
    """
    facts = {"id": certification_id, **scope_of(actor, P.CATALOGUE_CERTIFY)}
    found = db.session.execute(text(_ONE), facts).mappings().one_or_none()
    if found is None:
        raise CertificationUnknown
    return dict(found)


def list_candidates(
    batch_id: int, *, actor: Actor, prefix: str = "", q: str | None = None, after: int = 0, limit: int = 24
) -> Sequence[Mapping[str, Any]]:
    """List products on sale from one's regions that are not in a batch, each with the certification it holds last.

    `unit_price_fen` is the dearest of its prices, which a ceiling is compared with.
    """
    facts = {"batch_id": batch_id, "prefix": prefix, "q": q, "after": after, "limit": limit}
    rows = db.session.execute(text(_CANDIDATES), facts | scope_of(actor, P.CATALOGUE_CERTIFY)).mappings()
    return [dict(row) for row in rows]


def find_certifiable(batch_id: int, numbers: Sequence[str], *, actor: Actor) -> Mapping[int, Certifiable]:
    """Find products to certify by their place in the list of numbers: one statement."""
    rows = db.session.execute(
        text(_RESOLVE), {"batch_id": batch_id, "numbers": list(numbers), "user_id": actor.user_id}
    )
    return {position: Certifiable(*facts) for position, *facts in rows}
