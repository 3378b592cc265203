"""The one answer that holds a head's name and identity number, and all the others that do not."""

import io

from sqlalchemy import select, text

from marketplace.accounts.rules import Duty
from marketplace.audit.models import AuditLine
from marketplace.households.models import Household
from marketplace.jobs.imports import read_import
from tests.factories.codes import identity_number

NAME = "慕容雪村"
HEAD = identity_number(6001, county="622822")


def test_a_head_is_shown_for_a_reason_and_not_kept_by_anyone_on_the_way(keeper, household, session):
    address = f"/api/v1/households/{household['id']}/unmasking"
    assert keeper.post(address, json={}).status_code == 422
    headers = {"Idempotency-Key": "once"}
    answer = keeper.post(address, json={"reason": "入户核查"}, headers=headers)
    assert answer.json == {
        "household_number": household["household_number"],
        "head_name": NAME,
        "head_identity_number": HEAD,
    }
    assert answer.headers["Cache-Control"] == "no-store"
    line = session.scalars(select(AuditLine).where(AuditLine.action == "household.unmasked")).one()
    assert line.reason == "入户核查"
    remembered = session.execute(text("SELECT answer::text FROM remembered_request WHERE key = 'once'")).all()
    assert remembered == []


def test_law_12_only_who_may_unmask_in_the_region_is_shown(cast, household, outsider, session):
    address, body = f"/api/v1/households/{household['id']}/unmasking", {"reason": "核查"}
    auditor = cast.client(cast.officer(Duty.AUDITOR))
    for client, status in ((outsider, 404), (auditor, 403), (cast.client(), 401)):
        answer = client.post(address, json=body)
        assert answer.status_code == status
        assert NAME not in answer.text
    assert session.scalars(select(AuditLine).where(AuditLine.action == "household.unmasked")).all() == []


def test_law_14_no_answer_but_an_unmasking_holds_a_head(
    keeper, staff, household, linkage, told, session, cast, supplier
):
    household_id, linkage_id = household["id"], linkage["id"]
    cast.roster(supplier, [(session.get(Household, household_id), 1)])
    file = {"file": (io.BytesIO(_file(household).encode()), "户.csv")}
    upload = keeper.post("/api/v1/imports/households", data=file, content_type="multipart/form-data")
    read_import(batch_id=upload.json["id"])
    status = {"from_on": "2020-05-01", "category": "unstable", "persons": 5}
    answers = [
        keeper.post("/api/v1/households", json=told()),
        keeper.post("/api/v1/households", json=told(household_number="other")),
        keeper.post("/api/v1/households", json=told(head_identity_number=HEAD[:-1])),
        keeper.get("/api/v1/households"),
        keeper.get(f"/api/v1/households?q={HEAD}"),
        keeper.post("/api/v1/households/search", json={"q": HEAD}),
        keeper.get(f"/api/v1/households/{household_id}"),
        keeper.post(f"/api/v1/households/{household_id}/statuses", json=status),
        keeper.post(f"/api/v1/households/{household_id}/unmasking", json={"reason": f"核查{NAME}"}),
        keeper.get("/api/v1/linkages"),
        staff.get(f"/api/v1/linkages/{linkage_id}"),
        keeper.post(f"/api/v1/linkages/{linkage_id}/verification"),
        keeper.get(f"/api/v1/imports/{upload.json['id']}"),
        keeper.get(f"/api/v1/imports/{upload.json['id']}/problems"),
    ]
    refused = [answer.status_code for answer in answers if answer.status_code >= 400]
    assert refused == [409, 409, 422, 422, 422]
    for answer in answers:
        assert NAME not in answer.get_data(as_text=True)
        assert HEAD[6:14] not in answer.get_data(as_text=True)
    assert answers[-1].json["items"]
    for line in session.scalars(select(AuditLine)):
        assert NAME not in f"{line.before}{line.after}{line.reason}"
        assert HEAD not in f"{line.before}{line.after}{line.reason}"


def _file(household) -> str:
    header = "户编号,行政村代码,户类型,人数,户主姓名,证件号码,识别时间"
    known = f"{household['household_number']},621022101001,脱贫户,4,{NAME},{HEAD},2015-01-01"
    return f"{header}\n{known}\nnew,621022101001,脱贫户,0,{NAME},{HEAD}\n"
