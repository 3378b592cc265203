"""A photograph is kept without what the camera wrote; what is none, or too heavy for a page, is refused."""

import pytest

from marketplace.accounts.rules import Duty, MemberRole
from marketplace.evidence.errors import FileDamaged, FileEmpty, FileTooLarge, PhotoKindRefused, PhotoTooLarge
from marketplace.evidence.queries import find_photo
from marketplace.evidence.service import keep, keep_photo
from tests.factories import documents


@pytest.fixture
def actor(cast):
    return cast.actor(cast.member(cast.organisation(), MemberRole.SUPPLIER_STAFF))


@pytest.fixture
def photo(store, actor, now):
    return keep_photo(content=documents.photo(), file_name="IMG_1.jpg", store=store, actor=actor, now=now)


def test_what_is_kept_does_not_tell_where_it_was_taken(photo, store):
    assert (photo.width, photo.height, photo.media_type) == (40, 30, "image/jpeg")
    with store.open(photo.sha256) as file:
        assert b"GPS" not in file.read()


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (documents.pdf(), PhotoKindRefused),
        (documents.HTML, PhotoKindRefused),
        (documents.heif(), PhotoKindRefused),
        (documents.jpeg(), FileDamaged),
        (documents.webp(), FileDamaged),
        (documents.png()[:40], FileDamaged),
        (documents.claim(9_000, 9_000), PhotoTooLarge),
        (documents.photo() + bytes(20 << 20), FileTooLarge),
        (b"", FileEmpty),
    ],
)
def test_what_is_no_photograph_for_a_page_is_refused(content, refusal, store, actor, now):
    with pytest.raises(refusal):
        keep_photo(content=content, file_name="x.jpg", store=store, actor=actor, now=now)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_one_of_a_telephone_becomes_one_that_a_page_loads(kind, store, actor, now):
    content = documents.photo(width=3264, height=2448, kind=kind) + bytes(3 << 20)
    kept = keep_photo(content=content, file_name=f"IMG.{kind.lower()}", store=store, actor=actor, now=now)
    assert (kept.width, kept.height, kept.media_type, kept.file_name) == (1600, 1200, "image/jpeg", "IMG.jpg")
    assert kept.byte_size < 1 << 20


def test_it_is_found_by_its_content_by_its_own_and_by_staff_of_their_county(photo, cast, actor):
    assert find_photo(photo.sha256, actor=actor).id == photo.id
    assert find_photo(photo.sha256, actor=cast.actor(cast.officer(Duty.REVIEWER))).id == photo.id
    assert find_photo(photo.sha256, actor=cast.actor(cast.outsider())) is None


def test_a_document_is_never_found_as_a_photograph(store, actor, now):
    kept = keep(content=documents.png(), file_name="x.png", store=store, actor=actor, now=now)
    assert find_photo(kept.sha256, actor=actor) is None


def test_the_bytes_are_kept_once(photo, store, actor, now):
    again = keep_photo(content=documents.photo(), file_name="IMG_2.jpg", store=store, actor=actor, now=now)
    assert again.sha256 == photo.sha256
    assert again.id != photo.id
