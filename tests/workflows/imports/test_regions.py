"""Regions brought by a file are taken back only while nothing uses their codes."""

import pytest
from sqlalchemy import text

from marketplace.imports.errors import BatchDependedOn
from marketplace.kernel.actor import system
from marketplace.workflows.imports import batches

VILLAGE = "621022101001"
ROWS = [["区划代码", "名称", "变更为"], [VILLAGE, "城东村", None]]
RECORDS = {"region", "import_batch", "sale_rollup", "status_stamp"}


@pytest.fixture
def undo(bring, now):
    """Brings a village and takes it back once something was done."""
    batch = bring("regions", ROWS).batch

    def take_back():
        batches.undo(batch.id, actor=system(), now=now)

    return take_back


def columns_of_codes(session):
    rows = session.execute(
        text(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND data_type = 'character varying' AND character_maximum_length = 12"
        )
    )
    return [(table, column) for table, column in rows if table not in RECORDS]


def test_a_code_that_any_column_uses_stays(undo, session, now):
    columns = columns_of_codes(session)
    assert len(columns) > 20
    for table, column in columns:
        with session.begin_nested() as told:
            # stands before the table of the same name, and asks for no other column
            session.execute(text(f"CREATE TEMPORARY TABLE {table} AS SELECT * FROM {table} WITH NO DATA"))
            session.execute(text(f"INSERT INTO pg_temp.{table} ({column}) VALUES (:code)"), {"code": VILLAGE})
            with pytest.raises(BatchDependedOn):
                undo()
            told.rollback()
    undo()
    assert session.scalar(text("SELECT count(*) FROM region WHERE code = :code"), {"code": VILLAGE}) == 0


def test_a_code_that_replaces_another_stays(undo, bring, session):
    bring("regions", [ROWS[0], ["621022101002", "城西村", VILLAGE]])
    with pytest.raises(BatchDependedOn) as refusal, session.begin_nested():
        undo()
    assert "使用这些区划代码" in refusal.value.sentence("zh")


def test_a_code_that_another_period_names_may_lose_one(bring, cast, now, session):
    bring("regions", [[*ROWS[0], "停用日期"], [VILLAGE, "旧名", None, "2014-12-31"]])
    batch = bring("regions", [[*ROWS[0], "启用日期"], [VILLAGE, "新名", None, "2015-01-01"]]).batch
    cast.household(village=VILLAGE)
    batches.undo(batch.id, actor=system(), now=now)
    assert session.scalars(text("SELECT name FROM region WHERE code = :code"), {"code": VILLAGE}).all() == ["旧名"]
