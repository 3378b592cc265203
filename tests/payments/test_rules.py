from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel.identifiers import new_remittance_code
from marketplace.payments.rules import clean_code, codes_in

GAPS = st.sampled_from(["", " ", "-", "　", "_", ".", "/", "，"[:0]])


def test_several_codes_are_all_found():
    assert codes_in("bf23456789,BF98765432") == ["BF23456789", "BF98765432"]


def test_no_code_is_none():
    assert codes_in("货款 BF1234567O") == []
    assert clean_code(" nonsense ") == "nonsense"


@given(st.lists(GAPS, min_size=9, max_size=9), st.booleans(), st.booleans())
def test_a_code_is_found_in_any_width_and_case_and_with_any_gaps(gaps, is_wide, is_lower):
    code = new_remittance_code()
    typed = "".join(char + gap for char, gap in zip(code, [*gaps, ""], strict=True))
    typed = typed.lower() if is_lower else typed
    if is_wide:
        typed = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in typed)
    assert code in codes_in(f"货款{typed}。")
    assert clean_code(typed) == code or len(codes_in(typed)) > 1
