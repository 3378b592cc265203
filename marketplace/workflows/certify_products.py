"""A certification that is given or withdrawn applies, to the sales already recorded in its days too."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from marketplace.catalogue.models import ProductCertification
from marketplace.catalogue.rules import Certificate
from marketplace.catalogue.service import certifications
from marketplace.kernel.actor import Actor
from marketplace.sales.service import corrections
from marketplace.sales.service.corrections import Subject


def certify(*, batch_id: int, certificates: Sequence[Certificate], actor: Actor, now: datetime) -> int:
    """Certify products of one's regions in a batch, all or none; tells how many.

    :raises BatchUnknown: if there is no such batch.
    :raises OwnListing: law 11, if the caller submitted a version of one of the products.
    :raises Invalid: naming the products that are unknown, certified in the batch already, or told wrongly.
    """
    supplier_ids = certifications.certify(batch_id=batch_id, certificates=certificates, actor=actor, now=now)
    if certificates:
        first = min(told.from_on for told in certificates)
        _restate(supplier_ids, first, ("certification_batch", batch_id), "products certified", actor=actor, now=now)
    return len(certificates)


def withdraw(*, certification_id: int, from_on: date, reason: str, actor: Actor, now: datetime) -> ProductCertification:
    """Let a certification hold no more from a day on, today at the earliest.

    :raises CertificationUnknown: outside the caller's regions.
    :raises ReasonMissing: without a reason.
    :raises WithdrawalDayWrong: for a day in the past, or when it would have ended anyway.
    """
    certification, supplier_id = certifications.withdraw(
        certification_id=certification_id, from_on=from_on, reason=reason, actor=actor, now=now
    )
    subject = ("product_certification", certification_id)
    _restate([supplier_id], from_on, subject, "certification withdrawn", actor=actor, now=now)
    return certification


def _restate(
    supplier_ids: Collection[int], from_on: date, because_of: Subject, reason: str, *, actor: Actor, now: datetime
) -> None:
    corrections.reattribute(
        supplier_ids=list(supplier_ids), from_on=from_on, because_of=because_of, reason=reason, actor=actor, now=now
    )
