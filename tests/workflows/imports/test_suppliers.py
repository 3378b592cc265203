"""Suppliers brought by a file."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import Duty, MemberRole, OrganisationKind
from marketplace.imports.errors import BatchChangedKnown, BatchDependedOn
from marketplace.imports.rules import BatchState
from marketplace.kernel.actor import system
from marketplace.sales.rules import Channel, NewSale
from marketplace.sales.service import recording
from marketplace.suppliers.models import Qualification, QualificationEvent, Supplier
from marketplace.suppliers.queries import certified_on
from marketplace.suppliers.rules import QualificationState
from marketplace.workflows import expire_suppliers
from marketplace.workflows.imports import batches
from tests.catalogue.statements import counted
from tests.factories.codes import uscc_number

HEADER = ["统一社会信用代码", "名称", "主体类型", "县代码", "认定起始", "认定截止"]


def row(n=1, *, name=None, kind="合作社", county="621022", first="2020-01-01", last="2020-12-31"):
    return [uscc_number(7000 + n), name or f"环县第{n}合作社", kind, county, first, last]


def known(session) -> int:
    return session.scalar(select(func.count()).select_from(Supplier))


def test_a_row_makes_a_supplier_certified_through_its_last_day(bring, session):
    batch = bring("suppliers", [HEADER, row()]).batch
    assert (batch.state, batch.rows_written) == (BatchState.COMMITTED, 1)
    organisation = session.scalars(select(Organisation).where(Organisation.uscc == uscc_number(7001))).one()
    supplier = session.scalars(select(Supplier).where(Supplier.organisation_id == organisation.id)).one()
    assert (organisation.name, supplier.kind.value, supplier.county_code) == ("环县第1合作社", "cooperative", "621022")
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2020, 12, 31), date(2021, 1, 1)]
    assert [bool(certified_on([supplier.id], day)) for day in days] == [False, True, True, False]


def test_law_3_the_same_file_twice_changes_nothing(bring, session):
    rows = [HEADER, *(row(n) for n in range(1, 20))]
    bring("suppliers", rows)
    before = known(session)
    again = bring("suppliers", rows).batch
    assert (again.rows_written, again.rows_unchanged, known(session)) == (0, 19, before)
    assert session.scalar(select(func.count()).select_from(Qualification)) == 19


def test_a_certification_that_has_ended_comes_in_as_expired(bring, session):
    bring("suppliers", [HEADER, row(first="2018-01-01", last="2019-12-31")])
    assert session.scalars(select(Qualification)).one().state is QualificationState.EXPIRED


def test_a_known_supplier_may_get_a_new_name_and_another_period(bring, session):
    bring("suppliers", [HEADER, row()])
    changed = bring("suppliers", [HEADER, row(name="环县新名合作社", first="2021-03-01", last=None)]).batch
    assert changed.rows_written == 1
    supplier = session.scalars(select(Supplier)).one()
    assert session.get(Organisation, supplier.organisation_id, populate_existing=True).name == "环县新名合作社"
    days = [date(2020, 6, 1), date(2021, 1, 1), date(2021, 3, 1), date(2050, 1, 1)]
    assert [bool(certified_on([supplier.id], day)) for day in days] == [True, False, True, True]


def test_a_period_that_is_told_longer_is_prolonged(bring, session):
    bring("suppliers", [HEADER, row()])
    assert bring("suppliers", [HEADER, row(last="2022-12-31")]).batch.rows_written == 1
    session.expire_all()
    assert session.scalars(select(Qualification)).one().until_on == date(2023, 1, 1)


def events(session):
    rows = session.scalars(select(QualificationEvent).order_by(QualificationEvent.id))
    return [(row.from_state, row.to_state, row.reason, row.import_batch_id) for row in rows]


def test_what_is_certified_expired_and_prolonged_is_a_decision_with_its_reason(bring, session):
    first = bring("suppliers", [HEADER, row(1), row(2, first="2018-01-01", last="2019-12-31")]).batch.id
    second = bring("suppliers", [HEADER, row(1, last="2020-09-01"), row(2)]).batch.id
    third = bring("suppliers", [HEADER, row(1, last="2022-12-31")]).batch.id
    assert events(session) == [
        (None, "certified", "suppliers imported", first),
        (None, "expired", "suppliers imported", first),
        ("certified", "expired", "suppliers imported", second),
        (None, "certified", "suppliers imported", second),
        ("expired", "certified", "suppliers imported", third),
    ]


def test_what_a_county_brings_is_noted_with_who_brought_it(bring, cast, session):
    reviewer = cast.actor(cast.officer(Duty.REVIEWER))
    bring("suppliers", [HEADER, row()], actor=reviewer, region_code="621022")
    (event,) = session.scalars(select(QualificationEvent))
    assert (event.from_state, event.to_state, event.user_id) == (None, "draft", reviewer.user_id)


def test_who_is_certified_for_longer_is_reminded_again(bring, session, cast):
    bring("suppliers", [HEADER, row()])
    supplier = session.scalars(select(Supplier)).one()
    cast.member(session.get(Organisation, supplier.organisation_id), MemberRole.SUPPLIER_STAFF)

    def reminded(day):
        return [each.days_left for each in expire_suppliers.run(datetime(*day, 1, tzinfo=UTC)).reminders]

    assert reminded((2020, 12, 1)) == [31]
    bring("suppliers", [HEADER, row(last="2021-12-31")])
    assert reminded((2020, 12, 2)) == []
    assert reminded((2021, 12, 1)) == [31]


def test_an_organisation_that_bought_before_may_sell_but_a_school_may_not(bring, cast):
    enterprise = cast.organisation(OrganisationKind.ENTERPRISE)
    school = cast.organisation(OrganisationKind.SCHOOL)
    rows = [[each.uscc, each.name, "企业", "621022", "2020-01-01", None] for each in (enterprise, school)]
    assert bring("suppliers", [HEADER, *rows]).codes() == [(3, "uscc", "supplier.kind_unsuitable")]
    assert bring("suppliers", [HEADER, rows[0]]).batch.rows_written == 1


def test_every_error_names_its_column(bring):
    rows = [
        row(1, county="621000"),
        row(2, county="629922"),
        row(3, first="2020-05-01", last="2020-04-30"),
        row(4, first=None),
        row(5),
        row(5),
        row(6, kind="学校"),
    ]
    assert bring("suppliers", [HEADER, *rows]).codes() == [
        (8, "kind", "cell.unknown_choice"),
        (7, "uscc", "row.repeated"),
        (3, "county_code", "row.region_unknown"),
        (2, "county_code", "supplier.county_wrong"),
        (5, "certified_until", "period.incomplete"),
        (4, "certified_until", "row.period_empty"),
    ]


def test_what_a_county_brings_waits_as_an_application(bring, cast, session):
    reviewer = cast.actor(cast.officer(Duty.REVIEWER))
    county = {"actor": reviewer, "region_code": "621022"}
    bring("suppliers", [HEADER, row()], **county)
    qualification = session.scalars(select(Qualification)).one()
    assert (qualification.state, qualification.from_on) == (QualificationState.DRAFT, None)
    again = bring("suppliers", [HEADER, row()], **county).batch
    assert (again.rows_written, again.rows_unchanged) == (0, 1)
    renamed = bring("suppliers", [HEADER, row(name="改名")], **county)
    assert renamed.codes() == [(2, "uscc", "supplier.known")]


def test_who_has_sold_keeps_its_county(bring, session, now):
    bring("suppliers", [HEADER, row(1), row(2)])
    sold = session.scalars(select(Supplier).order_by(Supplier.id)).first()
    facts = {"sold_on": date(2020, 5, 1), "channel": Channel.OUTLET, "supplier_id": sold.id, "amount_fen": 100}
    recording.record([NewSale(**facts, source="ledger", source_number="A")], actor=system(), now=now)
    moved = [row(1, county="621021"), row(2, county="621021")]
    assert bring("suppliers", [HEADER, *moved]).codes() == [(2, "county_code", "supplier.county_of_sold")]
    assert bring("suppliers", [HEADER, moved[1]]).batch.rows_written == 1


def test_law_12_a_county_brings_no_supplier_of_another(bring, cast):
    reviewer = cast.actor(cast.officer(Duty.REVIEWER))
    assert bring("suppliers", [HEADER, row(county="621021")], actor=reviewer, region_code="621022").codes() == [
        (2, "county_code", "row.outside_scope")
    ]


def test_law_12_a_county_makes_no_supplier_of_an_organisation_elsewhere(bring, cast, session):
    reviewer = cast.actor(cast.officer(Duty.REVIEWER))
    elsewhere = cast.organisation(OrganisationKind.ENTERPRISE, region="621021")
    told = [elsewhere.uscc, elsewhere.name, "企业", "621022", None, None]
    assert bring("suppliers", [HEADER, told], actor=reviewer, region_code="621022").codes() == [
        (2, "uscc", "row.outside_scope")
    ]
    assert known(session) == 0


def test_a_county_renames_no_organisation_that_it_makes_a_supplier(bring, cast, session):
    reviewer = cast.actor(cast.officer(Duty.REVIEWER))
    enterprise = cast.organisation(OrganisationKind.ENTERPRISE, name="环县粮油公司")
    told = [enterprise.uscc, "环县某某公司", "企业", "621022", None, None]
    county = {"actor": reviewer, "region_code": "621022"}
    assert bring("suppliers", [HEADER, told], **county).codes() == [(2, "uscc", "supplier.known")]
    told[1] = enterprise.name
    assert bring("suppliers", [HEADER, told], **county).batch.rows_written == 1


def test_a_batch_is_undone_while_nothing_depends_on_it(bring, session, now, cast):
    batch = bring("suppliers", [HEADER, row(1), row(2)]).batch
    supplier = session.scalars(select(Supplier).order_by(Supplier.id)).first()
    sku = cast.product(supplier)
    with pytest.raises(BatchDependedOn) as refusal:
        batches.undo(batch.id, actor=system(), now=now)
    assert refusal.value.facts == {"by": "product"}
    assert sku.id

    other = bring("suppliers", [HEADER, row(3)]).batch
    assert (known(session), len(events(session))) == (3, 3)
    batches.undo(other.id, actor=system(), now=now)
    assert (known(session), len(events(session))) == (2, 2)


def test_a_batch_stays_whose_supplier_was_decided_on_since(bring, session, now):
    batch = bring("suppliers", [HEADER, row(1)]).batch
    bring("suppliers", [HEADER, row(1, last="2022-12-31")])
    with pytest.raises(BatchDependedOn):
        batches.undo(batch.id, actor=system(), now=now)
    assert known(session) == 1


def test_a_batch_that_changed_a_known_supplier_is_not_undone(bring, now):
    bring("suppliers", [HEADER, row(1)])
    batch = bring("suppliers", [HEADER, row(1, name="改名"), row(2)]).batch
    with pytest.raises(BatchChangedKnown):
        batches.undo(batch.id, actor=system(), now=now)


def test_the_number_of_statements_does_not_grow_with_the_rows(bring):
    def statements_for(first, count):
        with counted() as statements:
            bring("suppliers", [HEADER, *(row(n) for n in range(first, first + count))])
        return len(statements)

    statements_for(1, 1)
    assert statements_for(10, 20) == statements_for(100, 500)
