import pytest

from marketplace.evidence.rules import LONGEST_NAME, clean_name


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("营业执照.pdf", "营业执照.pdf"),
        ("照片.PDF", "照片.pdf"),
        ("page.html", "page.html.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\扫描\\合同.pdf", "合同.pdf"),
        ("a\x00b\r\n.pdf", "ab.pdf"),
        ("fdp\u202eexe.pdf", "fdpexe.pdf"),
        ('a"b<c>.pdf', "abc.pdf"),
        ("", "file.pdf"),
        (".pdf", "file.pdf"),
        ("\udcff.pdf", "file.pdf"),
    ],
)
def test_a_name_loses_folders_and_tricks_and_gets_an_ending_true_to_the_content(sent, kept):
    assert clean_name(sent, "application/pdf") == kept


def test_a_kind_with_two_endings_keeps_the_one_it_has():
    assert clean_name("a.jpeg", "image/jpeg") == "a.jpeg"
    assert clean_name("a.png", "image/jpeg") == "a.png.jpg"


def test_a_long_name_is_cut_before_its_ending():
    kept = clean_name("长" * 500 + ".pdf", "application/pdf")
    assert len(kept) < LONGEST_NAME
    assert kept.endswith("长.pdf")
