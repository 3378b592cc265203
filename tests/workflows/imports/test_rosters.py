"""Rosters brought by a file."""

from datetime import date

import pytest
from sqlalchemy import func, select

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty, MemberRole
from marketplace.catalogue.models import Lot, Product
from marketplace.households.models import Household, Linkage, Roster, RosterMember, RosterVersion
from marketplace.households.rules import LinkageState, Mechanism, RosterState
from marketplace.households.service import rosters
from marketplace.imports.errors import BatchDependedOn
from marketplace.imports.rules import BatchState
from marketplace.kernel.actor import system
from marketplace.kernel.errors import Forbidden
from marketplace.sales.models import Sale
from marketplace.sales.rules import Channel, NewSale
from marketplace.sales.service import recording
from marketplace.workflows.clear_household import clear_household
from marketplace.workflows.imports import batches
from tests.catalogue.statements import counted

HEADER = ["统一社会信用代码", "产品编号", "批号", "带动方式", "到户比例(%)", "生效日期", "失效日期", "户编号", "权重"]


@pytest.fixture
def supplier(cast):
    return cast.supplier()


@pytest.fixture
def organisation(session, supplier) -> Organisation:
    return session.get(Organisation, supplier.organisation_id)


@pytest.fixture
def product(session, cast, supplier) -> Product:
    return session.get(Product, cast.product(supplier).product_id)


@pytest.fixture
def staff(cast, organisation):
    return cast.actor(cast.member(organisation, MemberRole.SUPPLIER_STAFF))


@pytest.fixture
def row(organisation):
    def make(household: Household | str, weight=1, **changes):
        cells = {
            "uscc": organisation.uscc,
            "product": None,
            "lot": None,
            "mechanism": "收购",
            "share": "30",
            "valid_from": "2020-01-01",
            "valid_until": None,
            "household": household if isinstance(household, str) else household.household_number,
            "weight": weight,
        }
        return list((cells | changes).values())

    return make


@pytest.fixture
def sell(supplier, now):
    def record(number: str, day: date, **changes):
        facts = {
            "sold_on": day,
            "channel": Channel.OUTLET,
            "supplier_id": supplier.id,
            "amount_fen": 10_000,
            "source": "ledger",
            "source_number": number,
        }
        recording.record([NewSale(**facts | changes)], actor=system(), now=now)

    return record


@pytest.fixture
def standing(session):
    """Reads the pools of the sales that stand, by number."""

    def read() -> dict[str, int]:
        corrected = select(Sale.reverses_id).where(Sale.kind == "correction")
        live = session.scalars(select(Sale).where(Sale.kind != "correction", Sale.id.not_in(corrected)))
        return {sale.source_number: sale.pool_fen for sale in live}

    return read


def count(session, model) -> int:
    return session.scalar(select(func.count()).select_from(model))


def versions(session) -> list[RosterVersion]:
    session.expire_all()
    return list(session.scalars(select(RosterVersion).order_by(RosterVersion.id)))


def test_the_rows_of_a_subject_and_day_are_one_approved_version(bring, session, row, cast, supplier, now):
    first, second = cast.household(), cast.household()
    rows = [row(first, 3, valid_until="2020-12-31"), row(second, 4, valid_until="2020-12-31")]
    batch = bring("rosters", [HEADER, *rows, row(first, valid_from="2021-01-01", share="12.5%")]).batch
    assert (batch.state, batch.rows_written, batch.problems) == (BatchState.COMMITTED, 3, [])
    version, later = versions(session)
    assert (version.state, version.mechanism, version.household_share_bp) == (
        RosterState.APPROVED,
        Mechanism.DIRECT_PURCHASE,
        3000,
    )
    assert (version.declared_from_on, version.declared_until_on) == (date(2020, 1, 1), date(2021, 1, 1))
    assert (version.from_on, version.until_on) == (date(2020, 1, 1), date(2021, 1, 1))
    assert (version.members_count, version.weight_total, version.import_batch_id) == (2, 7, batch.id)
    assert (later.household_share_bp, later.declared_until_on, later.roster_id) == (1250, None, version.roster_id)
    members = session.execute(select(RosterMember.household_id, RosterMember.weight).order_by(RosterMember.weight))
    assert [tuple(each) for each in members] == [(first.id, 1), (first.id, 3), (second.id, 4)]
    roster = session.scalars(select(Roster)).one()
    assert (roster.supplier_id, roster.product_id, roster.lot_id) == (supplier.id, None, None)


def test_members_are_linked_once_for_each_mechanism(bring, session, row, cast, supplier):
    first, second = cast.household(), cast.household()
    rows = [row(first), row(second), row(first, valid_from="2019-06-01")]
    batch = bring("rosters", [HEADER, *rows, row(first, valid_from="2020-07-01", mechanism="务工")]).batch
    found = session.execute(
        select(Linkage.household_id, Linkage.mechanism, Linkage.from_on, Linkage.state, Linkage.import_batch_id)
        .where(Linkage.supplier_id == supplier.id)
        .order_by(Linkage.household_id, Linkage.from_on)
    )
    assert [tuple(each) for each in found] == [
        (first.id, "direct_purchase", date(2019, 6, 1), LinkageState.VERIFIED, batch.id),
        (first.id, "employment", date(2020, 7, 1), LinkageState.VERIFIED, batch.id),
        (second.id, "direct_purchase", date(2020, 1, 1), LinkageState.VERIFIED, batch.id),
    ]


def test_a_linkage_that_stands_is_kept_and_one_that_waits_is_verified(bring, session, row, cast, supplier, now):
    linked, waiting = cast.household(), cast.household()
    facts = {"supplier_id": supplier.id, "mechanism": Mechanism.DIRECT_PURCHASE, "entered_at": now}
    session.add_all(
        [
            Linkage(
                household_id=linked.id,
                from_on=date(2018, 1, 1),
                state=LinkageState.VERIFIED,
                verified_at=now,
                **facts,
            ),
            Linkage(household_id=waiting.id, from_on=date(2020, 5, 1), state=LinkageState.ENTERED, **facts),
        ]
    )
    session.flush()
    bring("rosters", [HEADER, row(linked), row(waiting)])
    session.expire_all()
    found = session.scalars(select(Linkage).order_by(Linkage.id))
    assert [(each.from_on, each.state) for each in found] == [
        (date(2018, 1, 1), LinkageState.VERIFIED),
        (date(2020, 1, 1), LinkageState.VERIFIED),
    ]


def test_rosters_of_supplier_product_and_lot_stand_beside_each_other(bring, session, row, cast, product):
    household, number = cast.household(), product.product_number
    rows = [row(household), row(household, product=number), row(household, product=number, lot="2020-A")]
    bring("rosters", [HEADER, *rows, row(household, product=number, lot="2020-A", valid_from="2020-02-01")])
    lot = session.scalars(select(Lot)).one()
    assert (lot.product_id, lot.lot_number, lot.quantity) == (product.id, "2020-A", None)
    found = session.execute(select(Roster.product_id, Roster.lot_id).order_by(Roster.id))
    assert {tuple(each) for each in found} == {(None, None), (product.id, None), (product.id, lot.id)}
    assert [version.members_count for version in versions(session)] == [1, 1, 1, 1]


def test_law_3_the_same_content_again_changes_nothing_in_any_order_of_rows(bring, session, row, cast, product):
    households = [cast.household() for _ in range(5)]
    rows = [row(each, 2) for each in households] + [
        row(each, product=product.product_number, lot="L1") for each in households
    ]
    bring("rosters", [HEADER, *rows])
    again = bring("rosters", [HEADER, *reversed(rows)]).batch
    assert (again.state, again.rows_written, again.rows_unchanged) == (BatchState.COMMITTED, 0, 10)
    assert (len(versions(session)), count(session, RosterMember), count(session, Linkage)) == (2, 10, 5)


def test_law_3_what_clearings_cut_since_is_not_another_content(bring, session, row, cast, now):
    households = [cast.household() for _ in range(3)]
    rows = [row(each) for each in households]
    bring("rosters", [HEADER, *rows])
    for household, day in zip(households, (date(2020, 3, 1), date(2019, 12, 1)), strict=False):
        clear_household(household_id=household.id, cleared_on=day, actor=system(), now=now)
    before = [(version.id, version.state) for version in versions(session)]
    again = bring("rosters", [HEADER, *rows]).batch
    assert (again.state, again.rows_written, again.rows_unchanged) == (BatchState.COMMITTED, 0, 3)
    assert [(version.id, version.state) for version in versions(session)] == before


@pytest.mark.parametrize(
    "changes",
    [{"weight": 2}, {"share": "31"}, {"mechanism": "务工"}, {"valid_until": "2020-12-31"}],
    ids=["weight", "share", "mechanism", "last day"],
)
def test_another_content_for_a_known_day_is_an_error_in_every_row(bring, session, row, cast, changes):
    first, second = cast.household(), cast.household()
    bring("rosters", [HEADER, row(first), row(second)])
    brought = bring("rosters", [HEADER, row(first, **changes), row(second, **changes)])
    assert brought.codes() == [(2, "valid_from", "roster.told_anew"), (3, "valid_from", "roster.told_anew")]
    assert len(versions(session)) == 1


@pytest.mark.parametrize("fewer", [True, False])
def test_a_household_more_or_less_is_another_content(bring, row, cast, fewer):
    first, second = cast.household(), cast.household()
    rows = [row(first), row(second)]
    bring("rosters", [HEADER, *(rows if fewer else rows[:1])])
    brought = bring("rosters", [HEADER, *(rows[:1] if fewer else rows)])
    assert {code for _, _, code in brought.codes()} == {"roster.told_anew"}


def test_every_error_names_its_row_and_column(bring, session, row, cast, product):
    good, late, cleared = cast.household(), cast.household(registered=date(2020, 1, 2)), cast.household()
    cleared.cleared_on = date(2020, 1, 1)
    session.flush()
    foreign = session.get(Product, cast.product(cast.supplier()).product_id)
    rows = [
        row(good),
        row(good),
        row("H-none"),
        row(late),
        row(cleared),
        row(cast.household(), share="31"),
        row(cast.household(), mechanism="务工"),
        row(cast.household(), valid_until="2020-12-31"),
        row(good, product=foreign.product_number),
        row(good, lot="L1"),
        row(good, valid_from="2020-05-01", valid_until="2020-04-30"),
        row(good, valid_from="2020-06-01", weight=0),
        row(good, valid_from="2020-07-01", share="100.5"),
        row(good, uscc="91621022MA0000000"),
    ]
    brought = bring("rosters", [HEADER, *rows])
    assert sorted(each for each in brought.codes() if each[2] != "row.group_incomplete") == [
        (3, "household_number", "roster.member_repeated"),
        (4, "household_number", "roster.household_unknown"),
        (5, "household_number", "roster.member_not_registered"),
        (6, "household_number", "roster.member_not_registered"),
        (7, "household_share", "roster.inconsistent"),
        (8, "mechanism", "roster.inconsistent"),
        (9, "valid_until", "roster.inconsistent"),
        (10, "product_number", "roster.product_unknown"),
        (11, "lot_number", "roster.lot_without_product"),
        (12, "valid_until", "row.period_empty"),
        (13, "weight", "cell.not_number"),
        (14, "household_share", "cell.not_number"),
        (15, "uscc", "uscc.wrong"),
    ]
    assert (brought.batch.state, versions(session), count(session, Lot)) == (BatchState.REFUSED, [], 0)


def test_a_version_goes_in_whole_or_not_at_all(bring, session, row, cast):
    first, second = cast.household(), cast.household()
    rows = [row(first), row("H-none"), row(second, valid_from="2020-05-01")]
    brought = bring("rosters", [HEADER, *rows], skips_bad_rows=True)
    assert brought.codes() == [
        (3, "household_number", "roster.household_unknown"),
        (2, "uscc", "row.group_incomplete"),
    ]
    assert [version.declared_from_on for version in versions(session)] == [date(2020, 5, 1)]
    assert brought.batch.rows_written == 1


@pytest.mark.parametrize(
    ("cells", "mended", "spoilt"),
    [
        ({"valid_from": "2020-13-01"}, {}, {2, 3}),
        ({"valid_from": None}, {}, {2, 3}),
        ({"product": "1.5E+20", "valid_from": "2020-05-01"}, {"valid_from": "2020-05-01"}, {3, 4}),
        ({"product": "P" * 101, "lot": "L" * 101}, {}, {2}),
    ],
)
def test_a_row_with_an_unread_key_keeps_out_every_version_it_may_belong_to(
    bring, session, row, cast, product, cells, mended, spoilt
):
    one, other = cast.household(), cast.household()
    number = product.product_number
    rows = [
        row(one),
        row(one, valid_from="2020-05-01"),
        row(one, product=number, valid_from="2020-05-01"),
        row(other, uscc=session.get(Organisation, cast.supplier().organisation_id).uscc),
    ]
    brought = bring("rosters", [HEADER, *rows, row(other, **cells)], skips_bad_rows=True)
    kept_out = {number for number, _, code in brought.codes() if code == "row.group_incomplete"}
    assert (kept_out, brought.batch.rows_written) == (spoilt, 4 - len(spoilt))
    given_back = [*(rows[number - 2] for number in sorted(spoilt)), row(other, **mended)]
    again = bring("rosters", [HEADER, *given_back]).batch
    assert (again.state, again.rows_written) == (BatchState.COMMITTED, len(given_back))


def test_law_8_a_version_brought_late_is_cut_where_members_were_cleared(bring, session, row, cast):
    gone, stays = cast.household(), cast.household()
    gone.cleared_on = date(2020, 6, 1)
    session.flush()
    bring("rosters", [HEADER, row(gone), row(stays)])
    assert [(each.from_on, each.until_on, each.members_count) for each in versions(session)] == [
        (date(2020, 1, 1), date(2020, 6, 1), 2),
        (date(2020, 6, 1), None, 1),
    ]


def test_law_7_sales_recorded_before_stand_on_what_is_brought_and_fall_back_when_it_is_undone(
    bring, row, cast, sell, standing, session, now
):
    household = cast.household()
    bring("rosters", [HEADER, row(household, share="10")])
    sell("A", date(2020, 6, 30))
    sell("B", date(2020, 7, 1))
    batch = bring("rosters", [HEADER, row(household, share="20", valid_from="2020-07-01")]).batch
    assert standing() == {"A": 1000, "B": 2000}
    batches.undo(batch.id, actor=system(), now=now)
    assert standing() == {"A": 1000, "B": 1000}
    assert [version.state for version in versions(session)] == [RosterState.APPROVED, RosterState.UNDONE]
    assert bring("rosters", [HEADER, row(household, share="25", valid_from="2020-07-01")]).batch.rows_written == 1
    assert standing() == {"A": 1000, "B": 2500}


def test_undoing_takes_back_the_linkages_that_nothing_else_stands_on(bring, row, cast, session, now):
    kept, gone = cast.household(), cast.household()
    batch = bring("rosters", [HEADER, row(kept), row(gone)]).batch
    bring("rosters", [HEADER, row(kept, valid_from="2020-07-01")])
    batches.undo(batch.id, actor=system(), now=now)
    assert session.scalars(select(Linkage.household_id)).all() == [kept.id]


def test_undoing_takes_back_what_was_cut_since(bring, row, cast, session, now):
    gone, stays = cast.household(), cast.household()
    batch = bring("rosters", [HEADER, row(gone), row(stays)]).batch
    clear_household(household_id=gone.id, cleared_on=date(2020, 3, 1), actor=system(), now=now)
    batches.undo(batch.id, actor=system(), now=now)
    assert {version.state for version in versions(session)} == {RosterState.UNDONE}


@pytest.fixture
def linked(session, cast, supplier, now):
    household = cast.household()
    session.add(
        Linkage(
            supplier_id=supplier.id,
            household_id=household.id,
            mechanism=Mechanism.DIRECT_PURCHASE,
            from_on=date(2019, 1, 1),
            state=LinkageState.VERIFIED,
            entered_at=now,
            verified_at=now,
        )
    )
    session.flush()
    return household


def test_what_a_supplier_brings_waits_for_the_county(
    bring, row, linked, staff, organisation, session, sell, standing, now
):
    sell("A", date(2020, 5, 1))
    options = {"actor": staff, "organisation_id": organisation.id}
    batch = bring("rosters", [HEADER, row(linked)], **options).batch
    (version,) = versions(session)
    assert (batch.rows_written, version.state, version.entered_by_id) == (1, RosterState.SUBMITTED, staff.user_id)
    assert (version.approved_at, standing()) == (None, {"A": 0})
    again = bring("rosters", [HEADER, row(linked)], **options).batch
    assert (again.rows_written, again.rows_unchanged) == (0, 1)
    changed = bring("rosters", [HEADER, row(linked, weight=5)], **options)
    assert changed.codes() == [(2, "valid_from", "roster.told_anew")]
    batches.undo(batch.id, actor=staff, now=now)
    (version,) = versions(session)
    assert (version.state, version.reason) == (RosterState.SENT_BACK, "import undone")


def test_what_the_county_approved_since_a_supplier_cannot_undo(
    bring, row, linked, staff, organisation, session, cast, now
):
    batch = bring("rosters", [HEADER, row(linked)], actor=staff, organisation_id=organisation.id).batch
    officer = cast.actor(cast.officer(Duty.REVITALISATION_OFFICER))
    rosters.approve(version_id=versions(session)[0].id, actor=officer, now=now)
    with pytest.raises(BatchDependedOn):
        batches.undo(batch.id, actor=staff, now=now)


def test_a_supplier_needs_verified_linkages(bring, row, linked, cast, staff, organisation, session):
    options = {"actor": staff, "organisation_id": organisation.id}
    brought = bring("rosters", [HEADER, row(linked), row(cast.household())], **options)
    assert brought.codes() == [
        (3, "household_number", "roster.linkage_missing"),
        (2, "uscc", "row.group_incomplete"),
    ]
    assert count(session, Linkage) == 1


def test_whether_a_household_is_registered_is_told_only_to_who_is_linked_with_it(
    bring, row, linked, cast, staff, organisation, session
):
    stranger = cast.household()
    stranger.cleared_on = linked.cleared_on = date(2019, 6, 1)
    session.flush()
    options = {"actor": staff, "organisation_id": organisation.id}
    brought = bring("rosters", [HEADER, row(linked), row(stranger), row(stranger)], **options)
    told = {number: code for number, _, code in brought.codes() if code != "row.group_incomplete"}
    assert told == {2: "roster.member_not_registered", 3: "roster.linkage_missing", 4: "roster.member_repeated"}


def test_law_12_a_supplier_brings_no_roster_of_another(bring, row, linked, cast, session):
    other = session.get(Organisation, cast.supplier().organisation_id)
    actor = cast.actor(cast.member(other, MemberRole.SUPPLIER_STAFF))
    brought = bring("rosters", [HEADER, row(linked)], actor=actor, organisation_id=other.id)
    assert (2, "uscc", "row.outside_scope") in brought.codes()
    assert versions(session) == []
    with pytest.raises(Forbidden):
        bring("rosters", [HEADER, row(linked)], actor=cast.actor(cast.officer(Duty.REVITALISATION_OFFICER)))


def test_the_number_of_statements_does_not_grow_with_the_rows(bring, row, cast, session):
    def statements_for(members, months):
        uscc = session.get(Organisation, cast.supplier().organisation_id).uscc
        households = [cast.household() for _ in range(members)]
        households[0].cleared_on = date(2021, 1, 1)
        session.flush()
        rows = [
            row(household, uscc=uscc, valid_from=f"2020-{month:02d}-01")
            for month in range(1, months + 1)
            for household in households
        ]
        with counted() as statements:
            assert bring("rosters", [HEADER, *rows]).batch.rows_written == members * months
        return len(statements)

    statements_for(1, 1)
    assert statements_for(10, 2) == statements_for(50, 10)
