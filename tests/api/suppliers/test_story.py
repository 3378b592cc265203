"""A cooperative becomes a certified supplier, over HTTP, with real files and everyone who has a word in it."""

from tests.api.suppliers.conftest import DOCUMENTS
from tests.factories import documents


def states(answer):
    return {item["requirement"]: item["state"] for item in answer.json["checklist"]}


def test_an_application_from_the_first_day_to_the_certificate(story):
    opened = story.open()
    assert (opened.status_code, opened.json["state"], opened.json["next_actions"]) == (201, "draft", ["answer"])
    assert states(opened) == {
        "uscc_valid": "accepted",
        "county_assisted": "accepted",
        **dict.fromkeys(DOCUMENTS, "missing"),
    }

    lacking = story.applicant.post(story.url("submission"))
    assert (lacking.status_code, lacking.json["code"]) == (409, "requirements.missing")
    assert [each["requirement"] for each in lacking.json["facts"]["missing"]] == list(DOCUMENTS)

    for requirement in DOCUMENTS:
        handed_in = story.hand_in(requirement)
        assert handed_in.status_code == 201
    assert handed_in.json["next_actions"] == ["answer", "submit"]
    submitted = story.applicant.post(story.url("submission")).json
    assert (submitted["state"], submitted["round"], submitted["next_actions"]) == ("submitted", 1, [])

    licence = story.agriculture.get(story.url()).json
    assert licence["next_actions"] == ["decide_answer", "recommend_operation"]
    file_id = next(item["file_id"] for item in licence["checklist"] if item["requirement"] == "business_licence")
    fetched = story.agriculture.get(f"/api/v1/files/{file_id}/content", buffered=True)
    assert fetched.data == documents.pdf("business_licence")
    rejected = story.decide("business_licence", "rejected", reason="照片模糊")
    assert states(rejected)["business_licence"] == "rejected"
    sent_back = story.recommend(story.agriculture, is_favourable=False, reason="请重交营业执照")
    assert (sent_back.status_code, sent_back.json["state"]) == (201, "sent_back")

    mending = story.applicant.get(story.url()).json
    assert mending["next_actions"] == ["answer"], "what was rejected must be handed in anew first"
    assert story.hand_in("business_licence", file_id=story.file(documents.png())).status_code == 201
    again = story.applicant.post(story.url("submission")).json
    assert (again["state"], again["round"], again["offices_heard"]) == ("submitted", 2, [])
    attempts = [
        (a["attempt"], a["state"], a["reason"]) for a in again["answers"] if a["requirement"] == "business_licence"
    ]
    assert attempts == [(1, "rejected", "照片模糊"), (2, "given", None)]

    for requirement in DOCUMENTS[1:]:
        assert story.decide(requirement, by=story.revitalisation).status_code == 200
    one = story.recommend(story.agriculture).json
    assert (one["state"], one["offices_heard"], one["next_actions"]) == ("submitted", ["agriculture"], [])
    two = story.recommend(story.revitalisation).json
    assert (two["state"], two["offices_heard"]) == ("recommended", ["agriculture", "revitalisation"])

    assert story.reviewer.get(story.url()).json["next_actions"] == ["certify", "send_back", "refuse"]
    period = {"from_on": "2020-09-15", "last_on": "2021-09-14"}
    certified = story.reviewer.post(story.url("certification"), json=period)
    assert certified.status_code == 200
    assert {name: certified.json[name] for name in period} == period
    moves = [(e["from_state"], e["to_state"], e["reason"]) for e in certified.json["events"]]
    assert moves == [
        (None, "draft", None),
        ("draft", "submitted", None),
        ("submitted", "sent_back", "请重交营业执照"),
        ("sent_back", "submitted", None),
        ("submitted", "recommended", None),
        ("recommended", "certified", None),
    ]
    words = [(w["round"], w["office"], w["is_favourable"]) for w in certified.json["recommendations"]]
    assert words == [(1, "agriculture", False), (2, "agriculture", True), (2, "revitalisation", True)]
    published = story.outsider.get(f"/api/v1/suppliers/certified?q={story.cooperative.name}").json["items"]
    assert [(row["id"], row["certified_until"]) for row in published] == [(story.supplier_id, "2021-09-14")]
