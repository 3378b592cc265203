"""The engine, told by the plainest kind: regions."""

import pytest
from sqlalchemy import event, func, select, update

from marketplace.audit.models import AuditLine
from marketplace.db import db
from marketplace.gateways import sheets
from marketplace.imports.errors import KindUnknown
from marketplace.imports.models import ImportBatch
from marketplace.imports.rules import BatchState
from marketplace.imports.service import batches as service
from marketplace.kernel.errors import Forbidden
from marketplace.regions.models import Region
from marketplace.workflows.imports import engine, staging
from marketplace.workflows.imports.returned import write_bad_rows

HEADER = ["区划代码", "name", "启用日期"]
GOOD = ["621022101001", "城东村", "2015-01-01"]
BAD = ["62102210100", "", "2015-13-01"]


def villages(count: int, first: int = 1):
    return [
        [f"6210221{n // 900 + 10:02d}{n % 900 + 1:03d}", f"第{n}村", "2015-01-01"] for n in range(first, first + count)
    ]


def known(session) -> int:
    return session.scalar(select(func.count()).select_from(Region).where(Region.import_batch_id.is_not(None)))


def test_rows_are_written_with_their_batch_and_one_audit_line(bring, session):
    batch = bring("regions", [HEADER, GOOD]).batch
    assert (batch.state, batch.rows_total, batch.rows_written, batch.rows_unchanged) == (BatchState.COMMITTED, 1, 1, 0)
    region = session.scalars(select(Region).where(Region.import_batch_id == batch.id)).one()
    assert (region.code, region.name, region.level) == ("621022101001", "城东村", 12)
    actions = session.scalars(select(AuditLine.action).where(AuditLine.subject == "import").order_by(AuditLine.id))
    assert list(actions) == ["import.opened", "import.committed"]


def test_law_14_an_audit_line_names_the_content_and_not_the_file(bring, session, tmp_path):
    path = tmp_path / "张三丰家.csv"
    sheets.write(path, [HEADER, GOOD])
    batch = bring("regions", path).batch
    lines = session.scalars(select(AuditLine).where(AuditLine.subject == "import")).all()
    assert [line.after["sha256"] for line in lines] == [batch.sha256] * 2
    assert not any("张三丰" in str(line.after) for line in lines)


def test_law_3_the_same_file_twice_changes_nothing(bring, session):
    rows = [HEADER, *villages(50)]
    bring("regions", rows)
    before = known(session)
    again = bring("regions", rows).batch
    assert (again.rows_written, again.rows_unchanged, known(session)) == (0, 50, before)


@pytest.mark.parametrize(
    "row", [["６２", "城东村", "2015-01-01"], ["621022101001", "城东村", "2015-01-01"]], ids=["unreadable", "repeated"]
)
def test_a_file_with_more_bad_rows_than_are_told_is_refused_though_bad_rows_are_skipped(
    bring, session, monkeypatch, row
):
    for module in (engine, staging):
        monkeypatch.setattr(module, "MOST_BAD", 3)
    brought = bring("regions", [HEADER, *villages(2), *[row] * 6], skips_bad_rows=True)
    assert brought.codes()[0] == (None, None, "import.bad_rows_too_many")
    assert (brought.batch.state, known(session)) == (BatchState.REFUSED, 0)


def test_law_3_what_another_worker_brought_to_its_end_meanwhile_is_left_alone(bring, session, monkeypatch):
    claim = service.claim

    def claim_after_another(batch_id, *, kind):
        ended = {"state": BatchState.REFUSED, "rows_bad": 7}
        session.execute(update(ImportBatch).where(ImportBatch.id == batch_id).values(**ended))
        return claim(batch_id, kind=kind)

    monkeypatch.setattr(service, "claim", claim_after_another)
    brought = bring("regions", [HEADER, GOOD])
    assert brought.findings is None
    assert (brought.batch.state, brought.batch.rows_bad, known(session)) == (BatchState.REFUSED, 7, 0)


def test_one_bad_row_refuses_the_whole_file_and_nothing_is_written(bring, session):
    brought = bring("regions", [HEADER, GOOD, BAD])
    assert brought.batch.state is BatchState.REFUSED
    assert (brought.batch.rows_bad, brought.batch.rows_written, known(session)) == (1, 0, 0)


def test_all_errors_of_a_file_are_told_at_once_each_with_row_column_and_value(bring):
    brought = bring("regions", [HEADER, GOOD, BAD, [], ["621099101", "无此县", "x"]])
    assert brought.codes() == [
        (3, "code", "region.code_wrong"),
        (3, "name", "cell.blank"),
        (3, "valid_from", "cell.not_day"),
        (5, "valid_from", "cell.not_day"),
        (5, "code", "row.region_unknown"),
    ]
    first = brought.batch.problems[0]
    assert (first["sheet"], first["value"]) == ("CSV", "62102210100")
    assert "6、9 或 12 位" in first["zh"]
    assert "6, 9 or 12 digits" in first["en"]


def test_skipping_bad_rows_writes_the_good_and_gives_the_rest_back_to_be_mended(bring, session, tmp_path):
    brought = bring("regions", [[*HEADER, "备注"], [*GOOD, "a"], [*BAD, "=b"]], skips_bad_rows=True)
    assert (brought.batch.state, known(session)) == (BatchState.COMMITTED, 1)
    for ending in ("csv", "xlsx"):
        target = tmp_path / f"bad.{ending}"
        assert write_bad_rows(tmp_path / "file.csv", target, brought.findings, language="zh") == 1
        header, row = (row for _, row in sheets.read(target).rows)
        assert header == [*HEADER, "备注", "错误/error"]
        assert row[:4] == [BAD[0], None, BAD[2], "=b"]
        assert "必填" in row[4]
    mended = bring("regions", [[*HEADER, "错误/error"], ["621022101002", "城西村", "2015-01-01", row[4]]])
    assert (mended.batch.state, list(mended.batch.ignored_columns)) == (BatchState.COMMITTED, [])


def test_a_dry_run_tells_what_a_commit_would_and_writes_nothing(bring, session):
    assert bring("regions", [HEADER, GOOD], is_dry_run=True).batch.state is BatchState.CHECKED
    dry = bring("regions", [HEADER, GOOD, BAD], is_dry_run=True)
    wet = bring("regions", [HEADER, GOOD, BAD])
    assert dry.codes() == wet.codes()
    assert (dry.batch.state, known(session)) == (BatchState.REFUSED, 0)


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (["甲", "乙"], "import.header_missing"),
        (["code"], "import.columns_missing"),
        (["code", "区划代码", "name"], "import.column_twice"),
    ],
)
def test_a_wrong_header_refuses_the_file(bring, header, code):
    brought = bring("regions", [header, ["1"] * len(header)])
    assert (brought.batch.state, brought.codes()) == (BatchState.REFUSED, [(None, None, code)])


def test_a_file_without_rows_or_that_is_no_sheet_is_refused_not_failed(bring, tmp_path):
    assert bring("regions", [HEADER]).codes() == [(None, None, "import.rows_missing")]
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04 broken")
    assert bring("regions", path).codes() == [(None, None, "sheet.damaged")]


def test_quotes_that_break_after_many_good_rows_still_refuse_the_file(bring, session, tmp_path):
    path = tmp_path / "late.csv"
    path.write_text("code,name\n" + "".join(f"{row[0]},{row[1]}\n" for row in villages(12_000 % 9000)) + '"x', "utf-8")
    brought = bring("regions", path)
    assert (brought.codes(), known(session)) == ([(None, None, "sheet.quotes_broken")], 0)


def test_headers_are_found_in_any_order_and_either_language_and_others_are_named(bring):
    rows = [["备注", "NAME*", "区划代码/code*", "valid from"], ["x", "城东村", "621022101001", None]]
    batch = bring("regions", rows).batch
    assert (batch.state, batch.ignored_columns) == (BatchState.COMMITTED, ["备注"])


def test_rows_outside_the_region_of_the_import_are_refused(bring):
    assert bring("regions", [HEADER, GOOD], region_code="621021").codes() == [(2, "code", "row.outside_scope")]
    assert bring("regions", [HEADER, GOOD], region_code="621000").batch.state is BatchState.COMMITTED


def test_who_may_not_bring_the_kind_is_refused(bring, cast):
    with pytest.raises(Forbidden):
        bring("regions", [HEADER, GOOD], actor=cast.actor(cast.user()))


def test_an_unknown_kind_is_named(bring):
    with pytest.raises(KindUnknown):
        bring("gold", [HEADER, GOOD])


def test_the_number_of_statements_does_not_grow_with_the_rows(bring):
    def statements(rows) -> int:
        seen = []
        listener = lambda *arguments: seen.append(arguments[2])  # noqa: E731  one line, one use
        event.listen(db.engine, "before_cursor_execute", listener)
        try:
            bring("regions", rows)
        finally:
            event.remove(db.engine, "before_cursor_execute", listener)
        return len(seen)

    statements([HEADER, *villages(3)])
    assert statements([HEADER, *villages(20, 100)]) == statements([HEADER, *villages(500, 1000)])
