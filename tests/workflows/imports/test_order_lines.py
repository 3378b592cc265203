"""Order lines from the command line and in the background: one file is one order group."""

import pytest
from sqlalchemy import text

from marketplace.cli.imports import import_command
from marketplace.imports.errors import BatchDependedOn, BatchUnknown
from marketplace.imports.rules import BatchState
from marketplace.kernel.actor import Via, system
from marketplace.purchasing.service.shipments import Part
from marketplace.transaction import transaction
from marketplace.workflows import confirm_order, ship_order
from marketplace.workflows.imports import batches
from tests.purchasing.stage import Stage

HEADER = ["sku", "quantity", "note"]


@pytest.fixture
def stage(cast):
    return Stage.build(cast)


@pytest.fixture
def sku(cast, stage):
    return cast.product(stage.supplier, stock=50)


@pytest.fixture
def order(bring, stage):
    """Bring rows for the school."""

    def run(*rows, **options):
        return bring("order-lines", [HEADER, *rows], organisation_id=stage.school.id, **options)

    return run


def groups(session):
    return session.execute(text("SELECT * FROM order_group ORDER BY id")).all()


def test_a_file_is_placed_as_one_group_and_counts_as_approved(order, cast, sku, session, stage):
    other = cast.product(cast.supplier())
    brought = order([sku.code, 4, "上午"], [other.code, 10_000 // 100, None])
    assert brought.batch.state is BatchState.COMMITTED, brought.codes()
    assert (brought.batch.rows_written, brought.batch.rows_unchanged) == (2, 0)
    [group] = groups(session)
    assert (group.buyer_id, group.lines_count, group.import_batch_id) == (stage.school.id, 2, brought.batch.id)
    assert {order.state.value for order in stage.orders(group.id)} == {"placed"}
    assert stage.balance(sku) == (50, 4)


def test_a_dry_run_tells_the_same_and_places_nothing(order, sku, session, cast):
    bulk = cast.product(cast.supplier(), tiers=((10, 100),))
    rows = [[sku.code, 51, None], [bulk.code, 1, None], ["nothing", 1, None], [sku.code, 1, None], ["x", "y", None]]
    wrong = [
        (2, "quantity", "order_line.stock_short"),
        (3, "quantity", "order_line.below_minimum"),
        (4, "sku", "order_line.not_on_sale"),
        (5, "sku", "order_line.repeated"),
        (6, "quantity", "cell.not_number"),
        (6, "sku", "order_line.not_on_sale"),
    ]
    for is_dry_run in (True, False):
        brought = order(*rows, is_dry_run=is_dry_run)
        assert brought.batch.state is BatchState.REFUSED
        assert sorted(brought.codes()) == wrong
        assert brought.batch.problems[-1]["facts"].keys() >= {"value"}
    repeated = next(each for each in brought.batch.problems if each["code"] == "order_line.repeated")
    assert repeated["zh"] == f"规格编号“{sku.code}”与第 2 行重复，请合并数量"
    assert groups(session) == []


def test_good_rows_are_placed_when_bad_ones_are_to_be_skipped(order, sku, session):
    brought = order([sku.code, 5, None], ["nothing", 1, None], skips_bad_rows=True)
    assert (brought.batch.state, brought.batch.rows_written, brought.batch.rows_bad) == (BatchState.COMMITTED, 1, 1)
    assert [group.lines_count for group in groups(session)] == [1]


def test_law_3_the_same_file_twice_orders_once(order, sku, session, stage):
    order([sku.code, 30, None])
    again = order([sku.code, 30, None])
    assert again.batch.state is BatchState.COMMITTED, again.codes()
    assert (again.batch.rows_written, again.batch.rows_unchanged) == (0, 1)
    assert len(groups(session)) == 1
    assert stage.balance(sku) == (50, 30)


def test_an_undone_file_takes_its_orders_back_and_may_come_again(order, sku, session, stage):
    brought = order([sku.code, 30, None])
    with transaction():
        batches.undo(brought.batch.id, actor=system(Via.CLI), now=stage.now)
    [group] = groups(session)
    assert {order.state.value for order in stage.orders(group.id)} == {"cancelled"}
    assert stage.balance(sku) == (50, 0)
    assert order([sku.code, 30, None]).batch.rows_written == 1


def test_what_has_shipped_is_not_undone(order, sku, session, stage):
    brought = order([sku.code, 3, None])
    [placed] = stage.orders(groups(session)[0].id)
    seller = stage.as_(stage.seller)
    confirm_order.confirm(placed.id, actor=seller, now=stage.now)
    ship_order.ship(placed.id, [Part(number=1, quantity=1)], actor=seller, now=stage.now)
    with pytest.raises(BatchDependedOn), transaction():
        batches.undo(brought.batch.id, actor=system(Via.CLI), now=stage.now)


def test_without_a_buyer_nothing_is_placed(bring, sku, session):
    brought = bring("order-lines", [HEADER, [sku.code, 1, None]])
    assert brought.batch.state is BatchState.REFUSED
    assert brought.codes() == [(2, "sku", "import.scope_needed")]
    assert groups(session) == []


def test_more_lines_than_a_group_takes_are_refused(order, session):
    brought = order(*([f"S{n}", 1, None] for n in range(2001)))
    assert brought.codes() == [(2002, "sku", "order_line.too_many")]
    assert groups(session) == []


def test_a_buyers_own_file_waits_for_a_second_person(order, sku, session, stage):
    brought = order([sku.code, 1, None], actor=stage.as_(stage.purchaser))
    assert brought.batch.state is BatchState.COMMITTED, brought.codes()
    [group] = groups(session)
    assert group.placed_by_id == stage.purchaser.id
    assert {order.state.value for order in stage.orders(group.id)} == {"awaiting_approval"}


def test_law_12_nobody_brings_a_file_for_another_buyer(order, cast, sku, session, stage):
    with pytest.raises(BatchUnknown):
        order([sku.code, 1, None], actor=stage.as_(cast.outsider()))
    assert groups(session) == []


def test_the_command_orders_for_the_organisation_it_names(app, tmp_path, sku, session, stage):
    path = tmp_path / "order.csv"
    path.write_text(f"sku,quantity\n{sku.code},7\n", "utf-8")
    runner = app.test_cli_runner()
    told = runner.invoke(
        import_command, ["order-lines", str(path), "--organisation", stage.school.uscc, "--lang", "en"]
    )
    assert told.exit_code == 0, told.output
    assert "1 rows, 0 bad, 1 written" in told.output
    assert [group.buyer_id for group in groups(session)] == [stage.school.id]
    unknown = runner.invoke(import_command, ["order-lines", str(path), "--organisation", "91621022MA0099999X"])
    assert unknown.exit_code == 1
