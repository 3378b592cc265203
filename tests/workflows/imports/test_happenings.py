"""Events, outlets and agreements brought by a file: told once, and each by the region that reports it."""

import pytest
from sqlalchemy import select

from marketplace.accounts.rules import Duty
from marketplace.imports.errors import BatchUnknown
from marketplace.reporting.models import Agreement, Outlet
from marketplace.workflows.imports import batches

EVENT = (["number", "name", "kind", "region_code", "held_on"], ["HD1", "展销会一", "展销会", "621022", "2020-09-01"])
OUTLET = (["number", "name", "kind", "region_code", "opened_on"], ["ZG1", "环县专馆", "专馆", "621022", "2020-05-01"])
AGREEMENT = (
    ["agreement_number", "signed_on", "buyer_name", "signed_amount", "fulfilled_amount"],
    ["XY1", "2020-06-18", "某商贸公司", "3,000,000", "100"],
)
KINDS = [("events", EVENT), ("outlets", OUTLET), ("agreements", AGREEMENT)]


@pytest.fixture
def here(cast):
    return {"actor": cast.actor(cast.officer(Duty.REPORTER)), "region_code": "621022"}


@pytest.fixture
def elsewhere(cast):
    return {"actor": cast.actor(cast.officer(Duty.REPORTER, region="621021")), "region_code": "621021"}


@pytest.mark.parametrize(("kind", "rows"), KINDS)
def test_law_3_the_same_file_twice_changes_nothing(bring, here, kind, rows):
    assert bring(kind, rows, **here).batch.rows_written == 1
    again = bring(kind, rows, **here).batch
    assert (again.rows_written, again.rows_unchanged) == (0, 1)


@pytest.mark.parametrize(("kind", "rows"), KINDS)
def test_law_12_a_county_tells_nothing_anew_of_another(bring, here, elsewhere, kind, rows):
    bring(kind, rows, **here)
    header, told = rows
    refused = bring(kind, [header, told], **elsewhere).codes()
    assert (2, header[0], "row.outside_scope") in refused


def test_law_12_what_was_fulfilled_is_told_by_the_region_of_the_agreement(bring, here, elsewhere, session):
    header, told = AGREEMENT
    bring("agreements", AGREEMENT, **here)
    bring("agreements", [header, [*told[:-1], "999"]], **elsewhere)
    session.expire_all()
    assert session.scalars(select(Agreement)).one().fulfilled_fen == 10_000
    assert bring("agreements", [header, [*told[:-1], "999"]], **here).batch.rows_written == 1
    session.expire_all()
    assert session.scalars(select(Agreement)).one().fulfilled_fen == 99_900


def test_law_12_an_outlet_is_closed_by_its_own_region(bring, here, elsewhere, session):
    header, told = OUTLET
    bring("outlets", OUTLET, **here)
    closing = [[*header, "closed_on"], [*told, "2020-08-31"]]
    bring("outlets", closing, **elsewhere)
    session.expire_all()
    assert session.scalars(select(Outlet)).one().closed_on is None
    assert bring("outlets", closing, **here).batch.rows_written == 1


@pytest.mark.parametrize(("kind", "rows"), KINDS)
def test_another_content_under_a_known_number_is_refused(bring, here, kind, rows):
    bring(kind, rows, **here)
    header, told = rows
    other = list(told)
    other[header.index("name") if "name" in header else header.index("buyer_name")] = "别的"
    assert bring(kind, [header, other], **here).codes() == [(2, header[0], "reporting.told_differently")]


@pytest.mark.parametrize(("kind", "rows"), KINDS)
def test_a_batch_is_undone_by_its_own_region(bring, here, elsewhere, now, session, kind, rows):
    batch = bring(kind, rows, **here).batch
    with pytest.raises(BatchUnknown):
        batches.undo(batch.id, actor=elsewhere["actor"], now=now)
    batches.undo(batch.id, actor=here["actor"], now=now)
    assert bring(kind, rows, **here).batch.rows_written == 1


def test_an_agreement_without_a_supplier_and_a_region_is_the_nations(bring, session):
    assert bring("agreements", AGREEMENT).batch.rows_written == 1
    assert session.scalars(select(Agreement)).one().host_code == "000000"
