"""A photograph is kept without what the camera wrote; what is none, or too heavy for a page, is refused."""

import pytest

from marketplace.accounts.rules import Duty, MemberRole
from marketplace.evidence.errors import FileDamaged, PhotoKindRefused, PhotoTooLarge
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
        (documents.jpeg(), PhotoKindRefused),
        (documents.png()[:40], FileDamaged),
        (documents.photo() + bytes(2 << 20), PhotoTooLarge),
        (b"", PhotoKindRefused),
    ],
)
def test_what_is_no_photograph_for_a_page_is_refused(content, refusal, store, actor, now):
    with pytest.raises(refusal):
        keep_photo(content=content, file_name="x.jpg", store=store, actor=actor, now=now)


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
