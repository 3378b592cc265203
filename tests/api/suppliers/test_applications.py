import pytest

from marketplace.accounts.models import Membership, StaffPost
from marketplace.accounts.rules import Duty, MemberRole, OrganisationKind
from marketplace.suppliers.models import Qualification, RequirementAnswer
from tests.api.suppliers.conftest import DOCUMENTS
from tests.catalogue.statements import counted


def code_of(answer):
    return answer.status_code, answer.json["code"], [(e["field"], e["code"]) for e in answer.json.get("errors", [])]


def test_law_3_the_same_request_twice_opens_and_hands_in_once(story, session):
    body, headers = {"organisation_id": story.cooperative.id}, {"Idempotency-Key": "k"}
    answers = [
        story.applicant.post("/api/v1/suppliers/applications", json=body, headers=headers).json for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert session.query(Qualification).count() == 1
    story.id = answers[0]["id"]
    body, headers = {"requirement": "business_licence", "file_id": story.file()}, {"Idempotency-Key": "h"}
    for _ in range(2):
        assert story.applicant.post(story.url("answers"), json=body, headers=headers).status_code == 201
    assert session.query(RequirementAnswer).count() == 1


def test_a_second_application_names_the_open_one(story):
    story.open()
    answer = story.open()
    assert (answer.status_code, answer.json["facts"]) == (409, {"application_id": story.id})


def test_a_school_cannot_apply(cast):
    school = cast.organisation()
    client = cast.client(cast.member(school, MemberRole.SUPPLIER_STAFF))
    answer = client.post("/api/v1/suppliers/applications", json={"organisation_id": school.id})
    assert code_of(answer)[:2] == (409, "supplier.kind_unsuitable")


def test_law_11_the_same_officer_cannot_speak_for_both_offices(cast, story):
    both = cast.client(cast.officer(Duty.AGRICULTURE_OFFICER, Duty.REVITALISATION_OFFICER))
    story.submitted()
    assert code_of(story.recommend(both)) == (
        422,
        "recommendation.office_unclear",
        [("office", "recommendation.office_unclear")],
    )
    assert story.recommend(both, office="agriculture").status_code == 201
    assert "recommend_linkage" not in both.get(story.url()).json["next_actions"]
    assert code_of(story.recommend(both, office="revitalisation"))[:2] == (403, "separation_of_duties")


def test_law_11_the_applicant_decides_nothing(cast, story, session, now):
    """Even one who also holds a county's post."""
    user = cast.member(story.cooperative, MemberRole.SUPPLIER_STAFF)
    for duty in Duty:
        session.add(StaffPost(user_id=user.id, region_code="621022", duty=duty, created_at=now))
    session.flush()
    story.applicant = cast.client(user)
    story.submitted()
    assert story.applicant.get(story.url()).json["next_actions"] == ["send_back"]
    assert code_of(story.recommend(story.applicant, office="agriculture"))[:2] == (403, "separation_of_duties")
    assert code_of(story.decide("food_permit", by=story.applicant))[:2] == (403, "separation_of_duties")


def test_who_holds_no_post_may_neither_check_nor_decide(story):
    story.submitted()
    for verb, body in (
        ("recommendations", {"is_favourable": True}),
        (f"answers/{story.answer_id('food_permit')}/decision", {"verdict": "accepted"}),
        ("certification", {"from_on": "2020-09-15"}),
        ("refusal", {"reason": "x"}),
        ("sending-back", {"reason": "x"}),
    ):
        assert code_of(story.applicant.post(story.url(verb), json=body))[:2] == (403, "permission.missing")


def test_an_office_speaks_once_a_round_and_not_for_the_other(cast, story):
    story.submitted()
    story.recommend(story.agriculture)
    another = cast.client(cast.officer(Duty.AGRICULTURE_OFFICER))
    assert code_of(story.recommend(another))[:2] == (409, "recommendation.given")
    assert code_of(story.recommend(another, office="revitalisation"))[:2] == (403, "permission.missing")


def test_a_refusal_needs_a_reason_and_ends_the_application(story):
    story.recommended()
    assert code_of(story.reviewer.post(story.url("refusal"), json={})) == (
        422,
        "invalid",
        [("reason", "field.required")],
    )
    answer = story.reviewer.post(story.url("refusal"), json={"reason": "产能不足"})
    assert (answer.status_code, answer.json["state"], answer.json["next_actions"]) == (200, "refused", [])
    shown = story.applicant.get(f"/api/v1/suppliers/{story.supplier_id}").json
    assert (shown["application_state"], shown["next_actions"]) == ("refused", ["apply"])
    assert story.open().status_code == 201


def test_the_reviewer_sends_back_and_the_supplier_comes_again(story):
    story.recommended()
    assert story.reviewer.post(story.url("sending-back"), json={"reason": "补充协议"}).json["state"] == "sent_back"
    assert story.applicant.post(story.url("submission")).json["round"] == 2


def test_nothing_is_certified_that_is_not_recommended_or_lacks_a_document(story):
    story.submitted()
    period = {"from_on": "2020-09-15"}
    assert code_of(story.reviewer.post(story.url("certification"), json=period))[:2] == (409, "move_refused")
    story.recommend(story.agriculture)
    story.recommend(story.revitalisation)
    assert story.reviewer.get(story.url()).json["next_actions"] == ["decide_answer", "send_back", "refuse"]
    answer = story.reviewer.post(story.url("certification"), json=period)
    assert code_of(answer)[:2] == (409, "requirements.missing")


def test_the_last_day_does_not_lie_before_the_first(story):
    story.recommended()
    answer = story.reviewer.post(story.url("certification"), json={"from_on": "2020-10-01", "last_on": "2020-09-30"})
    assert code_of(answer) == (422, "period.wrong", [("last_on", "period.wrong")])


@pytest.mark.parametrize(
    ("verb", "body", "wrong"),
    [
        ("answers", {"requirement": "business_licence", "colour": 1}, [("colour", "field.unknown")]),
        ("answers", {"requirement": "business_licence", "file_id": "1"}, [("file_id", "field.not_integer")]),
        ("answers", {"requirement": "business_licence", "file_id": 10**30}, [("file_id", "field.out_of_range")]),
        ("answers", {"requirement": "business_licence"}, [("file_id", "requirement.file_missing")]),
        ("answers", {"requirement": "a\x00b", "file_id": 1}, [("requirement", "field.control_characters")]),
        ("answers", {"requirement": "nonsense", "file_id": 1}, [("requirement", "requirement.unknown")]),
        ("answers", {"requirement": "food_permit", "expires_on": "soon"}, [("expires_on", "field.not_date")]),
    ],
)
def test_a_wrong_document_is_refused_by_field(story, verb, body, wrong):
    story.open()
    status, _, fields = code_of(story.applicant.post(story.url(verb), json=body))
    assert (status, fields) == (422, wrong)


@pytest.mark.parametrize(
    ("verb", "body", "wrong"),
    [
        ("recommendations", {"is_favourable": "yes"}, [("is_favourable", "field.not_boolean")]),
        ("recommendations", {"is_favourable": True, "office": "x"}, [("office", "field.unknown_choice")]),
        ("recommendations", {"is_favourable": False}, [("reason", "reason.missing")]),
        ("answers/{answer}/decision", {"verdict": "given"}, [("verdict", "field.unknown_choice")]),
        ("answers/{answer}/decision", {"verdict": "rejected"}, [("reason", "reason.missing")]),
        ("answers/{answer}/decision", {"verdict": "rejected", "why": "x"}, [("why", "field.unknown")]),
    ],
)
def test_a_wrong_word_is_refused_by_field(story, verb, body, wrong):
    story.submitted()
    path = story.url(verb.format(answer=story.answer_id("food_permit")))
    status, _, fields = code_of(story.agriculture.post(path, json=body))
    assert (status, fields) == (422, wrong)


def test_a_file_of_another_organisation_proves_nothing(cast, story):
    other = cast.organisation(OrganisationKind.COOPERATIVE)
    stranger = cast.client(cast.member(other, MemberRole.SUPPLIER_STAFF))
    mine, story.cooperative = story.cooperative, other
    file_id = story.file(by=stranger)
    story.cooperative = mine
    story.open()
    answer = story.hand_in("business_licence", file_id=file_id)
    assert code_of(answer) == (422, "requirement.file_missing", [("file_id", "requirement.file_missing")])


def test_the_county_of_the_goods_reads_the_files_of_a_supplier_seated_elsewhere(cast, story):
    story.cooperative.region_code = "620102"
    answer = story.applicant.post(
        "/api/v1/suppliers/applications",
        json={"organisation_id": story.cooperative.id, "county_code": "621022"},
    )
    story.id = answer.json["id"]
    file_id = story.file()
    path = f"/api/v1/files/{file_id}"
    assert story.agriculture.get(path).status_code == 404
    story.hand_in("business_licence", file_id=file_id)
    assert story.agriculture.get(path).status_code == 200
    assert story.outsider.get(path).status_code == 404


def test_law_12_for_the_outsider_there_is_no_such_application(cast, story):
    story.submitted()
    answer_id = story.answer_id("food_permit")
    next_county = cast.client(cast.officer(*Duty, region="621021"))
    asked = [
        ("answers", {"requirement": "business_licence", "file_id": 1}),
        ("submission", None),
        (f"answers/{answer_id}/decision", {"verdict": "accepted"}),
        ("recommendations", {"is_favourable": True}),
        ("recommendations", {"is_favourable": True, "office": "agriculture"}),
        ("certification", {"from_on": "2020-09-15"}),
        ("sending-back", {"reason": "x"}),
        ("refusal", {"reason": "x"}),
    ]
    for verb, body in asked:
        answer = story.outsider.post(story.url(verb), json=body)
        assert code_of(answer) == (404, "application.not_found", []), verb
    for client in (story.outsider, next_county):
        answer = client.get(story.url())
        assert code_of(answer) == (404, "application.not_found", [])
        assert story.cooperative.name.encode() not in answer.data
        assert client.get("/api/v1/suppliers/applications").json["items"] == []
    answer = story.outsider.post("/api/v1/suppliers/applications", json={"organisation_id": story.cooperative.id})
    assert code_of(answer)[:2] == (404, "organisation.not_found")
    assert story.agriculture.get(story.url()).json["state"] == "submitted"


def test_another_applications_document_cannot_be_decided_through_this_one(cast, story):
    story.submitted()
    answer_id = story.answer_id("food_permit")
    story.cooperative = cast.organisation(OrganisationKind.COOPERATIVE)
    story.applicant = cast.client(cast.member(story.cooperative, MemberRole.SUPPLIER_STAFF))
    story.submitted()
    path = story.url(f"answers/{answer_id}/decision")
    assert code_of(story.agriculture.post(path, json={"verdict": "accepted"}))[:2] == (404, "application.not_found")


def test_the_work_queue_shows_the_longest_waiting_first_page_by_page(cast, story, session):
    ids = []
    for _ in range(3):
        story.cooperative = cast.organisation(OrganisationKind.COOPERATIVE)
        story.applicant = cast.client(cast.member(story.cooperative, MemberRole.SUPPLIER_STAFF))
        story.submitted()
        ids.append(story.id)
    oldest = session.get(Qualification, ids[2])
    oldest.submitted_at = oldest.submitted_at.replace(year=2019)
    session.flush()
    seen, query = [], "/api/v1/suppliers/applications?state=submitted&region_code=621000&limit=2"
    page = story.agriculture.get(query).json
    seen += [row["id"] for row in page["items"]]
    page = story.agriculture.get(f"{query}&after={page['next']}").json
    seen += [row["id"] for row in page["items"]]
    assert (seen, page["next"]) == ([ids[2], ids[0], ids[1]], None)
    empty = "/api/v1/suppliers/applications?"
    assert story.agriculture.get(f"{empty}state=recommended").json["items"] == []
    assert story.agriculture.get(f"{empty}region_code=620000").json["items"] != []
    assert story.agriculture.get(f"{empty}region_code=110000").json["items"] == []
    assert [row["id"] for row in story.applicant.get("/api/v1/suppliers/applications").json["items"]] == [ids[2]]


@pytest.mark.parametrize("query", ["limit=0", "after=nonsense", "after=WyJ4IiwxXQ", "state=x", "region_code=62102x"])
def test_a_wrong_query_is_refused(story, query):
    assert story.agriculture.get(f"/api/v1/suppliers/applications?{query}").status_code == 422


def test_an_application_is_read_with_the_same_statements_however_long_its_history(story, session):
    def statements():
        with counted() as sent:
            assert story.applicant.get(story.url()).status_code == 200
        return len(sent)

    story.open()
    for requirement in DOCUMENTS:
        story.hand_in(requirement)
    short = statements()
    for _ in range(5):
        story.hand_in("business_licence", file_id=story.file())
    assert statements() == short


def test_nobody_in_particular_gets_nothing(cast, story):
    story.open()
    for client, status in ((cast.client(), 401), (cast.client(cast.user()), 403)):
        assert client.get("/api/v1/suppliers/applications").status_code == status
        assert client.get(story.url()).status_code == status
        assert client.post(story.url("recommendations"), json={"is_favourable": True}).status_code == status


def test_who_left_the_organisation_sees_its_application_no_more(cast, story, session, now):
    story.open()
    session.query(Membership).filter_by(organisation_id=story.cooperative.id).update({"ended_at": now})
    assert story.applicant.get(story.url()).status_code == 403
