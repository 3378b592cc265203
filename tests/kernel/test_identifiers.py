import pytest

from marketplace.kernel.identifiers import (
    CreditCodeWrong,
    IdentityNumberWrong,
    has_known_birth_place,
    new_remittance_code,
    parse_identity_number,
    parse_uscc,
)
from tests.factories.codes import identity_number, uscc_number


def test_a_credit_code_is_read_in_full_width_and_lower_case():
    code = uscc_number(7)
    wide = "".join(chr(ord(char) + 0xFEE0) for char in code)
    assert parse_uscc(wide) == code
    assert parse_uscc(f" {code.lower()} ") == code


@pytest.mark.parametrize("text", ["", "91621022MA0000007", "91621022MA00000070", "９", "O" * 18])
def test_a_wrong_credit_code_is_refused(text):
    with pytest.raises(CreditCodeWrong):
        parse_uscc(text)


def test_an_identity_number_needs_its_check_character_and_a_real_birth_date():
    number = identity_number(3)
    assert parse_identity_number(number) == number
    other = "0" if number[-1] != "0" else "1"
    for wrong in (number[:-1] + other, number[:-1], "621022195013010031", "6210221950010100ab", ""):
        with pytest.raises(IdentityNumberWrong):
            parse_identity_number(wrong)


def test_a_refused_identity_number_is_not_repeated_in_the_error():
    with pytest.raises(IdentityNumberWrong) as refusal:
        parse_identity_number("621022195001019999")
    assert "6210221950" not in str(refusal.value)


def test_an_area_code_of_later_days_is_a_doubt_and_no_error():
    born_before_the_county = identity_number(1, county="621002")
    assert parse_identity_number(born_before_the_county)
    assert not has_known_birth_place(born_before_the_county)


def test_remittance_codes_hold_nothing_that_is_misread():
    codes = {new_remittance_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(len(code) == 10 and not set(code[2:]) & set("01IO") for code in codes)
