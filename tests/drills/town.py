"""The town that drills happen in: a year of sales, hundreds of products, and everyone who has a part in an order."""

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import text

from benchmarks.data import TINY, fill
from marketplace.accounts.models import Organisation, User
from marketplace.accounts.rules import Duty, MemberRole
from marketplace.accounts.service import issue_token
from marketplace.catalogue.service import entries
from marketplace.db import db
from marketplace.factory import create_app
from marketplace.gateways import personal_data
from marketplace.households.rules import identity_purpose, name_purpose
from marketplace.transaction import transaction
from tests.drills.program import Program, running
from tests.factories.cast import HUANXIAN, Cast
from tests.factories.codes import identity_number
from tests.factories.settings import made_up

BUYERS = 64
PACKS = 60
"""SKUs of the town's own supplier, with plenty of each in stock."""
PLENTY = 1_000_000
ALWAYS = (date(2020, 1, 1), None)
_FIRST_NUMBER = 500_000
_FIRST_HEAD = 10_000
_SEAL = """
    UPDATE household SET head_name = :name, head_identity = :identity, head_identity_hash = :hash WHERE id = :id
"""


@dataclass
class Town:
    """Who is there, each with a token, and what is on sale; all of it plain values."""

    buyers: list[int] = field(default_factory=list)
    """Organisations that buy."""
    purchasers: list[str] = field(default_factory=list)
    """The token of each buyer's purchaser."""
    approvers: list[str] = field(default_factory=list)
    """Two of the first buyer."""
    receivers: list[str] = field(default_factory=list)
    """Two of the first buyer."""
    seller: str = ""
    cashiers: list[str] = field(default_factory=list)
    administrators: list[str] = field(default_factory=list)
    reporter: str = ""
    report_approver: str = ""
    statistician: str = ""
    skus: list[str] = field(default_factory=list)
    last_units: list[str] = field(default_factory=list)
    """SKUs of which one pack is left."""
    supplier_code: str = ""
    people: dict[str, str] = field(default_factory=dict)
    """One token of every role and duty, by its name."""


@contextmanager
def opened() -> Iterator[tuple[Program, Town]]:
    """Run the program in a new town."""
    with running(build) as (program, town):
        yield program, town


def build(url: str, folder: Path) -> Town:
    """Fill an empty database with the town."""
    fill(url, replace(TINY, buyers=1))
    app = create_app(made_up(url, folder, rate_limits_enabled=False))
    town = Town()
    with app.app_context():
        try:
            _seal_heads()
            _people(Cast(app, db.session(), datetime.now(UTC), itertools.count(_FIRST_NUMBER)), town)
        finally:
            db.session.remove()
            db.engine.dispose()
    return town


def _people(cast: Cast, town: Town) -> None:
    supplier = cast.supplier(certified=ALWAYS, name="环县苹果专业合作社")
    seller = cast.session.get(Organisation, supplier.organisation_id)
    town.supplier_code = seller.uscc
    schools = [cast.organisation(name=f"第{n}小学") for n in range(1, BUYERS + 1)]
    town.buyers = [school.id for school in schools]
    town.purchasers = [_token(cast, cast.member(school, MemberRole.PURCHASER)) for school in schools]
    town.approvers = [_token(cast, cast.member(schools[0], MemberRole.APPROVER)) for _ in range(2)]
    town.receivers = [_token(cast, cast.member(schools[0], MemberRole.RECEIVER)) for _ in range(2)]
    town.seller = _token(cast, cast.member(seller, MemberRole.SUPPLIER_STAFF))
    town.cashiers = [_token(cast, cast.officer(Duty.CASHIER)) for _ in range(2)]
    town.administrators = [_token(cast, cast.officer(Duty.ADMINISTRATOR, region="000000")) for _ in range(2)]
    town.reporter = _token(cast, cast.officer(Duty.REPORTER))
    town.report_approver = _token(cast, cast.officer(Duty.APPROVER))
    town.statistician = _token(cast, cast.officer(Duty.STATISTICIAN, region="000000"))
    products = [cast.product(supplier, stock=PLENTY, certified=ALWAYS, name=f"苹果{n}") for n in range(PACKS)]
    last = [cast.product(supplier, stock=1, certified=ALWAYS, name=f"最后一箱{n}") for n in range(40)]
    town.skus, town.last_units = _codes(products), _codes(last)
    for role in MemberRole:
        town.people[role.value] = _token(cast, cast.member(cast.organisation(), role))
    for duty in Duty:
        town.people[duty.value] = _token(cast, cast.officer(duty, region=HUANXIAN))
    with transaction():
        entries.refresh([sku.product_id for sku in [*products, *last]])


def _seal_heads() -> None:
    """Give the households heads that can be read, and whose names and numbers must not be told."""
    with transaction():
        heads = [
            {
                "id": id_,
                "name": personal_data.encrypt("张三丰", purpose=name_purpose(number)),
                "identity": personal_data.encrypt(identity_number(_FIRST_HEAD + id_), purpose=identity_purpose(number)),
                "hash": personal_data.lookup_hash(identity_number(_FIRST_HEAD + id_)),
            }
            for id_, number in db.session.execute(text("SELECT id, household_number FROM household"))
        ]
        db.session.execute(text(_SEAL), heads)


def _codes(skus: Sequence) -> list[str]:
    return [sku.code for sku in skus]


def _token(cast: Cast, user: User) -> str:
    token = issue_token(user_id=user.id, name="drill", actor=cast.actor(user), now=cast.now)
    cast.session.commit()
    return token
