"""Households brought by a file."""

import json
from datetime import date

import pytest
from sqlalchemy import func, select, text

from marketplace.accounts.rules import Duty
from marketplace.audit.models import AuditLine
from marketplace.gateways import sheets
from marketplace.households.models import Household, HouseholdStatus, Linkage
from marketplace.households.rules import HouseholdCategory, LinkageState, Mechanism
from marketplace.households.service import sealing
from marketplace.imports.errors import BatchChangedKnown, BatchDependedOn
from marketplace.imports.rules import BatchState
from marketplace.kernel.actor import system
from marketplace.regions.models import Region
from marketplace.sales.models import Sale
from marketplace.sales.rules import Channel, NewSale
from marketplace.sales.service import recording
from marketplace.workflows.imports import batches
from tests.catalogue.statements import counted
from tests.factories.cast import VILLAGE
from tests.factories.codes import identity_number

HEADER = ["户编号", "行政村代码", "户类型", "人数", "户主姓名", "证件号码", "识别时间", "风险消除时间"]
OTHER_VILLAGE = "621022101002"
ELSEWHERE = "621021101001"


@pytest.fixture(autouse=True)
def _villages(session):
    for code, until_on in (
        (VILLAGE, None),
        (OTHER_VILLAGE, None),
        (ELSEWHERE, None),
        ("621022101009", date(2013, 1, 1)),
    ):
        session.add(Region(code=code, name="某村", level=12, from_on=date(1949, 1, 1), until_on=until_on))
    session.flush()


def row(n=1, **changes):
    cells = {
        "number": f"62102210100100{n:04d}",
        "village": VILLAGE,
        "category": "脱贫户",
        "persons": 4,
        "name": "慕容雪村",
        "identity": identity_number(5000 + n, county="622822"),
        "registered": "2014-01-01",
        "cleared": None,
    }
    return list((cells | changes).values())


def find(session, n=1) -> Household:
    session.expire_all()
    return session.scalars(select(Household).where(Household.household_number == row(n)[0])).one()


@pytest.mark.parametrize(
    ("word", "category"),
    [
        ("脱贫不稳定", "unstable"),
        ("脱贫不稳定户", "unstable"),
        ("边缘易致贫", "marginal"),
        ("突发严重困难", "sudden_hardship"),
        ("建档立卡户", "registered_poor"),
    ],
)
def test_a_category_is_told_in_the_words_of_the_register(bring, session, word, category):
    assert bring("households", [HEADER, row(category=word)]).batch.rows_written == 1
    assert statuses(session, find(session))[0][2] == category


def statuses(session, household) -> list[tuple]:
    found = (
        select(HouseholdStatus).where(HouseholdStatus.household_id == household.id).order_by(HouseholdStatus.from_on)
    )
    return [(each.from_on, each.until_on, each.category.value, each.persons) for each in session.scalars(found)]


def known(session) -> int:
    return session.scalar(select(func.count()).select_from(Household))


def test_a_row_registers_a_household_with_its_first_status(bring, session):
    batch = bring("households", [HEADER, row()]).batch
    assert (batch.state, batch.rows_written) == (BatchState.COMMITTED, 1)
    household = find(session)
    assert (household.county_code, household.ordinal, household.registered_on) == ("621022", 0, date(2014, 1, 1))
    assert statuses(session, household) == [(date(2014, 1, 1), None, "lifted_out", 4)]
    assert sealing.open_name(household.household_number, household.head_name) == "慕容雪村"
    assert sealing.open_identity(household.household_number, household.head_identity) == row()[5]
    assert household.head_identity_hash == sealing.hash_identity(row()[5])


def test_ordinals_are_dense_within_a_county_and_go_on_where_the_last_file_ended(bring, session):
    bring("households", [HEADER, row(1), row(2, village=ELSEWHERE), row(3)])
    bring("households", [HEADER, row(4), row(5, village=ELSEWHERE), row(6, village=OTHER_VILLAGE)])
    found = session.execute(select(Household.county_code, Household.ordinal).order_by(Household.county_code, "ordinal"))
    assert list(found) == [("621021", 0), ("621021", 1), *(("621022", n) for n in range(4))]


def test_law_3_the_same_file_twice_changes_nothing(bring, session):
    rows = [HEADER, *(row(n) for n in range(1, 20))]
    bring("households", rows)
    before = [household.head_name for household in session.scalars(select(Household).order_by(Household.id))]
    again = bring("households", rows).batch
    assert (again.rows_written, again.rows_unchanged, known(session)) == (0, 19, 19)
    session.expire_all()
    assert [household.head_name for household in session.scalars(select(Household).order_by(Household.id))] == before


def test_category_and_persons_change_from_the_day_of_the_import_on(bring, session):
    bring("households", [HEADER, row()])
    batch = bring("households", [HEADER, row(category="脱贫不稳定户", persons=5)]).batch
    assert batch.rows_written == 1
    today = date(2020, 9, 15)
    first = (date(2014, 1, 1), today, "lifted_out", 4)
    assert statuses(session, find(session)) == [first, (today, None, "unstable", 5)]
    bring("households", [HEADER, row(category="脱贫不稳定户", persons=6)])
    assert statuses(session, find(session)) == [first, (today, None, "unstable", 6)]


def test_a_known_household_may_move_within_its_county_and_have_another_head_or_name(bring, session):
    bring("households", [HEADER, row(1), row(2), row(3)])
    heir = identity_number(9000, county="622822")
    batch = bring(
        "households", [HEADER, row(1, village=OTHER_VILLAGE), row(2, identity=heir), row(3, name="慕容雪")]
    ).batch
    assert (batch.rows_written, batch.rows_unchanged) == (3, 0)
    assert find(session, 1).village_code == OTHER_VILLAGE
    second, third = find(session, 2), find(session, 3)
    assert sealing.open_identity(second.household_number, second.head_identity) == heir
    assert second.head_identity_hash == sealing.hash_identity(heir)
    assert sealing.open_name(third.household_number, third.head_name) == "慕容雪"


def test_the_day_of_registration_and_the_county_stay(bring):
    bring("households", [HEADER, row(1), row(2)])
    told = bring("households", [HEADER, row(1, registered="2015-01-01"), row(2, village=ELSEWHERE)])
    assert told.codes() == [
        (3, "village_code", "household.county_differs"),
        (2, "registered_on", "household.told_anew"),
    ]


def test_every_error_names_its_column(bring):
    rows = [
        row(1, category="富裕户"),
        row(2, persons=0),
        row(3, identity="622822199602300017"),
        row(4, village="621022101008"),
        row(5, village="621022101009"),
        row(6, village="621022101000"),
        row(7, cleared="2014-01-01"),
        row(8),
        row(8),
        row(9, name=None),
    ]
    assert bring("households", [HEADER, *rows]).codes() == [
        (2, "category", "cell.unknown_choice"),
        (3, "persons", "cell.not_number"),
        (4, "head_identity_number", "identity_number.wrong"),
        (11, "head_name", "cell.blank"),
        (10, "household_number", "row.repeated"),
        (5, "village_code", "household.village_unknown"),
        (6, "village_code", "household.village_unknown"),
        (7, "village_code", "household.village_unknown"),
        (8, "cleared_on", "household.before_registration"),
    ]


def test_the_same_head_twice_in_a_file_is_told_on_both_rows(bring, session):
    same = identity_number(7777, county="622822")
    told = bring("households", [HEADER, row(1, identity=same), row(2), row(3, identity=same)])
    assert [(each["row"], each["code"], each["facts"]["other_row"]) for each in told.batch.problems] == [
        (2, "household.identity_repeated", 4),
        (4, "household.identity_repeated", 2),
    ]
    assert known(session) == 0


def test_the_head_of_a_known_household_is_named_only_in_scope(bring, cast):
    bring("households", [HEADER, row(1)])
    (problem,) = bring("households", [HEADER, row(2, identity=row(1)[5])]).batch.problems
    assert (problem["column"], problem["code"]) == ("head_identity_number", "household.identity_taken")
    assert problem["facts"]["household_number"] == row(1)[0]
    officer = cast.actor(cast.officer(Duty.REVITALISATION_OFFICER, region="621021"))
    elsewhere = row(3, identity=row(1)[5], village=ELSEWHERE)
    (problem,) = bring("households", [HEADER, elsewhere], actor=officer, region_code="621021").batch.problems
    assert problem["code"] == "household.identity_taken"
    assert row(1)[0] not in json.dumps(problem)


def test_a_birth_place_that_did_not_exist_is_a_warning_and_comes_in(bring, session):
    batch = bring("households", [HEADER, row(identity=identity_number(1, county="621022"))]).batch
    assert (batch.state, batch.rows_written, batch.rows_bad) == (BatchState.COMMITTED, 1, 0)
    (problem,) = batch.problems
    assert (problem["code"], problem["is_warning"]) == ("household.identity_doubtful", True)
    assert known(session) == 1


def test_good_rows_go_in_without_the_bad_ones_if_asked(bring, session):
    batch = bring("households", [HEADER, row(1), row(2, persons=0)], skips_bad_rows=True).batch
    assert (batch.state, batch.rows_written, batch.rows_bad, known(session)) == (BatchState.COMMITTED, 1, 1, 1)
    again = bring("households", [HEADER, row(1, persons=0), row(2)], skips_bad_rows=True).batch
    assert (again.rows_written, known(session)) == (1, 2)


def test_clearing_cuts_the_rosters_and_restates_the_sales(bring, cast, session, now):
    bring("households", [HEADER, row(1), row(2)])
    supplier = cast.supplier()
    version = cast.roster(supplier, [(find(session, 1), 1), (find(session, 2), 1)], share_bp=1000)
    sale = NewSale(
        sold_on=date(2020, 6, 1), channel=Channel.EVENT, supplier_id=supplier.id, amount_fen=100, source="l",
        source_number="1",
    )  # fmt: skip
    recording.record([sale], actor=system(), now=now)
    batch = bring("households", [HEADER, row(1, cleared="2020-05-01"), row(2)]).batch
    assert (batch.rows_written, batch.rows_unchanged) == (1, 1)
    assert find(session, 1).cleared_on == date(2020, 5, 1)
    live = session.scalars(select(Sale).order_by(Sale.generation.desc())).first()
    members = session.execute(
        text("SELECT household_id FROM roster_member WHERE roster_version_id = :id"), {"id": live.roster_version_id}
    )
    assert live.roster_version_id != version.id
    assert [member.household_id for member in members] == [find(session, 2).id]


def test_a_clearing_told_again_changes_nothing_and_another_day_is_refused(bring, session):
    bring("households", [HEADER, row(1, cleared="2020-05-01")])
    assert find(session).cleared_on == date(2020, 5, 1)
    assert bring("households", [HEADER, row(1, cleared="2020-05-01")]).batch.rows_unchanged == 1
    assert bring("households", [HEADER, row(1)]).batch.rows_unchanged == 1
    told = bring("households", [HEADER, row(1, cleared="2020-06-01")])
    assert told.codes() == [(2, "cleared_on", "household.cleared_already")]


def test_law_12_a_county_brings_and_changes_no_household_of_another(bring, cast, session):
    bring("households", [HEADER, row(1, village=ELSEWHERE)])
    officer = cast.actor(cast.officer(Duty.REVITALISATION_OFFICER))
    rows = [row(1), row(2, village=ELSEWHERE), row(3)]
    told = bring("households", [HEADER, *rows], actor=officer, region_code="621022")
    assert told.codes() == [(3, "village_code", "row.outside_scope"), (2, "household_number", "row.outside_scope")]
    assert bring("households", [HEADER, row(3)], actor=officer, region_code="621022").batch.rows_written == 1


@pytest.mark.parametrize("options", [{}, {"skips_bad_rows": True}])
def test_law_14_neither_batch_nor_audit_line_nor_database_holds_a_head_in_the_clear(bring, session, options):
    good, bad = row(1, name="诸葛孔明"), row(2, name="诸葛孔明", persons=0)
    wrong = row(3, name="诸葛孔明", identity="622822199602300017")
    batch = bring("households", [HEADER, good, bad, wrong], **options).batch
    secrets = ("诸葛孔明", "葛孔明", good[5], bad[5], wrong[5], good[5][6:14])
    told = json.dumps(batch.problems, ensure_ascii=False)
    lines = [str((each.before, each.after, each.reason)) for each in session.scalars(select(AuditLine))]
    staged = [str(tuple(each)) for each in session.execute(text("SELECT * FROM staged"))]
    assert lines
    for secret in secrets:
        assert secret not in told + "".join(lines + staged)
        assert secret.encode() not in b"".join(bytes(each.head_name) for each in session.scalars(select(Household)))


def test_a_batch_is_undone_while_nothing_depends_on_it(bring, session, cast, now):
    batch = bring("households", [HEADER, row(1), row(2)]).batch
    linkage = Linkage(
        supplier_id=cast.supplier().id,
        household_id=find(session, 1).id,
        mechanism=Mechanism.DIVIDEND,
        from_on=date(2020, 1, 1),
        state=LinkageState.ENTERED,
        entered_at=now,
    )
    session.add(linkage)
    session.flush()
    with pytest.raises(BatchDependedOn) as refusal:
        batches.undo(batch.id, actor=system(), now=now)
    assert refusal.value.facts == {"by": "linkage"}
    session.delete(linkage)
    session.flush()
    other = bring("households", [HEADER, row(3)]).batch
    batches.undo(other.id, actor=system(), now=now)
    assert known(session) == 2


def test_a_status_that_came_later_depends_on_the_batch(bring, now):
    batch = bring("households", [HEADER, row(1)]).batch
    changed = bring("households", [HEADER, row(1, persons=5)]).batch
    with pytest.raises(BatchDependedOn):
        batches.undo(batch.id, actor=system(), now=now)
    with pytest.raises(BatchChangedKnown):
        batches.undo(changed.id, actor=system(), now=now)


def test_the_number_of_statements_does_not_grow_with_the_rows(bring):
    def statements_for(first, count, **changes):
        with counted() as statements:
            bring("households", [HEADER, *(row(n, **changes) for n in range(first, first + count))])
        return len(statements)

    statements_for(1, 1)
    assert statements_for(10, 20) == statements_for(100, 500)
    changed = {"persons": 7, "cleared": "2020-06-01"}
    assert statements_for(10, 20, **changed) == statements_for(100, 500, **changed)


def test_a_workbook_is_read_like_a_csv_file(bring, session, tmp_path):
    path = tmp_path / "户.xlsx"
    sheets.write(path, [HEADER, row(1)])
    assert bring("households", path).batch.rows_written == 1
    assert find(session).county_code == "621022"
    assert HouseholdCategory.LIFTED_OUT.value == statuses(session, find(session))[0][2]
