"""An approved version applies to the sales already recorded in its days too."""

from datetime import date

import pytest
from sqlalchemy import select

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty
from marketplace.audit.models import AuditLine
from marketplace.households.models import RosterVersion
from marketplace.households.rules import Mechanism, NewMember, NewRosterVersion
from marketplace.households.service import rosters
from marketplace.kernel.actor import system
from marketplace.sales.models import Sale
from marketplace.sales.rules import Channel, NewSale
from marketplace.sales.service import recording
from marketplace.workflows.approve_roster import approve_roster
from tests.catalogue.statements import counted


@pytest.fixture
def officer(cast):
    return cast.actor(cast.officer(Duty.REVITALISATION_OFFICER))


@pytest.fixture
def supplier(cast):
    return cast.supplier()


@pytest.fixture
def submit(session, supplier, now):
    def hand_in(households, **changes) -> RosterVersion:
        facts = {
            "supplier": session.get(Organisation, supplier.organisation_id).uscc,
            "mechanism": Mechanism.EMPLOYMENT,
            "household_share_bp": 2000,
            "from_on": date(2020, 6, 1),
            "members": [NewMember(household.household_number, 1) for household in households],
        }
        return rosters.submit(NewRosterVersion(**facts | changes), actor=system(), now=now)

    return hand_in


@pytest.fixture
def sell(supplier, now):
    def record(*days: date):
        told = [
            NewSale(
                sold_on=day,
                channel=Channel.OUTLET,
                supplier_id=supplier.id,
                amount_fen=10_000,
                source="ledger",
                source_number=f"{place}-{day}",
            )
            for place, day in enumerate(days)
        ]
        recording.record(told, actor=system(), now=now)

    return record


@pytest.fixture
def standing(session):
    """Reads day, version and pool of the sales that stand."""

    def read():
        corrected = select(Sale.reverses_id).where(Sale.kind == "correction")
        live = select(Sale).where(Sale.kind != "correction", Sale.id.not_in(corrected)).order_by(Sale.sold_on)
        return [(sale.sold_on, sale.roster_version_id, sale.pool_fen) for sale in session.scalars(live)]

    return read


def test_law_7_sales_of_its_days_name_the_approved_version(submit, sell, standing, cast, officer, supplier, now):
    before = cast.roster(supplier, [(cast.household(), 1)], share_bp=1000)
    sell(date(2020, 5, 31), date(2020, 6, 1), date(2020, 7, 1))
    version = submit([cast.household()], last_on=date(2020, 6, 30))
    assert {each[1] for each in standing()} == {before.id}
    assert version.roster_id == before.roster_id
    approved = approve_roster(version_id=version.id, actor=officer, now=now)
    assert (approved.segments, approved.restated) == (0, 2)
    assert standing() == [
        (date(2020, 5, 31), before.id, 1000),
        (date(2020, 6, 1), version.id, 2000),
        (date(2020, 7, 1), None, 0),
    ]


def test_law_8_a_member_cleared_meanwhile_never_shares_a_sale_after_its_clearing(
    submit, sell, standing, cast, officer, now, session
):
    gone, stays = cast.household(), cast.household()
    sell(date(2020, 6, 1), date(2020, 6, 15))
    version = submit([gone, stays])
    gone.cleared_on = date(2020, 6, 10)
    approved = approve_roster(version_id=version.id, actor=officer, now=now)
    cut = session.scalars(select(RosterVersion).where(RosterVersion.cut_from_id == version.id)).one()
    assert approved.segments == 1
    assert standing() == [(date(2020, 6, 1), version.id, 2000), (date(2020, 6, 15), cut.id, 2000)]
    assert cut.members_count == 1


def test_law_6_a_version_that_is_sent_back_changes_no_sale(submit, sell, standing, cast, officer, now):
    sell(date(2020, 6, 1))
    version = submit([cast.household()])
    rosters.send_back(version_id=version.id, reason="无佐证", actor=officer, now=now)
    assert standing() == [(date(2020, 6, 1), None, 0)]


def test_law_13_approval_and_restatement_write_one_audit_line_each(submit, sell, cast, officer, now, session):
    sell(date(2020, 6, 1))
    version = submit([cast.household()])
    before = session.scalars(select(AuditLine.id)).all()
    approve_roster(version_id=version.id, actor=officer, now=now)
    lines = session.scalars(select(AuditLine).where(AuditLine.id.not_in(before)).order_by(AuditLine.id)).all()
    assert [line.action for line in lines] == ["roster.approved", "sales.reattributed"]
    assert (lines[1].subject, lines[1].subject_id) == ("roster_version", str(version.id))


def test_the_number_of_statements_does_not_grow_with_members_and_sales(submit, sell, cast, officer, now):
    def statements_for(count, from_on):
        version = submit([cast.household() for _ in range(count)], from_on=from_on)
        sell(*[from_on] * count)
        with counted() as statements:
            approve_roster(version_id=version.id, actor=officer, now=now)
        return len(statements)

    assert statements_for(20, date(2020, 6, 1)) == statements_for(500, date(2020, 7, 1)) <= 30
