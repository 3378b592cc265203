"""Where a list goes on: positions are read as they were written, and what is none begins at the first row."""

from datetime import UTC, date, datetime

import pytest

from marketplace.kernel.sorting import KeyType, Sorting, SortKey, newest, oldest, position_of

DAY = SortKey("listed.paid_on", KeyType.DAY)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (KeyType.TEXT, "环县~苹果"),
        (KeyType.TEXT, ""),
        (KeyType.DAY, date(2020, 2, 29)),
        (KeyType.MOMENT, datetime(2020, 2, 29, 8, 0, 0, 123456, tzinfo=UTC)),
        (KeyType.NUMBER, -250),
    ],
)
def test_a_position_is_read_as_it_was_written(kind, value):
    key = SortKey("listed.it", kind)
    assert key.position(position_of({"sort_value": value, "id": 7})) == (value, 7)
    assert Sorting(key).going_on(Sorting(key).place_of({"it": value, "id": 7})).after == (value, 7)


@pytest.mark.parametrize(
    "told", [None, "", "~", "2020-02-30~1", "2020-01-01", "2020-01-01~x", "2020-01-01~" + "9" * 30]
)
def test_what_is_no_position_begins_at_the_first_row(told):
    assert DAY.position(told) is None
    assert Sorting(DAY, after=(date(2020, 1, 1), 1)).going_on(told).after is None


def test_by_id_alone_an_id_is_enough():
    assert newest(5).going_on("7") == newest(7)
    assert oldest().going_on("7") == oldest(7)
    assert newest(5).going_on("x") == newest()
    assert position_of({"id": 7}) == newest().place_of({"id": 7}) == "7"


def test_rows_are_put_in_order_by_the_key_and_the_id():
    said = Sorting(DAY, is_descending=False, after=(date(2020, 1, 1), 1)).over("SELECT 1 AS id")
    assert "(listed.paid_on, listed.id) > (CAST(:sort_value AS date), :sort_id)" in said
    assert said.endswith("ORDER BY listed.paid_on ASC, listed.id ASC LIMIT :limit")
    assert "WHERE" not in Sorting(DAY).over("SELECT 1 AS id")
