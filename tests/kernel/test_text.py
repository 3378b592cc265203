import pytest

from marketplace.kernel.text import fold_width, has_control_characters


@pytest.mark.parametrize(
    "text", ["a\0", "\x1b[2J", "\x7f", "\ud800", "\u202eabc", "H1\u200b", "\ufeffH1", "a\u2028b", "\u2066"]
)
def test_what_nobody_sees_is_told(text):
    assert has_control_characters(text)


@pytest.mark.parametrize("text", ["环县 苹果", "一行\n二行\t", "👩\u200d🌾", "𠀀㐀䶵", "\ue000", "é", "e\u0301", ""])
def test_what_people_write_is_fine(text):
    assert not has_control_characters(text)


def test_full_width_characters_become_plain():
    assert fold_width("　Ａ－１２　") == "A-12"
