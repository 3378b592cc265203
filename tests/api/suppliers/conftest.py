"""A cooperative, its applicant, the county's two officers and the platform's reviewer, each with an HTTP client."""

import io
from dataclasses import dataclass, field

import pytest
from flask.testing import FlaskClient

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty, MemberRole, OrganisationKind
from tests.factories import documents

DOCUMENTS = ("commitment_letter", "business_licence", "food_permit", "linkage_proof")
EXPIRING = {"food_permit", "linkage_proof"}


@dataclass
class Story:
    """Walks an application over HTTP as far as a test needs."""

    cooperative: Organisation
    applicant: FlaskClient
    agriculture: FlaskClient
    revitalisation: FlaskClient
    reviewer: FlaskClient
    outsider: FlaskClient
    id: int = 0
    supplier_id: int = 0
    shown: dict = field(default_factory=dict)

    def url(self, verb: str = "") -> str:
        return f"/api/v1/suppliers/applications/{self.id}" + (f"/{verb}" if verb else "")

    def open(self):
        answer = self.applicant.post("/api/v1/suppliers/applications", json={"organisation_id": self.cooperative.id})
        if answer.status_code == 201:
            self.id, self.supplier_id = answer.json["id"], answer.json["supplier_id"]
        return answer

    def file(self, content=None, by=None) -> int:
        data = {"file": (io.BytesIO(content or documents.pdf()), "证照.pdf"), "organisation_id": self.cooperative.id}
        answer = (by or self.applicant).post("/api/v1/files", data=data, content_type="multipart/form-data")
        return answer.json["id"]

    def hand_in(self, requirement, *, file_id=None, expires_on="2021-09-14", **more):
        body = {"requirement": requirement, "file_id": file_id or self.file(documents.pdf(requirement)), **more}
        if requirement in EXPIRING:
            body["expires_on"] = expires_on
        return self.applicant.post(self.url("answers"), json=body)

    def submitted(self):
        self.open()
        for requirement in DOCUMENTS:
            self.hand_in(requirement)
        return self.applicant.post(self.url("submission"))

    def answer_id(self, requirement) -> int:
        checklist = self.agriculture.get(self.url()).json["checklist"]
        return next(item["answer_id"] for item in checklist if item["requirement"] == requirement)

    def decide(self, requirement, verdict="accepted", *, by=None, **more):
        path = self.url(f"answers/{self.answer_id(requirement)}/decision")
        return (by or self.agriculture).post(path, json={"verdict": verdict, **more})

    def recommend(self, by, **more):
        return by.post(self.url("recommendations"), json={"is_favourable": True, **more})

    def recommended(self):
        self.submitted()
        for requirement in DOCUMENTS[1:]:
            self.decide(requirement)
        self.recommend(self.agriculture)
        return self.recommend(self.revitalisation)

    def certified(self):
        self.recommended()
        return self.reviewer.post(self.url("certification"), json={"from_on": "2020-09-15", "last_on": "2021-09-14"})


@pytest.fixture
def story(cast) -> Story:
    cooperative = cast.organisation(OrganisationKind.COOPERATIVE)
    return Story(
        cooperative=cooperative,
        applicant=cast.client(cast.member(cooperative, MemberRole.SUPPLIER_STAFF)),
        agriculture=cast.client(cast.officer(Duty.AGRICULTURE_OFFICER)),
        revitalisation=cast.client(cast.officer(Duty.REVITALISATION_OFFICER)),
        reviewer=cast.client(cast.officer(Duty.REVIEWER, region="621000")),
        outsider=cast.client(cast.outsider()),
    )
