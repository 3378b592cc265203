from datetime import timedelta

import pytest

from marketplace.accounts.rules import Duty, MemberRole
from marketplace.audit import service as audit
from marketplace.kernel.actor import Actor, Via


@pytest.fixture
def school(cast):
    return cast.organisation()


@pytest.fixture
def written(school, now):
    """Three lines: of the school, of its county, of another county."""
    actor = Actor(name="张三", via=Via.API, user_id=7, address="192.0.2.1")
    places = [
        {"organisation_ids": [school.id], "region_code": "621022"},
        {"region_code": "621022101001"},
        {"region_code": "621021"},
    ]
    for number, place in enumerate(places, start=1):
        audit.record(
            f"order.{'placed' if number == 1 else 'moved'}",
            subject="order",
            subject_id=number,
            actor=actor,
            now=now + timedelta(hours=number),
            after={"state": "placed"},
            reason="因为",
            **place,
        )


def subjects(client, query=""):
    items = client.get(f"/api/v1/audit-lines?subject=order&{query}").json["items"]
    return [item["subject_id"] for item in items]


@pytest.mark.usefixtures("written")
def test_law_13_a_line_says_who_what_when_from_to_and_why(cast):
    items = cast.client(cast.officer(Duty.AUDITOR)).get("/api/v1/audit-lines?subject=order").json["items"]
    line = items[-1]
    assert line["actor_name"] == "张三"
    assert (line["action"], line["subject"], line["subject_id"]) == ("order.placed", "order", "1")
    assert (line["before"], line["after"], line["reason"]) == (None, {"state": "placed"}, "因为")
    assert line["at"] == "2020-09-15T03:00:00+00:00"
    assert "192.0.2.1" not in str(line)


@pytest.mark.usefixtures("written")
def test_law_12_lines_are_read_by_their_organisation_and_the_posts_above(cast, school):
    assert subjects(cast.client(cast.member(school, MemberRole.MANAGER))) == ["1"]
    assert subjects(cast.client(cast.officer(Duty.AUDITOR))) == ["2", "1"]
    assert subjects(cast.client(cast.officer(Duty.AUDITOR, region="621000"))) == ["3", "2", "1"]
    assert subjects(cast.client(cast.officer(Duty.AUDITOR, region="000000"))) == ["3", "2", "1"]
    assert subjects(cast.client(cast.outsider())) == []
    assert cast.client(cast.member(school, MemberRole.PURCHASER)).get("/api/v1/audit-lines").status_code == 403
    assert cast.client().get("/api/v1/audit-lines").status_code == 401


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("subject_id=2", ["2"]),
        ("action=order.pl", ["1"]),
        ("action=o_der", []),
        ("user_id=7", ["3", "2", "1"]),
        ("user_id=8", []),
        ("from_at=2020-09-15T04:00:00Z", ["3", "2"]),
        ("to_at=2020-09-15T04:00:00Z", ["1"]),
    ],
)
def test_lines_are_narrowed(cast, query, expected):
    assert subjects(cast.client(cast.officer(Duty.AUDITOR, region="621000")), query) == expected


@pytest.mark.usefixtures("written")
def test_lines_are_listed_newest_first_page_by_page(cast):
    client = cast.client(cast.officer(Duty.AUDITOR, region="621000"))
    first = client.get("/api/v1/audit-lines?subject=order&limit=2").json
    rest = client.get(f"/api/v1/audit-lines?subject=order&limit=2&after={first['next']}").json
    assert [item["subject_id"] for item in first["items"] + rest["items"]] == ["3", "2", "1"]


def test_a_moment_without_its_zone_is_refused(cast):
    answer = cast.client(cast.officer(Duty.AUDITOR)).get("/api/v1/audit-lines?from_at=2020-09-15T04:00:00")
    assert (answer.status_code, answer.json["errors"][0]["code"]) == (422, "field.not_moment")
