"""A photograph is freed of what the camera wrote beside it; the picture, its turn and its colours stay."""

import struct
import zlib

import pytest

from marketplace.gateways.files import find_media_type, find_photo, is_sound
from marketplace.gateways.files.photos import Photo
from tests.factories import documents


def test_where_it_was_taken_goes_and_the_picture_stays():
    bare = find_photo(documents.photo(tail=documents.photo()), "image/jpeg")
    assert (bare.width, bare.height) == (40, 30)
    assert b"GPS" not in bare.content
    assert b"Exif" not in bare.content
    assert b"ICC_PROFILE" in bare.content
    assert bare.content.count(b"\xff\xda") == 2
    assert bare.content.endswith(b"\x78\xff\x00\xff\xd9")
    assert is_sound(bare.content, "image/jpeg")
    assert find_media_type(bare.content) == "image/jpeg"


def test_its_turn_stays_and_the_size_is_the_one_that_is_shown():
    bare = find_photo(documents.photo(orientation=6), "image/jpeg")
    assert (bare.width, bare.height) == (30, 40)
    assert b"GPS" not in bare.content
    assert find_photo(bare.content, "image/jpeg") == bare


@pytest.mark.parametrize("orientation", [0, 9, 77])
def test_a_turn_that_is_none_is_left_out(orientation):
    bare = find_photo(documents.photo(orientation=orientation), "image/jpeg")
    assert b"Exif" not in bare.content


def test_a_drawing_keeps_its_points_and_loses_its_texts():
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    whole = documents.png()
    told = whole[:33] + chunk(b"tEXt", b"Author\0GPS") + chunk(b"eXIf", b"II*\0GPS") + whole[33:] + b"GPS"
    assert find_photo(told, "image/png") == Photo(whole, 1, 1)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (documents.pdf(), "application/pdf"),
        (documents.webp(), "image/webp"),
        (documents.jpeg(), "image/jpeg"),  # which tells no size
        (documents.photo()[:-2], "image/jpeg"),
        (documents.photo()[:60], "image/jpeg"),
        (b"\xff\xd8\x00\x00\x00\x00", "image/jpeg"),
        (documents.png()[:30], "image/png"),
        (b"", "image/png"),
    ],
)
def test_what_is_no_whole_photograph_is_none(content, media_type):
    assert find_photo(content, media_type) is None
