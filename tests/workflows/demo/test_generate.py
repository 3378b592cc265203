"""`generate` writes the same files for the same seed, in the order in which they can be loaded, and quickly."""

from hashlib import sha256

import pytest

from marketplace.workflows.demo.files import generate

ORDER = [
    "regions", "households", "suppliers", "products", "rosters", "sales", "household-payments", "agreements", "events",
    "outlets",
]  # fmt: skip


def digests(files):
    return {file.kind: sha256(file.path.read_bytes()).hexdigest() for file in files}


@pytest.mark.parametrize("scale", ["small", "full"])
def test_the_same_seed_writes_the_same_bytes(tmp_path, request, scale):
    first = request.getfixturevalue(f"{scale}_year").files
    assert digests(generate(tmp_path, scale=scale)) == digests(first)


def test_another_seed_writes_other_sales(tmp_path, small_year):
    assert digests(generate(tmp_path, seed=7, scale="small"))["sales"] != digests(small_year.files)["sales"]


def test_files_come_in_import_order_and_say_how_many_rows_they_have(year):
    assert [file.kind for file in year.files] == ORDER
    assert [file.rows for file in year.files] == [len(year.rows[kind]) for kind in ORDER]


def test_files_are_plain_utf8_with_one_header(small_year):
    for file in small_year.files:
        content = file.path.read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in content
        assert content.decode().count("\n") == file.rows + 1


def test_progress_ends_with_all_rows_of_each_file(tmp_path):
    told = {}
    files = generate(tmp_path, scale="small", progress=lambda kind, done, total: told.update({kind: (done, total)}))
    assert told == {file.kind: (file.rows, file.rows) for file in files}


def test_the_full_year_has_the_size_of_a_real_one(tmp_path):
    rows = {file.kind: file.rows for file in generate(tmp_path)}
    assert 30_000 <= rows["sales"] <= 40_000
    assert 120_000 <= rows["rosters"] <= 200_000
    assert 10_000 <= rows["household-payments"] <= 20_000


def test_the_small_year_is_small(small_year):
    rows = {file.kind: file.rows for file in small_year.files}
    assert (rows["households"], rows["suppliers"]) == (600, 12)
    assert 400 <= rows["sales"] <= 600
