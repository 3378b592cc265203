import pytest

from marketplace.web import amounts


@pytest.mark.parametrize(
    ("fen", "chinese", "english"),
    [
        (0, "0.00 万元", "¥0.00"),
        (1, "0.00 万元", "¥0.01"),
        (5_000, "0.01 万元", "¥50.00"),
        (4_999, "0.00 万元", "¥49.99"),
        (123_456_789, "123.46 万元", "¥1.23 million"),
        (99_999_999, "100.00 万元", "¥999,999.99"),
        (9_999_999_999, "10,000.00 万元", "¥100.00 million"),
        (19_000_000_000, "1.90 亿元", "¥190.00 million"),
        (-123_456_789, "−123.46 万元", "−¥1.23 million"),
    ],
)
def test_an_amount_is_written_as_each_language_reads_it(fen, chinese, english):
    assert amounts.amount(fen, "zh") == chinese
    assert amounts.amount(fen, "en") == english


def test_an_amount_can_be_told_to_the_fen():
    assert amounts.exact(123_456_789, "zh") == "1,234,567.89 元"
    assert amounts.exact(-5, "en") == "−¥0.05"


def test_a_table_writes_the_unit_once_above():
    assert amounts.in_table(123_456_789) == "123.46"
    assert amounts.in_table(-123_456_789) == "−123.46"


@pytest.mark.parametrize(
    ("basis_points", "text"), [(2672, "+26.72%"), (-5, "−0.05%"), (0, "0.00%"), (1_234_567, "+12,345.67%"), (None, "–")]
)
def test_a_change_has_its_sign(basis_points, text):
    assert amounts.change(basis_points) == text
