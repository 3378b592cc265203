"""The store of files keeps its word in a folder and in S3 alike; contents are told by their bytes."""

import hashlib
import stat

import pytest

from marketplace.gateways.files import (
    ContentMissing,
    StoreSettingWrong,
    StoreUnavailable,
    file_store,
    find_media_type,
    is_sound,
)
from marketplace.gateways.files.local import LocalStore
from tests.factories import documents
from tests.gateways import s3_fake

CONTENT = documents.pdf()
SHA256 = hashlib.sha256(CONTENT).hexdigest()
KINDS = {
    "application/pdf": documents.pdf(),
    "image/png": documents.png(),
    "image/jpeg": documents.jpeg(),
    "image/webp": documents.webp(),
    "image/heif": documents.heif(),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": documents.xlsx(),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": documents.docx(),
}


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "instance" / "files"


@pytest.fixture
def s3(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with s3_fake.running() as fake:
        yield fake


@pytest.fixture(params=["folder", "s3"])
def store(request, folder):
    if request.param == "folder":
        return file_store("", endpoint=None, folder=folder)
    fake = request.getfixturevalue("s3")
    return file_store(f"s3://{s3_fake.BUCKET}/evidence", endpoint=fake.endpoint, folder=folder)


def read(store, sha256):
    with store.open(sha256) as file:
        return file.read()


def test_what_is_put_is_opened_by_its_hash(store):
    assert store.put(CONTENT) == SHA256
    assert read(store, SHA256) == CONTENT


def test_equal_contents_are_one_and_different_ones_two(store):
    other = documents.pdf("another")
    assert store.put(CONTENT) == store.put(CONTENT) == SHA256
    assert read(store, store.put(other)) == other
    assert read(store, SHA256) == CONTENT


def test_a_large_content_is_read_piece_by_piece(store):
    content = bytes(range(256)) * 40_000
    with store.open(store.put(content)) as file:
        assert file.read(10) == content[:10]
        assert file.read() == content[10:]


def test_what_was_never_put_is_missing(store):
    with pytest.raises(ContentMissing):
        store.open("ab" * 32)


def test_a_folder_holds_private_files_and_no_drafts(folder):
    LocalStore(folder).put(CONTENT)
    modes = {path.relative_to(folder).as_posix(): stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}
    assert modes == {
        SHA256[:2]: 0o700,
        f"{SHA256[:2]}/{SHA256[2:4]}": 0o700,
        f"{SHA256[:2]}/{SHA256[2:4]}/{SHA256}": 0o600,
    }
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_file_that_the_disk_has_cut_is_mended_by_the_next_put(folder):
    store = LocalStore(folder)
    store.put(CONTENT)
    (folder / SHA256[:2] / SHA256[2:4] / SHA256).write_bytes(CONTENT[:5])
    store.put(CONTENT)
    assert read(store, SHA256) == CONTENT


def test_a_folder_that_cannot_be_made_is_unavailable(tmp_path):
    (tmp_path / "instance").write_text("a file, not a folder", "utf-8")
    with pytest.raises(StoreUnavailable):
        LocalStore(tmp_path / "instance" / "files").put(CONTENT)


def test_s3_uploads_once_below_its_prefix(s3, folder):
    store = file_store(f"s3://{s3_fake.BUCKET}/evidence/", endpoint=s3.endpoint, folder=folder)
    store.put(CONTENT)
    store.put(CONTENT)
    place = f"/{s3_fake.BUCKET}/evidence/{SHA256[:2]}/{SHA256}"
    assert s3.asked == [f"HEAD {place}", f"PUT {place}", f"HEAD {place}"]
    assert s3.objects == {place: CONTENT}
    assert not folder.exists()


def test_an_s3_that_refuses_or_is_gone_is_unavailable(s3, folder):
    store = file_store(f"s3://{s3_fake.BUCKET}/x", endpoint=s3.endpoint, folder=folder)
    s3.refuses = True
    for ask in (lambda: store.put(CONTENT), lambda: store.open(SHA256)):
        with pytest.raises(StoreUnavailable):
            ask()
    nowhere = file_store(f"s3://{s3_fake.BUCKET}/x", endpoint="http://127.0.0.1:9", folder=folder)
    with pytest.raises(StoreUnavailable):
        nowhere.put(CONTENT)


def test_another_setting_is_refused(folder):
    with pytest.raises(StoreSettingWrong):
        file_store("ftp://host", endpoint=None, folder=folder)


@pytest.mark.parametrize("media_type", KINDS)
def test_a_kind_is_told_by_its_bytes_and_whole(media_type):
    assert find_media_type(KINDS[media_type]) == media_type
    assert is_sound(KINDS[media_type], media_type)


@pytest.mark.parametrize("media_type", KINDS)
@pytest.mark.parametrize("left", [0.3, 0.9])
def test_a_content_cut_off_is_not_whole(media_type, left):
    whole = KINDS[media_type]
    cut = whole[: int(len(whole) * left)]
    assert not is_sound(cut, media_type)


def test_a_changed_byte_in_a_picture_or_an_archive_is_found():
    picture = bytearray(documents.png())
    picture[45] ^= 1
    assert not is_sound(bytes(picture), "image/png")
    book = bytearray(documents.docx(**{"word/styles.xml": b"<styles>" * 50}))
    book[book.find(b"word/styles.xml") + 20] ^= 0xFF
    assert not is_sound(bytes(book), "application/vnd.openxmlformats-officedocument.wordprocessingml.document")


@pytest.mark.parametrize(
    "content", [documents.HTML, documents.SVG, documents.PROGRAM, b"\x7fELF" + bytes(99), b"<?php ?>"]
)
def test_what_a_browser_or_a_machine_would_run_is_told_as_such_or_unknown(content):
    assert find_media_type(content) not in KINDS


def test_an_archive_that_is_no_document_or_holds_macros_is_unknown():
    assert find_media_type(documents.docx(**{"word/vbaProject.bin": b"x"})) is None
    assert find_media_type(documents.docx(**{"xl/workbook.xml": b"x"})) is None
    assert find_media_type(b"PK\x03\x04" + bytes(99)) is None


def test_an_archive_that_would_fill_the_memory_is_not_sound():
    bomb = documents.docx(**{"word/media.bin": bytes(300 << 20)})
    assert len(bomb) < 1 << 20
    assert not is_sound(bomb, "application/vnd.openxmlformats-officedocument.wordprocessingml.document")


@pytest.mark.parametrize("content", [b"", b"x", b"plain text, nothing else"])
def test_nothing_and_plain_text_are_unknown(content):
    assert find_media_type(content) is None
