"""One of everything in a county of the town, to be asked for by whoever may and whoever must not."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from marketplace.accounts.models import User
from marketplace.accounts.rules import Duty, MemberRole
from marketplace.accounts.service import issue_token
from marketplace.catalogue.service import entries
from marketplace.db import db
from marketplace.factory import create_app
from marketplace.transaction import transaction
from tests.api.county import County
from tests.api.hostile import Document
from tests.drills.program import Program
from tests.factories.cast import HUANXIAN, Cast
from tests.factories.settings import made_up

ELSEWHERE = "110101"
_NUMBERS = itertools.count(700_000)


@dataclass(frozen=True, slots=True)
class Furnished:
    """What is there, by how an address or a field names it, and who asks."""

    document: Document
    known: Mapping[str, int | str]
    words: Mapping[str, object]
    everyone: str
    """The token of one who may do everything in the county."""
    outsiders: Mapping[str, str | None]
    """A token of every role and duty in another county, and nobody's."""


@cache
def furnished(program: Program) -> Furnished:
    """Make one of everything in Huan county, once, and someone of every role and duty in another county."""
    app = create_app(made_up(program.url, program.folder, rate_limits_enabled=False))
    with app.app_context():
        try:
            cast = Cast(app, db.session(), datetime(2020, 9, 15, 2, 0, tzinfo=UTC), _NUMBERS)
            app.config["CLOCK"] = lambda: cast.now
            county = County.build(cast)
            with transaction():
                entries.refresh([county.sku.product_id])
            school = cast.organisation(region=ELSEWHERE)
            people = {role.value: cast.member(school, role) for role in MemberRole}
            people |= {duty.value: cast.officer(duty, region=ELSEWHERE) for duty in Duty}
            tokens = {name: _token(cast, user) for name, user in people.items()}
            everyone = _token(cast, county.person)
            known = {"regions": HUANXIAN, **county.known}
            return Furnished(Document.of(app), known, county.words, everyone, {**tokens, "nobody": None})
        finally:
            db.session.remove()
            db.engine.dispose()


def _token(cast: Cast, user: User) -> str:
    token = issue_token(user_id=user.id, name="drill", actor=cast.actor(user), now=datetime.now(UTC))
    cast.session.commit()
    return token
