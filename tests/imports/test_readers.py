"""Readers of cells: what is read, and what is refused with what would be right."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.imports.errors import (
    CellNotText,
    ChoiceUnknown,
    CodeDamaged,
    DayUnreadable,
    NumberUnreadable,
    PercentDoubtful,
)
from marketplace.imports.rules import readers
from marketplace.kernel.errors import DomainError
from marketplace.kernel.identifiers import CreditCodeWrong, IdentityNumberWrong
from marketplace.kernel.money import AmountUnreadable, format_yuan
from marketplace.regions.errors import RegionCodeWrong


class Fruit(StrEnum):
    APPLE = "apple"
    PEAR = "pear"


FRUIT = readers.choice(Fruit, {"苹果": Fruit.APPLE, "梨": Fruit.PEAR})


@pytest.mark.parametrize(
    ("cell", "value"),
    [("007", "007"), ("ＡＢ１２", "AB12"), (" x1 ", "x1"), (621022, "621022"), (Decimal(12), "12"), ("6E10", "6E10")],
)
def test_a_code_keeps_its_zeros_and_loses_its_full_width(cell, value):
    assert readers.code(cell) == value


@pytest.mark.parametrize("cell", ["6.21E+17", "6.21e17", "1E+05", 621022101001123456, Decimal("1.5"), -3])
def test_a_code_that_a_spreadsheet_made_a_number_of_is_refused(cell):
    with pytest.raises(CodeDamaged):
        readers.code(cell)


@pytest.mark.parametrize("cell", ["a\x00b", "x" * 101, "\ud800"])
def test_a_code_with_control_characters_or_too_long_is_refused(cell):
    with pytest.raises(CellNotText):
        readers.code(cell)


def test_a_text_is_trimmed_and_may_break_lines():
    assert readers.text("  环县\n苹果 ") == "环县\n苹果"
    with pytest.raises(CellNotText):
        readers.text("a\x00")
    with pytest.raises(CellNotText):
        readers.text("字" * 501)


@pytest.mark.parametrize("cell", ["2020-09-30", "2020/9/30", "２０２０－０９－３０", " 2020/09/30 ", date(2020, 9, 30)])
def test_a_day_is_read_in_each_of_its_spellings(cell):
    assert readers.day(cell) == date(2020, 9, 30)


@pytest.mark.parametrize(
    "cell",
    [
        "2020-02-30",
        "2020-9/30",
        "30.09.2020",
        "20200930",
        44104,
        "1899-12-31",
        "2020-09-30 12:00:00",
        "٢٠٢٠-٠٩-٣٠",
        "x",
    ],
)
def test_what_is_no_day_is_refused(cell):
    with pytest.raises(DayUnreadable):
        readers.day(cell)


@pytest.mark.parametrize(
    ("cell", "fen"),
    [("1,234.50", 123450), ("１２.３", 1230), (12, 1200), (Decimal("0.1"), 10), ("-5", -500), ("¥ 1 000", 100000)],
)
def test_an_amount_is_read_as_fen(cell, fen):
    assert readers.yuan(cell) == fen


@pytest.mark.parametrize("cell", ["1.234", "1e3", "NaN", "12,34", "٣", date(2020, 1, 1), Decimal("1e300"), "--1"])
def test_what_is_no_amount_is_refused(cell):
    with pytest.raises(AmountUnreadable):
        readers.yuan(cell)


@given(st.integers(-(10**15), 10**15))
def test_an_amount_that_was_written_is_read_back(fen):
    assert readers.yuan(format_yuan(fen)) == fen


def test_numbers_keep_to_their_bounds_and_places():
    assert readers.quantity("1,234.500") == Decimal("1234.5")
    assert readers.quantity(Decimal("-0.125")) == Decimal("-0.125")
    assert readers.whole(least=1)("3.0") == 3
    assert readers.whole()(Decimal(7)) == 7
    for read, cell in [
        (readers.quantity, "0.0001"),
        (readers.whole(), "1.5"),
        (readers.whole(), "-1"),
        (readers.whole(least=1), 0),
        (readers.quantity, "1e3"),
        (readers.whole(), 10**9 + 1),
        (readers.whole(), "一"),
        (readers.whole(), date(2020, 1, 1)),
    ]:
        with pytest.raises(NumberUnreadable):
            read(cell)


@pytest.mark.parametrize(
    ("cell", "bp"), [("30", 3000), ("30%", 3000), ("12.34", 1234), ("0.5", 50), (30, 3000), (0, 0)]
)
def test_a_percentage_is_read_as_basis_points(cell, bp):
    assert readers.percent(cell) == bp


def test_a_percentage_that_may_be_a_spreadsheets_own_is_in_doubt():
    for doubtful in (Decimal("0.3"), Decimal(1), 1):
        with pytest.raises(PercentDoubtful):
            readers.percent(doubtful)
    assert (readers.percent("1"), readers.percent("1%"), readers.percent("100%"), readers.percent(100)) == (
        100,
        100,
        10_000,
        10_000,
    )
    for cell in ("101", "-1", "1.234", "x%"):
        with pytest.raises(NumberUnreadable):
            readers.percent(cell)


def test_a_number_without_decimals_is_told_as_a_whole_one():
    with pytest.raises(NumberUnreadable) as refusal:
        readers.whole(least=1, most=9)("1.5")
    assert refusal.value.sentence("en") == "“1.5” should be a whole number from 1 to 9"
    assert refusal.value.sentence("zh") == "“1.5”应为 1 到 9 之间的整数"
    with pytest.raises(NumberUnreadable) as refusal:
        readers.quantity("0.0001")
    assert "at most 3 decimals" in refusal.value.sentence("en")


def test_an_unknown_choice_is_told_the_words_of_its_language():
    with pytest.raises(ChoiceUnknown) as refusal:
        FRUIT("plum")
    assert refusal.value.sentence("en") == "“plum” is not one of: apple, pear"
    assert refusal.value.sentence("zh") == "“plum”不在可选范围内，应为：苹果、梨"


def test_a_choice_takes_the_word_or_the_code():
    assert [FRUIT(cell) for cell in ("苹果", "apple", "APPLE", " 梨 ")] == ["apple", "apple", "apple", "pear"]
    with pytest.raises(ChoiceUnknown) as refused:
        FRUIT("桃")
    assert refused.value.sentence("zh") == "“桃”不在可选范围内，应为：苹果、梨"


def test_codes_with_a_check_are_checked():
    assert readers.region_code("621022000") == "621022"
    assert readers.uscc(" 91110000600037341l ") == "91110000600037341L"
    with pytest.raises(RegionCodeWrong):
        readers.region_code("62102")
    with pytest.raises(CreditCodeWrong):
        readers.uscc("91110000600037341X")
    with pytest.raises(IdentityNumberWrong) as refused:
        readers.identity_number("110101199003070000")
    assert "110101" not in str(refused.value), "an identity number must not stand in an error"


def test_tags_are_distinct_and_sorted():
    assert readers.tags("东西部协作；云签约; 东西部协作;") == sorted(["东西部协作", "云签约"])


@given(
    st.one_of(
        st.text(),
        st.integers(),
        st.decimals(),
        st.dates(),
    )
)
def test_whatever_stands_in_a_cell_is_read_or_refused_in_words(cell):
    every = [
        readers.text,
        readers.code,
        readers.day,
        readers.month,
        readers.yuan,
        readers.whole(),
        readers.quantity,
        readers.percent,
        FRUIT,
        readers.region_code,
        readers.uscc,
        readers.identity_number,
        readers.tags,
    ]
    refused = []
    for read in every:
        try:
            read(cell)
        except DomainError as error:
            refused.append(error)
    assert all(error.sentence("zh") and error.sentence("en") for error in refused)
