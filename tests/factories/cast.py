"""Everyone a story needs, put into the database directly: who they are is the premise, not the subject, of a test."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from marketplace.accounts import queries as accounts
from marketplace.accounts.models import Membership, Organisation, StaffPost, User
from marketplace.accounts.rules import Duty, MemberRole, OrganisationKind
from marketplace.accounts.service import issue_token
from marketplace.catalogue.models import (
    CertificationBatch,
    ListingVersion,
    PriceTier,
    Product,
    ProductCertification,
    Sku,
    Stock,
    StockMovement,
)
from marketplace.catalogue.rules import BaseUnit, ListingState, MovementKind, ProductCategory
from marketplace.evidence.models import StoredFile
from marketplace.households.models import (
    Household,
    HouseholdStatus,
    Roster,
    RosterMember,
    RosterVersion,
)
from marketplace.households.rules import HouseholdCategory, Mechanism, RosterState
from marketplace.households.service import sealing
from marketplace.kernel.actor import Actor, Via
from marketplace.regions.rules import county_of
from marketplace.suppliers.models import Qualification, Supplier
from marketplace.suppliers.rules import QualificationState, SupplierKind
from tests.factories.codes import identity_number, uscc_number

LONG_AGO = datetime(2019, 1, 1, tzinfo=UTC)
HUANXIAN = "621022"
QINGCHENG = "621021"
VILLAGE = "621022101001"


@dataclass
class Cast:
    """Makes people and things, each with a number of its own."""

    app: Flask
    session: Session
    now: datetime
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    contents: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def organisation(
        self, kind: OrganisationKind = OrganisationKind.SCHOOL, *, region: str = HUANXIAN, name: str | None = None
    ) -> Organisation:
        """An organisation, a school unless said otherwise."""
        n = next(self.numbers)
        row = Organisation(
            uscc=uscc_number(n, county=region[:6]),
            name=name or f"测试单位{n}",
            kind=kind,
            region_code=region,
            created_at=LONG_AGO,
        )
        return self._keep(row)

    def file(self, organisation_id: int | None, **changes: object) -> StoredFile:
        """A file that an organisation keeps, a PDF of its own content unless said otherwise."""
        facts: dict[str, object] = {
            "sha256": f"{next(self.contents):064x}",
            "byte_size": 10,
            "media_type": "application/pdf",
            "file_name": "证明.pdf",
            "organisation_id": organisation_id,
            "uploaded_at": self.now,
        }
        return self._keep(StoredFile(**facts | changes))

    def user(self, name: str = "张三") -> User:
        """A person without any role yet."""
        n = next(self.numbers)
        row = User(
            email=f"user{n}@example.org",
            name=name,
            active=True,
            language="zh",
            fs_uniquifier=f"u{n}",
            created_at=LONG_AGO,
        )
        return self._keep(row)

    def member(self, organisation: Organisation, *roles: MemberRole) -> User:
        """A person with roles in an organisation."""
        user = self.user(name=f"{organisation.name}的人")
        for role in roles:
            self._keep(Membership(user_id=user.id, organisation_id=organisation.id, role=role, created_at=LONG_AGO))
        return user

    def officer(self, *duties: Duty, region: str = HUANXIAN) -> User:
        """A government officer with duties in a region."""
        user = self.user(name=f"{region}干部")
        for duty in duties:
            self._keep(StaffPost(user_id=user.id, region_code=region, duty=duty, created_at=LONG_AGO))
        return user

    def outsider(self) -> User:
        """A signed-in person of another county and another school, who must get nothing."""
        elsewhere = self.organisation(region="110101", name="外地学校")
        user = self.member(elsewhere, *MemberRole)
        for duty in Duty:
            self._keep(StaffPost(user_id=user.id, region_code="110101", duty=duty, created_at=LONG_AGO))
        return user

    def actor(self, user: User) -> Actor:
        """The actor value of a user, for calls of services."""
        return accounts.get_actor(user, via=Via.API)

    def client(self, user: User | None = None, *, language: str = "zh") -> FlaskClient:
        """An HTTP client with the user's bearer token; nobody's without a user."""
        client = self.app.test_client()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
        if user is not None:
            token = issue_token(user_id=user.id, name="test", actor=self.actor(user), now=self.now)
            client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
            self._settle()
        return client

    def supplier(
        self,
        *,
        county: str = HUANXIAN,
        certified: tuple[date, date | None] | None = (date(2020, 1, 1), date(2021, 1, 1)),
        name: str | None = None,
    ) -> Supplier:
        """A supplier certified for 2020, unless said otherwise."""
        organisation = self.organisation(OrganisationKind.COOPERATIVE, region=county, name=name)
        supplier = self._keep(
            Supplier(
                organisation_id=organisation.id, kind=SupplierKind.COOPERATIVE, county_code=county, created_at=LONG_AGO
            )
        )
        if certified:
            self._keep(
                Qualification(
                    supplier_id=supplier.id,
                    state=QualificationState.CERTIFIED,
                    from_on=certified[0],
                    until_on=certified[1],
                    created_at=LONG_AGO,
                    submitted_at=LONG_AGO,
                    decided_at=LONG_AGO,
                )
            )
        return supplier

    def product(
        self,
        supplier: Supplier,
        *,
        tiers: Sequence[tuple[int, int]] = ((1, 1000),),
        stock: int = 100,
        category: ProductCategory = ProductCategory.FRUIT,
        name: str = "苹果",
        certified: tuple[date, date | None] | None = (date(2020, 1, 1), date(2021, 1, 1)),
    ) -> Sku:
        """A listed product with one SKU, price tiers `(from quantity, unit price in fen)` and stock."""
        n = next(self.numbers)
        product = self._keep(
            Product(supplier_id=supplier.id, product_number=f"P{n:05d}", category=category, created_at=LONG_AGO)
        )
        sku = self._keep(
            Sku(
                product_id=product.id,
                code=f"P{n:05d}",
                specification="5kg/箱",
                unit="箱",
                base_quantity=5000,
                base_unit=BaseUnit.GRAM,
            )
        )
        listing = self._keep(
            ListingVersion(
                product_id=product.id,
                number=1,
                state=ListingState.LISTED,
                name=name,
                origin_code=supplier.county_code,
                submitted_at=LONG_AGO,
                reviewed_at=LONG_AGO,
            )
        )
        for min_quantity, price in tiers:
            self._keep(
                PriceTier(listing_version_id=listing.id, sku_id=sku.id, min_quantity=min_quantity, unit_price_fen=price)
            )
        self._keep(Stock(sku_id=sku.id, on_hand=stock, reserved=0))
        if stock:
            self._keep(
                StockMovement(
                    sku_id=sku.id, kind=MovementKind.RECEIVED, on_hand_change=stock, reserved_change=0, at=LONG_AGO
                )
            )
        if certified:
            batch = self._keep(CertificationBatch(number=f"B{n}", announced_on=certified[0], created_at=LONG_AGO))
            self._keep(
                ProductCertification(
                    product_id=product.id,
                    batch_id=batch.id,
                    from_on=certified[0],
                    until_on=certified[1],
                    created_at=LONG_AGO,
                )
            )
        return sku

    def household(self, *, village: str = VILLAGE, persons: int = 4, registered: date = date(2014, 1, 1)) -> Household:
        """A registered household; its head is 张三丰 with an identity number of its own."""
        n = next(self.numbers)
        number, head_identity_number = f"H{n:06d}", identity_number(n)
        household = self._keep(
            Household(
                household_number=number,
                village_code=village,
                county_code=county_of(village),
                ordinal=n,
                head_name=sealing.seal_name(number, "张三丰"),
                head_identity=sealing.seal_identity(number, head_identity_number),
                head_identity_hash=sealing.hash_identity(head_identity_number),
                registered_on=registered,
                created_at=LONG_AGO,
            )
        )
        self._keep(
            HouseholdStatus(
                household_id=household.id,
                from_on=registered,
                category=HouseholdCategory.REGISTERED_POOR,
                persons=persons,
            )
        )
        return household

    def roster(
        self,
        supplier: Supplier,
        members: Sequence[tuple[Household, int]],
        *,
        share_bp: int = 1000,
        from_on: date = date(2020, 1, 1),
        until_on: date | None = None,
        product_id: int | None = None,
        lot_id: int | None = None,
    ) -> RosterVersion:
        """An approved roster version with weighted members."""
        roster = self._keep(Roster(supplier_id=supplier.id, product_id=product_id, lot_id=lot_id, created_at=LONG_AGO))
        version = self._keep(
            RosterVersion(
                roster_id=roster.id,
                state=RosterState.APPROVED,
                mechanism=Mechanism.DIRECT_PURCHASE,
                household_share_bp=share_bp,
                declared_from_on=from_on,
                declared_until_on=until_on,
                from_on=from_on,
                until_on=until_on,
                members_count=len(members),
                weight_total=sum(weight for _, weight in members),
                entered_at=LONG_AGO,
                approved_at=LONG_AGO,
            )
        )
        for household, weight in members:
            self._keep(RosterMember(roster_version_id=version.id, household_id=household.id, weight=weight))
        return version

    def _keep(self, row):
        self.session.add(row)
        self._settle()
        return row

    def _settle(self) -> None:
        """Commit what was made, so that a refused request, which rolls back, takes nothing of the premise with it."""
        expires, self.session.expire_on_commit = self.session.expire_on_commit, False
        self.session.commit()
        self.session.expire_on_commit = expires
