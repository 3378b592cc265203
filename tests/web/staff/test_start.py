"""What waits for an officer: by kind and age, in their regions, of their duties, and nothing of their own."""

from datetime import date, timedelta

import pytest

from marketplace.accounts.rules import Duty
from marketplace.catalogue.models import ListingVersion, PriceTier
from marketplace.catalogue.rules import ListingState
from marketplace.households.models import Linkage, Roster, RosterMember, RosterVersion
from marketplace.households.rules import LinkageState, Mechanism, RosterState
from marketplace.imports.models import ImportBatch
from marketplace.imports.rules import BatchState
from marketplace.payments.models import BankLine
from marketplace.payments.queries.accounts import seal_account
from marketplace.payments.rules import BankLineState
from marketplace.suppliers.rules import Office
from marketplace.web.staff.start import LISTS, ONES
from marketplace.workflows.work_queue import Work, list_waiting


@pytest.fixture
def everything(session, cast, stage, story, sku, village, now):
    """One thing of every kind that areas let wait, entered by others; households' things waited longer than others."""
    story.submitted()
    household = cast.household()
    long_ago = now - timedelta(days=12)
    session.add(
        Linkage(
            supplier_id=stage.supplier.id,
            household_id=household.id,
            mechanism=Mechanism.EMPLOYMENT,
            from_on=date(2020, 1, 1),
            state=LinkageState.ENTERED,
            entered_at=long_ago,
            entered_by_id=stage.seller.id,
        )
    )
    version = ListingVersion(
        product_id=sku.product_id,
        number=2,
        state=ListingState.IN_REVIEW,
        name="环县红富士",
        origin_code="621022",
        submitted_at=now,
        submitted_by_id=stage.seller.id,
    )
    roster = Roster(supplier_id=stage.supplier.id, created_at=now)
    session.add_all([version, roster])
    session.flush()
    session.add(PriceTier(listing_version_id=version.id, sku_id=sku.id, min_quantity=1, unit_price_fen=1300))
    submitted = RosterVersion(
        roster_id=roster.id,
        state=RosterState.SUBMITTED,
        mechanism=Mechanism.EMPLOYMENT,
        household_share_bp=500,
        declared_from_on=date(2020, 9, 1),
        from_on=date(2020, 9, 1),
        members_count=1,
        weight_total=1,
        entered_at=now - timedelta(days=3),
        entered_by_id=stage.seller.id,
    )
    session.add(submitted)
    session.flush()
    session.add(RosterMember(roster_version_id=submitted.id, household_id=household.id, weight=1))
    session.add(
        BankLine(
            bank_reference="R-1",
            booked_on=date(2020, 9, 1),
            payer_name="环县第一中学",
            payer_account=seal_account("R-1", "6222000011112222"),
            amount_fen=100,
            remark="",
            codes=[],
            region_code="621022",
            state=BankLineState.QUEUED,
        )
    )
    for kind in ("households", "sales"):
        session.add(
            ImportBatch(
                kind=kind,
                state=BatchState.CHECKED,
                file_name=f"{kind}.xlsx",
                sha256="ab" * 32,
                is_dry_run=True,
                skips_bad_rows=False,
                region_code="621022",
                user_id=stage.seller.id,
                created_at=now,
            )
        )
    session.commit()


def kinds(actor) -> dict[Work, int]:
    return {each.work: each.number for each in list_waiting(actor=actor)}


def test_every_duty_finds_its_own_kinds(cast, everything):
    expected = {
        Duty.AGRICULTURE_OFFICER: {Work.RECOMMEND_OPERATION: 1},
        Duty.REVITALISATION_OFFICER: {
            Work.VERIFY_LINKAGE: 1,
            Work.APPROVE_ROSTER: 1,
            Work.RECOMMEND_LINKAGE: 1,
            Work.COMMIT_IMPORT: 1,
        },
        Duty.REVIEWER: {Work.REVIEW_LISTING: 1},
        Duty.APPROVER: {Work.COMMIT_IMPORT: 1},
        Duty.CASHIER: {Work.MATCH_BANK_LINE: 1},
        Duty.STATISTICIAN: {},
        Duty.AUDITOR: {},
    }
    for duty, waits in expected.items():
        assert kinds(cast.actor(cast.officer(duty))) == waits, duty
    assert kinds(cast.actor(cast.outsider())) == {}


def test_what_waits_longest_stands_first_and_leads_to_its_page(desk, revitalisation, everything):
    page = desk(revitalisation).open("/office/")
    rows = [row[0] for row in page.cells() if row and row[0] in {"联结核实", "带贫名册审批", "供应商推荐（联农带农）"}]
    assert rows == ["联结核实", "带贫名册审批", "供应商推荐（联农带农）"]
    assert "已等待 12 天" in page.text
    links = [link["href"] for link in page.all("a")]
    assert "/office/linkages?state=entered" in links
    assert [link for link in links if (link or "").startswith("/office/linkages/")]


def test_every_kind_of_work_leads_somewhere(app, desk, cast, everything):
    assert set(LISTS) == set(ONES) == set(Work)
    officer = desk(cast.officer(*Duty))
    page = officer.open("/office/")
    within = page.html.split("<tbody>")[1].split("</tbody>")[0]
    addresses = [link["href"].replace("&amp;", "&") for link in page.all("a") if f'href="{link["href"]}"' in within]
    assert len(addresses) >= 16
    for address in addresses:
        officer.open(address)


def test_law_11_what_one_entered_waits_for_another(session, cast, revitalisation, everything):
    session.query(Linkage).update({"entered_by_id": revitalisation.id})
    session.query(RosterVersion).update({"entered_by_id": revitalisation.id})
    session.query(ImportBatch).filter_by(kind="sales").update({"user_id": revitalisation.id})
    session.commit()
    assert kinds(cast.actor(revitalisation)) == {Work.RECOMMEND_LINKAGE: 1, Work.COMMIT_IMPORT: 1}
    approver = cast.officer(Duty.APPROVER)
    session.query(ImportBatch).filter_by(kind="sales").update({"user_id": approver.id})
    session.commit()
    assert kinds(cast.actor(approver)) == {}


def test_what_the_operator_brought_waits_for_no_officer(session, cast, everything):
    session.query(ImportBatch).update({"user_id": None})
    session.commit()
    assert Work.COMMIT_IMPORT not in kinds(cast.actor(cast.officer(*Duty)))


def test_who_spoke_for_one_office_has_nothing_more_to_say(cast, story, everything, session):
    both = cast.officer(Duty.AGRICULTURE_OFFICER, Duty.REVITALISATION_OFFICER)
    actor = cast.actor(both)
    waiting = next(each for each in list_waiting(actor=actor) if each.work is Work.RECOMMEND_LINKAGE)
    story.recommend(waiting.oldest[0]["id"], Office.AGRICULTURE, actor)
    assert not {Work.RECOMMEND_OPERATION, Work.RECOMMEND_LINKAGE} & kinds(actor).keys()


def test_nothing_waits_and_reading_alone_are_told_apart(desk, cast, reviewer):
    assert "目前没有需要您办理的事项" in desk(reviewer).open("/office/").text
    assert "只查看、不审批" in desk(cast.officer(Duty.AUDITOR)).open("/office/").text


def test_a_queue_is_one_statement_however_much_waits(
    desk, cast, session, stage, revitalisation, everything, statements
):
    officer = desk(revitalisation)

    def count():
        statements.clear()
        officer.open("/office/")
        return len(statements)

    count()
    few = count()
    for _ in range(6):
        session.add(
            Linkage(
                supplier_id=stage.supplier.id,
                household_id=cast.household().id,
                mechanism=Mechanism.EMPLOYMENT,
                from_on=date(2020, 1, 1),
                state=LinkageState.ENTERED,
                entered_at=stage.now,
            )
        )
    session.commit()
    assert count() == few
    assert few <= 5
    assert kinds(cast.actor(revitalisation))[Work.VERIFY_LINKAGE] == 7


def test_who_holds_no_post_is_refused_and_nobody_signs_in_first(desk, stage, browser, everything):
    for user in (stage.purchaser, stage.seller):
        assert "环县红富士" not in desk(user).open("/office/", 403).text
        assert "帮扶工作台" not in desk(user).open("/catalogue").text
    answer = browser().get("/office/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/account/login?next=/office/"
