"""Who does the day's work, with what and when."""

from dataclasses import dataclass
from datetime import date, datetime

from marketplace.accounts.models import Organisation
from marketplace.accounts.queries import get_actor
from marketplace.accounts.service import users
from marketplace.db import db
from marketplace.evidence import service as evidence
from marketplace.gateways.files import FileStore
from marketplace.kernel.actor import Actor, Via
from marketplace.kernel.days import day_of
from marketplace.kernel.permissions import Permission as P
from marketplace.workflows.demo.logins import address_of
from marketplace.workflows.demo.waiting.papers import write_paper


@dataclass(frozen=True, slots=True)
class Desk:
    """What every piece of work needs: the operator, the store of files, the platform's rules of orders, the clock."""

    operator: Actor
    store: FileStore
    order_approval_fen: int
    reservation_days: int
    now: datetime

    @property
    def today(self) -> date:
        """The business day."""
        return day_of(self.now)

    def actor(self, name: str) -> Actor:
        """Tell who a person of the demo is, by the name before the @.

        :raises UserNotFound: if there is none.
        """
        return get_actor(users.get_by_email(address_of(name)), via=Via.CLI)

    def seller(self) -> Organisation:
        """Tell which organisation the demo's supplier acts for."""
        [organisation_id] = self.actor("supplier").organisation_ids(P.SUPPLIERS_APPLY)
        return db.session.get_one(Organisation, organisation_id)

    def file(
        self,
        title: str,
        file_name: str,
        *,
        actor: Actor,
        organisation_id: int | None = None,
        region_code: str | None = None,
    ) -> int:
        """Keep a page with an English title as somebody's file, of an organisation or a region; tell its id."""
        kept = evidence.keep(
            content=write_paper(title),
            file_name=file_name,
            store=self.store,
            actor=actor,
            now=self.now,
            organisation_id=organisation_id,
            region_code=region_code,
        )
        return kept.id
