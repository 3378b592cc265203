"""Reads of certification batches and of what is certified in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select, text

from marketplace.catalogue.errors import BatchUnknown
from marketplace.catalogue.models import CertificationBatch
from marketplace.catalogue.queries.scope import IN_SCOPE, scope_of
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

_CERTIFIED: Final = f"""
SELECT certification.id, batch.number AS batch, product.product_number, organisation.name AS supplier_name,
       certification.from_on, certification.until_on - 1 AS last_on, certification.ceiling_fen,
       certification.certified_quantity, certification.benefit_terms, certification.created_at
FROM product_certification certification
JOIN certification_batch batch ON batch.id = certification.batch_id
JOIN product ON product.id = certification.product_id
JOIN supplier ON supplier.id = product.supplier_id
JOIN organisation ON organisation.id = supplier.organisation_id
WHERE certification.batch_id = :batch_id AND certification.id > :after AND {IN_SCOPE}
ORDER BY certification.id
LIMIT :limit
"""  # noqa: S608  constants of this area

_RESOLVE: Final = """
SELECT told.position - 1 AS position, product.id AS product_id, supplier.organisation_id, supplier.county_code,
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


def find_certifiable(batch_id: int, numbers: Sequence[str], *, actor: Actor) -> Mapping[int, Certifiable]:
    """Find products to certify by their place in the list of numbers: one statement."""
    rows = db.session.execute(
        text(_RESOLVE), {"batch_id": batch_id, "numbers": list(numbers), "user_id": actor.user_id}
    )
    return {position: Certifiable(*facts) for position, *facts in rows}
