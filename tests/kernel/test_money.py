import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel.money import AmountUnreadable, allocate, format_yuan, parse_yuan, share_of

FEN = st.integers(-(10**15), 10**15)
WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=60).filter(any)


@given(FEN)
def test_what_is_written_reads_back_to_the_fen(fen):
    assert parse_yuan(format_yuan(fen)) == fen


@pytest.mark.parametrize(
    ("text", "fen"),
    [("1,234.50", 123450), ("１２．５", 1250), (" ¥3 ", 300), ("-0.01", -1), ("0", 0), ("1 234", 123400)],
)
def test_amounts_are_read_as_people_write_them(text, fen):
    assert parse_yuan(text) == fen


@pytest.mark.parametrize("text", ["", "1.234", "1e3", "1,23", "--1", "12元", "٣", "99999999999999999", "1.2.3", "nan"])
def test_anything_else_is_refused_with_its_text(text):
    with pytest.raises(AmountUnreadable) as refusal:
        parse_yuan(text)
    assert refusal.value.facts["value"] == text


def test_half_a_fen_is_rounded_away_from_zero():
    assert share_of(5, 1000) == 1
    assert share_of(4, 1000) == 0
    assert share_of(-5, 1000) == -1


@given(FEN, st.integers(0, 10_000))
def test_a_return_takes_back_exactly_what_the_sale_gave(amount, rate):
    assert share_of(-amount, rate) == -share_of(amount, rate)


@given(st.integers(0, 10**15), st.integers(0, 10_000))
def test_a_share_never_leaves_the_amount(amount, rate):
    assert 0 <= share_of(amount, rate) <= amount


@given(FEN, WEIGHTS)
def test_law_1_parts_sum_to_the_whole_to_the_fen(total, weights):
    assert sum(allocate(total, weights)) == total


@given(st.integers(0, 10**15), WEIGHTS)
def test_every_part_is_within_one_fen_of_its_exact_share(total, weights):
    whole = sum(weights)
    for part, weight in zip(allocate(total, weights), weights, strict=True):
        assert total * weight // whole <= part <= total * weight // whole + 1


@given(st.integers(0, 10**15), WEIGHTS)
def test_a_negative_total_mirrors_the_positive_one(total, weights):
    assert allocate(-total, weights) == [-part for part in allocate(total, weights)]


def test_ties_go_to_the_first():
    assert allocate(2, [1, 1, 1]) == [1, 1, 0]


@pytest.mark.parametrize("weights", [[], [0], [0, 0], [1, -1]])
def test_weights_that_cannot_share_are_refused(weights):
    with pytest.raises(ValueError, match="weights"):
        allocate(1, weights)
