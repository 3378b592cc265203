"""The audit trail is narrowed by who, what, which, where and when, and shows from what to what."""

from datetime import timedelta

import pytest

from marketplace.accounts.rules import Duty
from marketplace.audit import service as audit
from marketplace.web.words import WORDS
from marketplace.web.words.audited import FACTS, FAMILIES, SUBJECTS, VALUES, VERBS


@pytest.fixture
def write(cast, now, session):
    """Writes a line of a county."""

    def one(user, *, subject="order", number=7, action="order.approved", region="621022", days=0, **facts):
        facts = {"before": {"state": "placed"}, "after": {"state": "confirmed"}} | facts
        audit.record(action, subject=subject, subject_id=number, actor=cast.actor(user), now=now - timedelta(days=days),
                     region_code=region, **facts)  # fmt: skip
        session.commit()

    return one


@pytest.fixture
def auditor(cast):
    return cast.officer(Duty.AUDITOR)


def test_a_line_says_who_did_what_from_what_to_what_and_why(desk, auditor, officer, write):
    write(officer, reason="货已齐", after={"amount_fen": 1250, "state": "confirmed"})
    text = " ".join(desk(auditor).open("/administration/audit-lines").text.split())
    assert "订单 7 批准 order.approved" in text
    assert officer.name in text
    assert "状态: 待供应商确认 → 已确认" in text
    assert "金额: 12.50 元" in text
    assert "货已齐" in text


def test_what_was_not_told_anew_did_not_change(desk, auditor, officer, write):
    write(
        officer,
        action="shipment.received",
        before={"state": "partly_shipped"},
        after={"shipment": 1, "accepted_fen": 1250, "rejected_packs": 0},
    )
    html = desk(auditor).open("/administration/audit-lines").html
    assert "→" not in html
    assert "–" not in html.split("<tbody>")[1].split("</tbody>")[0]
    assert "partly_shipped" not in html
    assert "验收金额: 12.50 元" in html


def test_numbers_that_people_know_stand_beside_the_subject(desk, auditor, officer, write):
    write(officer, before=None, after={"order_number": "C2009150001", "state": "partly_shipped"})
    write(officer, subject="sales_report", action="sales_report.submitted", before={"state": "draft"},
          after={"report_number": "R-7", "state": "submitted", "unheard_of": 3})  # fmt: skip
    page = desk(auditor).open("/administration/audit-lines")
    heads = [cell.split("</th>")[0] for cell in page.html.split('<th scope="row">')[1:]]
    assert any("C2009150001" in head for head in heads)
    assert any("R-7" in head for head in heads)
    assert "状态: 部分发货" in " ".join(page.text.split())
    assert "unheard_of" in page.text


def test_lines_are_narrowed(desk, auditor, officer, administrator, write):
    write(officer)
    write(administrator, subject="user", number=9, action="user.unlocked", region="621022101000", days=3)
    reader = desk(auditor)

    def shown(query):
        text = reader.open(f"/administration/audit-lines?{query}").text
        return ("order.approved" in text, "user.unlocked" in text)

    assert shown("") == (True, True)
    assert shown(f"who={officer.id}") == shown(f"who={officer.email}") == (True, False)
    assert shown("who=nobody@example.org") == (False, False)
    assert shown("subject=user") == shown("number=9") == shown("action=user.") == (False, True)
    assert shown("region=621022101000") == (False, True)
    assert shown("from=2020-09-14") == (True, False)
    assert shown("to=2020-09-12") == (False, True)
    assert shown("from=soon&to=9999-12-31&region=x&action=%25&who=%00&subject=&number=") == (True, True)


def test_lines_are_paged_newest_first(desk, auditor, officer, write):
    for number in range(30):
        write(officer, number=1000 + number)
    reader = desk(auditor)
    page = reader.open("/administration/audit-lines?subject=order")
    assert "1029" in page.text
    assert "1005" not in page.text
    [way] = [link["href"] for link in page.all("a") if link.get("rel") == "next"]
    assert "subject=order" in way
    assert "1005" in reader.open(way).text


def test_a_manager_reads_what_was_done_in_the_own_organisation(desk, manager, school, officer, write):
    write(officer, organisation_ids=[school.id])
    write(officer, number=8)
    text = desk(manager).open("/administration/audit-lines").text
    assert "7" in text.split()
    assert "8" not in text.split()


def test_the_outsider_reads_nothing_of_this_county(desk, cast, officer, write, purchaser):
    write(officer, reason="机密")
    page = desk(cast.outsider()).open("/administration/audit-lines")
    assert "机密" not in page.html
    assert officer.name not in page.html
    desk(purchaser).open("/administration/audit-lines", 403)


def test_lines_take_a_constant_number_of_statements(desk, auditor, officer, write, statements):
    reader = desk(auditor)
    write(officer)
    statements.clear()
    reader.open("/administration/audit-lines")
    few = len(statements)
    for number in range(9):
        write(officer, number=number, region=f"62102{number % 8}")
    statements.clear()
    reader.open("/administration/audit-lines")
    assert len(statements) == few


@pytest.mark.parametrize("pair", [*SUBJECTS.values(), *VERBS.values(), *FACTS.values()])
def test_subjects_and_verbs_are_told_in_both_languages(pair):
    chinese, english = pair
    assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese)
    assert english.isascii()


@pytest.mark.parametrize("family", sorted({*FAMILIES.values(), *VALUES.values()}))
def test_the_words_of_values_stand_where_they_are_looked_for(family):
    assert any(key.startswith(f"{family}.") for key in WORDS)
