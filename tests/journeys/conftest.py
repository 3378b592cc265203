"""Everyone in the main job, each with an HTTP client; what they do goes over HTTP, who they are is the premise."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty, MemberRole, OrganisationKind
from marketplace.gateways import sheets
from marketplace.jobs.imports import read_import
from tests.factories import documents

API = "/api/v1"


@dataclass
class People:
    """Who plays a part, and how each asks and is answered."""

    seller: Organisation
    school: Organisation
    supplier: FlaskClient
    purchaser: FlaskClient
    approver: FlaskClient
    receiver: FlaskClient
    agriculture: FlaskClient
    revitalisation: FlaskClient
    reporter: FlaskClient
    county_approver: FlaskClient
    city: FlaskClient
    admin: FlaskClient
    folder: Path

    def post(self, client: FlaskClient, path: str, body: Any = None, *, status: int = 200) -> Any:
        """Post and give the answer; another status than expected fails with what was said."""
        answer = client.post(f"{API}/{path}", json=body) if body is not None else client.post(f"{API}/{path}")
        assert answer.status_code == status, answer.text
        return answer.json

    def get(self, client: FlaskClient, path: str) -> Any:
        """Get and give the answer."""
        answer = client.get(f"{API}/{path}")
        assert answer.status_code == 200, answer.text
        return answer.json

    def walk(self, client: FlaskClient, path: str) -> list[Any]:
        """Get every item of a list, page by page."""
        items, after = [], ""
        while after is not None:
            page = self.get(client, f"{path}{'&' if '?' in path else '?'}limit=100{after and '&after=' + after}")
            items += page["items"]
            after = page["next"]
        return items

    def send(self, client: FlaskClient, path: str, rows: Sequence[Sequence[Any]], *, status: int = 200, **form) -> Any:
        """Send rows as a workbook."""
        file = self.folder / "sent.xlsx"
        sheets.write(file, rows)
        data = {"file": (io.BytesIO(file.read_bytes()), "sent.xlsx"), **form}
        answer = client.post(f"{API}/{path}", data=data, content_type="multipart/form-data")
        assert answer.status_code == status, answer.text
        return answer.json

    def bring(self, client: FlaskClient, kind: str, rows: Sequence[Sequence[Any]]) -> Any:
        """Import a workbook, with the worker reading it, and give the batch at its end."""
        batch = self.send(client, f"imports/{kind}", rows, status=202)
        read_import(batch_id=batch["id"])
        done = self.get(client, f"imports/{batch['id']}")
        problems = self.get(client, f"imports/{batch['id']}/problems")["items"]
        assert done["state"] == "committed", problems
        return done

    def file(self, client: FlaskClient, *, title: str, **scope) -> int:
        """Upload a document and give its id."""
        data = {"file": (io.BytesIO(documents.pdf(title)), f"{title}.pdf"), **scope}
        answer = client.post(f"{API}/files", data=data, content_type="multipart/form-data")
        assert answer.status_code == 201, answer.text
        return answer.json["id"]


@pytest.fixture
def people(cast, tmp_path: Path) -> People:
    seller = cast.organisation(OrganisationKind.COOPERATIVE, name="环县绿源种植农民专业合作社")
    school = cast.organisation(OrganisationKind.SCHOOL, name="环县第一中学")
    return People(
        seller=seller,
        school=school,
        supplier=cast.client(cast.member(seller, MemberRole.SUPPLIER_STAFF)),
        purchaser=cast.client(cast.member(school, MemberRole.PURCHASER)),
        approver=cast.client(cast.member(school, MemberRole.APPROVER)),
        receiver=cast.client(cast.member(school, MemberRole.RECEIVER)),
        agriculture=cast.client(cast.officer(Duty.AGRICULTURE_OFFICER)),
        revitalisation=cast.client(cast.officer(Duty.REVITALISATION_OFFICER)),
        reporter=cast.client(cast.officer(Duty.REPORTER)),
        county_approver=cast.client(cast.officer(Duty.APPROVER)),
        city=cast.client(cast.officer(Duty.REVIEWER, Duty.CASHIER, Duty.STATISTICIAN, region="621000")),
        admin=cast.client(cast.officer(Duty.ADMINISTRATOR, region="621000")),
        folder=tmp_path,
    )
