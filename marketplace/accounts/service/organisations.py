"""Register organisations and change what may change of them."""

from datetime import datetime
from typing import TypedDict

from sqlalchemy import select

from marketplace.accounts.errors import OrganisationKnown, OrganisationNotFound
from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import OrganisationKind
from marketplace.audit import service as audit
from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.days import day_of
from marketplace.kernel.identifiers import parse_uscc
from marketplace.kernel.permissions import Permission as P
from marketplace.regions.errors import RegionOutside
from marketplace.regions.queries import get_region
from marketplace.regions.rules import canonical_code


def register(
    *, uscc: str, name: str, kind: OrganisationKind, region_code: str, actor: Actor, now: datetime
) -> Organisation:
    """Register an organisation in a region of the caller.

    :raises CreditCodeWrong: the credit code is wrong.
    :raises RegionUnknown: there is no such region today.
    :raises OrganisationKnown: the credit code is taken.
    """
    code = canonical_code(region_code)
    actor.require_over(P.ACCOUNTS_ADMINISTER, RegionOutside(region_code=code), region_codes=[code])
    number = parse_uscc(uscc)
    get_region(code, on=day_of(now))
    if db.session.scalar(select(Organisation.id).where(Organisation.uscc == number)):
        raise OrganisationKnown(uscc=number)
    row = Organisation(uscc=number, name=name, kind=kind, region_code=code, created_at=now)
    db.session.add(row)
    db.session.flush()  # the audit line names the row
    audit.record(
        "organisation.registered",
        subject="organisation",
        subject_id=row.id,
        actor=actor,
        now=now,
        after={"uscc": number, "name": name, "kind": kind.value},
        organisation_ids=[row.id],
        region_code=code,
    )
    return row


class Changes(TypedDict, total=False):
    """What may change of an organisation; what is left out stays."""

    name: str
    order_approval_fen: int | None
    """`None` takes the platform's setting."""
    dual_inspection_from_fen: int | None
    """`None` is never."""


def change(organisation_id: int, changes: Changes, *, actor: Actor, now: datetime) -> Organisation:
    """Change the name, or the amounts from which an order needs a second approver, its deliveries a second receiver.

    :raises OrganisationNotFound: outside the caller's scope.
    """
    row = get_in_scope(organisation_id, permission=P.MEMBERS_MANAGE, actor=actor)
    before = _changeable(row)
    row.name = changes.get("name", row.name)
    row.order_approval_fen = changes.get("order_approval_fen", row.order_approval_fen)
    row.dual_inspection_from_fen = changes.get("dual_inspection_from_fen", row.dual_inspection_from_fen)
    audit.record(
        "organisation.changed",
        subject="organisation",
        subject_id=row.id,
        actor=actor,
        now=now,
        before=before,
        after=_changeable(row),
        organisation_ids=[row.id],
        region_code=row.region_code,
    )
    return row


def get_in_scope(organisation_id: int, *, permission: P, actor: Actor) -> Organisation:
    """Get an organisation over which the caller holds a permission.

    :raises OrganisationNotFound: there is none, or it is outside the caller's scope.
    """
    actor.require(permission)
    row = db.session.get(Organisation, organisation_id)
    if row is None or not actor.covers(permission, organisation_ids=[row.id], region_codes=[row.region_code]):
        raise OrganisationNotFound
    return row


def _changeable(row: Organisation) -> dict[str, object]:
    return {
        "name": row.name,
        "order_approval_fen": row.order_approval_fen,
        "dual_inspection_from_fen": row.dual_inspection_from_fen,
    }
