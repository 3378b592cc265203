"""One of everything in Huan county, and its people: whoever may do all of it there, and whoever only elsewhere."""

import io
from dataclasses import dataclass, field
from datetime import date

from flask.testing import FlaskClient
from sqlalchemy import text

from marketplace.accounts.models import Membership, Organisation, User
from marketplace.accounts.rules import Duty, MemberRole
from marketplace.catalogue.models import Sku
from marketplace.kernel.actor import system
from marketplace.regions.models import Region
from marketplace.sales.rules import Channel, NewSale
from marketplace.sales.service import recording
from tests.factories import documents
from tests.factories.cast import HUANXIAN, VILLAGE, Cast
from tests.factories.codes import identity_number, uscc_number
from tests.purchasing.stage import Stage

AREAS = [("000000", 0), ("620000", 2), ("621000", 4), (HUANXIAN, 6), ("621022101000", 9), (VILLAGE, 12)]
NEVER = 4_000_000_000
"""An id that no row will have, though any column holds it."""


@dataclass
class County:
    """Makes one of everything and keeps how an address names it: by the part that stands before."""

    cast: Cast
    stage: Stage
    person: User
    client: FlaskClient
    newcomer_id: int
    known: dict[str, int | str] = field(default_factory=dict)
    sku: Sku | None = None
    household_number: str = ""

    @classmethod
    def build(cls, cast: Cast) -> "County":
        for code, level in AREAS:
            if cast.session.query(Region).filter_by(code=code).first() is None:
                cast.session.add(Region(code=code, name=f"地区{code}", level=level, from_on=date(1949, 1, 1)))
        stage = Stage.build(cast)
        newcomer = cast.supplier(certified=None).organisation_id
        sellers = [cast.session.get(Organisation, id_) for id_ in (stage.supplier.organisation_id, newcomer)]
        person = everyone(cast, [stage.school, *sellers], HUANXIAN)
        county = cls(cast, stage, person, cast.client(person), newcomer)
        county._fill()
        cast.session.commit()
        return county

    @property
    def supplier_code(self) -> str:
        return self.cast.session.get(Organisation, self.stage.supplier.organisation_id).uscc

    @property
    def words(self) -> dict[str, int | str]:
        """What names something in a query or a body: things of the county, by the field that names them."""
        areas = ("region_code", "host_code", "origin_code", "buyer_region", "county_code")
        return {
            **dict.fromkeys(areas, HUANXIAN),
            "village_code": VILLAGE,
            "from": "2020-01",
            "to": "2020-12",
            "month": "2020-05",
            "year": 2020,
            "supplier": self.supplier_code,
            "organisation_id": self.stage.supplier.organisation_id,
            "buyer_id": self.stage.school.id,
            "user_id": self.stage.purchaser.id,
            "sku": self.sku.code,
            "household_number": self.household_number,
            "evidence_file_id": self.known["files"],
            "file_id": self.known["files"],
            "head_identity_number": identity_number(7),
            "uscc": uscc_number(7_777),
            "email": "someone@example.org",
            "measure": "sales.v1",
            "requirement": "business_licence",
        }

    def _fill(self) -> None:
        self._accounts()
        self._goods()
        self._households()
        self._orders()
        self._sales()
        self._reporting()
        self._application()
        upload = {
            "file": (io.BytesIO("区划代码,名称\n621022101001,城东村\n".encode()), "村.csv"),
            "region_code": HUANXIAN,
        }
        self.known["imports"] = self._post("imports/regions", data=upload)["id"]
        self.known["jobs"] = self.client.get(f"/api/v1/imports/{self.known['imports']}").json["job_id"]

    def _accounts(self) -> None:
        self.known["organisations"] = self.stage.school.id
        self.known["memberships"] = self._one("SELECT max(id) FROM membership")
        self.known["posts"] = self._one("SELECT max(id) FROM staff_post")
        self.known["tokens"] = self._one("SELECT max(id) FROM api_token")
        offer = {"email": "new@example.org", "organisation_id": self.stage.school.id, "role": "finance"}
        self.known["invitations"] = self._post("invitations", json=offer)["id"]
        file = {"file": (io.BytesIO(documents.pdf()), "证.pdf"), "organisation_id": self.stage.supplier.organisation_id}
        self.known["files"] = self._post("files", data=file)["id"]

    def _goods(self) -> None:
        sku = self.cast.product(self.stage.supplier, stock=500)
        self.known["catalogue"] = self.known["products"] = sku.code
        version = {
            "name": "红富士苹果",
            "skus": [{"sku": sku.code, "tiers": [{"min_quantity": 1, "unit_price": yuan()}]}],
        }
        self._post(f"products/{sku.code}/versions", json=version)
        self.known["listing-reviews"] = self._one("SELECT max(id) FROM listing_version")
        self.known["certification-batches"] = self._one("SELECT max(id) FROM certification_batch")
        self.known["certifications"] = self._one("SELECT max(id) FROM product_certification")
        self.sku = sku

    def _households(self) -> None:
        household = self.cast.household()
        self.known["households"] = household.id
        tie = {
            "supplier": self.supplier_code,
            "household_number": household.household_number,
            "mechanism": "direct_purchase",
            "from_on": "2020-01-01",
            "evidence_file_id": self.known["files"],
        }
        self.known["linkages"] = self._post("linkages", json=tie)["id"]
        linked = self.cast.household()
        self.household_number = linked.household_number
        self.cast.session.execute(
            text("""INSERT INTO linkage (supplier_id, household_id, mechanism, state, from_on, entered_at, verified_at)
                    VALUES (:s, :h, 'direct_purchase', 'verified', '2020-01-01', now(), now())"""),
            {"s": self.stage.supplier.id, "h": linked.id},
        )
        roster = {
            "supplier": self.supplier_code,
            "mechanism": "direct_purchase",
            "household_share_bp": 1000,
            "from_on": "2020-01-01",
            "members": [{"household_number": linked.household_number, "weight": 1}],
        }
        self.known["versions"] = self._post("rosters", json=roster)["id"]
        payment = {
            "supplier": self.supplier_code,
            "household_number": linked.household_number,
            "paid_on": "2020-09-01",
            "mechanism": "direct_purchase",
            "amount": yuan("100.00"),
            "voucher_number": "PZ-1",
        }
        self.known["household-payments"] = self._post("household-payments", json=payment)["id"]

    def _orders(self) -> None:
        stage = self.stage
        paid = stage.confirmed((self.sku, 1))
        self.known["shipments"] = stage.ship(paid, (1, 1)) and 1
        self.known["bank-lines"] = self._bank_line()
        self.known["orders"] = paid
        self.known["order-groups"] = stage.place((self.sku, 2), approval_fen=1)

    def _bank_line(self) -> int:
        return self._one(
            """INSERT INTO bank_line
                (bank_reference, booked_on, payer_name, amount_fen, remark, codes, region_code, state)
               VALUES ('R-1', '2020-09-12', '环县第一中学', 1000, '', '{}', '621022', 'queued') RETURNING id"""
        )

    def _sales(self) -> None:
        told = [
            NewSale(
                sold_on=date(2020, 5, 1),
                channel=Channel.EVENT,
                supplier_id=self.stage.supplier.id,
                product_id=self.sku.product_id,
                amount_fen=100,
                buyer_name="某校",
                source=source,
                source_number="1",
            )
            for source in ("ledger", "platform")
        ]
        recording.record(told, actor=system(), now=self.cast.now)
        self.known["sales"] = self._one("SELECT max(id) FROM sale")
        self.known["look-alikes"] = self._one("SELECT max(id) FROM look_alike")

    def _reporting(self) -> None:
        line = {"sold_on": "2020-09-01", "channel": "event", "supplier": self.supplier_code, "amount": yuan("5.00")}
        line["invoice_number"] = "0451"
        report = {"region_code": HUANXIAN, "title": "九月展销会", "lines": [line]}
        self.known["sales-reports"] = self._post("sales-reports", json=report)["id"]
        place = {"region_code": HUANXIAN, "host_code": HUANXIAN, "name": "专馆"}
        outlet = {**place, "number": "ZG-1", "kind": "hall", "opened_on": "2020-06-01"}
        self.known["outlets"] = self._post("outlets", json=outlet)["id"]
        agreement = {
            "agreement_number": "XY-1",
            "signed_on": "2020-06-18",
            "buyer_name": "某公司",
            "host_code": HUANXIAN,
            "signed": yuan("300.00"),
        }
        self.known["agreements"] = self._post("agreements", json=agreement)["id"]

    def _application(self) -> None:
        self.known["suppliers"] = self.stage.supplier.id
        made = self._post("suppliers/applications", json={"organisation_id": self.newcomer_id})
        self.known["applications"] = made["id"]
        letter = {"file": (io.BytesIO(documents.pdf()), "承诺书.pdf"), "organisation_id": self.newcomer_id}
        given = {"requirement": "commitment_letter", "file_id": self._post("files", data=letter)["id"]}
        shown = self._post(f"suppliers/applications/{made['id']}/answers", json=given)
        self.known["answers"] = next(
            item["answer_id"] for item in shown["checklist"] if item["requirement"] == "commitment_letter"
        )

    def _post(self, path: str, **sent: object) -> dict:
        answer = self.client.post(f"/api/v1/{path}", **sent)
        assert answer.status_code in {201, 202}, (path, answer.json)
        return answer.json

    def _one(self, statement: str) -> int:
        return self.cast.session.scalar(text(statement))


def everyone(cast: Cast, organisations: list[Organisation], region: str) -> User:
    """A person with every role in these organisations and every duty in a region."""
    user = cast.officer(*Duty, region=region)
    for organisation in organisations:
        for role in MemberRole:
            cast.session.add(
                Membership(user_id=user.id, organisation_id=organisation.id, role=role, created_at=cast.now)
            )
    cast.session.commit()
    return user


def yuan(amount: str = "10.00") -> dict[str, str]:
    return {"amount": amount, "currency": "CNY"}
