"""The people of the reference year who sign in: each plays one part of the main job."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Final

from sqlalchemy import select, text

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty, MemberRole, OrganisationKind
from marketplace.accounts.service import organisations, users
from marketplace.accounts.service.appointments import appoint_member, appoint_officer
from marketplace.db import db
from marketplace.kernel.actor import Actor
from marketplace.kernel.days import day_of
from marketplace.suppliers.queries.certified import CERTIFIED
from marketplace.workflows.demo.places import CITY

COUNTY: Final = "621022"
_DOMAIN: Final = "demo.example"
_SCHOOL: Final = ("12621022MB10000023", "环县示范中学", OrganisationKind.SCHOOL)
_NEWCOMER: Final = ("936210221000003153", "环县山梁小杂粮农民专业合作社", OrganisationKind.COOPERATIVE)
_NATION: Final = "000000"


@dataclass(frozen=True, slots=True)
class Login:
    """A person's address and password, in both languages what they do, and the organisation they act for, if any."""

    email: str
    password: str
    zh: str
    en: str
    organisation: str


class _Place(Enum):
    """An organisation that people of the demo act for."""

    SELLER = auto()
    SCHOOL = auto()
    NEWCOMER = auto()


@dataclass(frozen=True, slots=True)
class _Person:
    """Who is made: at an organisation with roles, or at a region with duties."""

    name: str
    zh: str
    en: str
    roles: tuple[MemberRole, ...] = ()
    place: _Place = _Place.SCHOOL
    region_code: str = ""
    duties: tuple[Duty, ...] = ()


_PEOPLE: Final = (
    _Person(
        "supplier",
        "供应商：商品、库存、名册、确认与发货",
        "supplier: products, stock, rosters, confirming and shipping",
        roles=(MemberRole.MANAGER, MemberRole.SUPPLIER_STAFF),
        place=_Place.SELLER,
    ),
    _Person("purchaser", "学校采购员：下单", "school: places orders", roles=(MemberRole.MANAGER, MemberRole.PURCHASER)),
    _Person(
        "approver",
        "学校审批、验收和付款",
        "school: approves, receives, pays",
        roles=(MemberRole.APPROVER, MemberRole.RECEIVER, MemberRole.FINANCE),
    ),
    _Person(
        "applicant",
        "新合作社：申请成为供应商",
        "new cooperative: applies to become a supplier",
        roles=(MemberRole.MANAGER, MemberRole.SUPPLIER_STAFF),
        place=_Place.NEWCOMER,
    ),
    _Person(
        "county-a",
        "县农业农村局：推荐供应商，填报线下销售、活动、专馆和协议",
        "county agriculture office: recommends suppliers, reports offline sales, events, outlets, agreements",
        region_code=COUNTY,
        duties=(Duty.AGRICULTURE_OFFICER, Duty.REPORTER),
    ),
    _Person(
        "county-b",
        "县乡村振兴局：农户、联结、名册；审核销售上报",
        "county revitalisation office: households, linkages, rosters; approves sales reports",
        region_code=COUNTY,
        duties=(Duty.REVITALISATION_OFFICER, Duty.APPROVER),
    ),
    _Person(
        "city",
        "市级：审核供应商和商品、银行流水、统计与通报",
        "city: reviews suppliers and listings, bank statements, statistics and bulletins",
        region_code=CITY,
        duties=(Duty.REVIEWER, Duty.CASHIER, Duty.STATISTICIAN),
    ),
    _Person(
        "admin",
        "管理员：用户、任职、区划、后台任务",
        "administrator: users, posts, regions, jobs",
        region_code=_NATION,
        duties=(Duty.ADMINISTRATOR,),
    ),
)


def address_of(name: str) -> str:
    """Tell the mail address of a person of the demo."""
    return f"{name}@{_DOMAIN}"


def make(*, hash_password: Callable[[str], str], actor: Actor, now: datetime) -> list[Login]:
    """Make every person who is not there yet, with a password of their own; tell those that were made."""
    places = {
        _Place.SELLER: _seller(now),
        _Place.SCHOOL: _register(*_SCHOOL, actor=actor, now=now),
        _Place.NEWCOMER: _register(*_NEWCOMER, actor=actor, now=now),
    }
    names = {place: db.session.get_one(Organisation, number).name for place, number in places.items()}
    made = []
    for person in _PEOPLE:
        email = address_of(person.name)
        if users.find_by_email(email):
            continue
        password = secrets.token_urlsafe(9)
        user = users.create(
            email=email,
            name=person.zh.split("：")[0],
            password=password,
            hash_password=hash_password,
            actor=actor,
            now=now,
        )
        for role in person.roles:
            appoint_member(user, organisation_id=places[person.place], role=role, actor=actor, now=now)
        for duty in person.duties:
            appoint_officer(user, region_code=person.region_code, duty=duty, actor=actor, now=now)
        made.append(Login(email, password, person.zh, person.en, names[person.place] if person.roles else ""))
    return made


def lines_of(logins: Sequence[Login]) -> str:
    """Write logins as lines for a private file and the terminal."""
    return "".join(
        f"{each.email:<24} {each.password:<16} {each.zh} / {each.en}{each.organisation and f' · {each.organisation}'}\n"
        for each in logins
    )


def _register(uscc: str, name: str, kind: OrganisationKind, *, actor: Actor, now: datetime) -> int:
    """Register an organisation of the county unless it is there, and tell its id."""
    known = db.session.scalar(select(Organisation.id).where(Organisation.uscc == uscc))
    if known:
        return known
    return organisations.register(uscc=uscc, name=name, kind=kind, region_code=COUNTY, actor=actor, now=now).id


def _seller(now: datetime) -> int:
    """Choose a supplier of the county that is certified today and has the most goods on sale."""
    chosen = text(
        f"""
        SELECT supplier.organisation_id
        FROM supplier JOIN product ON product.supplier_id = supplier.id
        WHERE supplier.county_code = :county AND supplier.id IN ({CERTIFIED})
        GROUP BY supplier.id
        ORDER BY count(*) DESC, supplier.id
        LIMIT 1
        """  # noqa: S608  a constant of the area of suppliers
    )
    organisation_id: int = db.session.execute(chosen, {"county": COUNTY, "day": day_of(now)}).scalar_one()
    return organisation_id
