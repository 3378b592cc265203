"""A photograph is drawn anew: what the camera wrote beside it is gone, the picture lies as it is to be seen."""

import io

import pytest
from PIL import Image

from marketplace.gateways.files import PictureBroken, PictureTooLarge, draw_photo, find_media_type, is_sound
from marketplace.gateways.files.photos import LONGEST_SIDE, MOST_PIXELS
from tests.factories import documents


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def is_red(point) -> bool:
    red, green, blue = point
    return red > 200 and green < 60 and blue < 60


def saved(picture: Image.Image, kind: str, **options) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_where_it_was_taken_goes_and_the_picture_stays(kind):
    taken = documents.photo(kind=kind, tail=documents.photo())
    assert b"GPS" in taken
    drawn = draw_photo(taken)
    assert (drawn.width, drawn.height) == (40, 30)
    assert b"GPS" not in drawn.content
    picture = opened(drawn.content)
    assert picture.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not picture.getexif()
    assert is_red(picture.getpixel((5, 15)))
    assert not is_red(picture.getpixel((35, 15)))
    assert find_media_type(drawn.content) == "image/jpeg"
    assert is_sound(drawn.content, "image/jpeg")
    assert drawn.content.count(b"\xff\xd9") == 1


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_it_is_turned_as_it_is_to_be_seen(kind):
    drawn = draw_photo(documents.photo(orientation=6, kind=kind))
    assert (drawn.width, drawn.height) == (30, 40)
    picture = opened(drawn.content)
    assert picture.size == (30, 40)
    assert is_red(picture.getpixel((15, 5)))


@pytest.mark.parametrize("orientation", [0, 9, 77])
def test_a_turn_that_is_none_turns_nothing(orientation):
    drawn = draw_photo(documents.photo(orientation=orientation))
    assert (drawn.width, drawn.height) == (40, 30)


@pytest.mark.parametrize(("orientation", "size"), [(1, (LONGEST_SIDE, 1200)), (8, (1200, LONGEST_SIDE))])
def test_a_large_one_is_made_as_small_as_a_page_shows_it(orientation, size):
    drawn = draw_photo(documents.photo(width=4000, height=3000, orientation=orientation))
    assert (drawn.width, drawn.height) == size
    assert opened(drawn.content).size == size


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_seen_through_it_is_paper(mode):
    clear = Image.new("RGBA", (8, 8), (255, 0, 0, 0))
    picture = clear.quantize() if mode == "P" else clear.convert(mode)
    drawn = draw_photo(saved(picture, "PNG"))
    assert min(opened(drawn.content).getpixel((4, 4))) > 250


def test_colours_of_a_printer_become_those_of_screens():
    drawn = draw_photo(saved(Image.new("CMYK", (8, 8), (0, 255, 255, 0)), "JPEG"))
    assert opened(drawn.content).mode == "RGB"


def test_a_few_bytes_that_claim_a_field_of_points_are_refused_undrawn():
    side = int(MOST_PIXELS["PNG"] ** 0.5) + 1
    for content in (documents.claim(side, side), documents.claim(60_000, 60_000)):
        with pytest.raises(PictureTooLarge):
            draw_photo(content)


@pytest.mark.parametrize(
    "content",
    [
        documents.pdf(),
        documents.webp(),
        documents.jpeg(),
        documents.photo()[: len(documents.photo()) // 2],
        documents.photo()[:60],
        documents.photo(kind="WEBP")[:-20],
        b"\xff\xd8\x00\x00\x00\x00",
        documents.png()[:30],
        documents.claim(30, 30),
        saved(Image.new("RGB", (4, 4)), "GIF"),
        b"",
    ],
)
def test_what_is_no_whole_photograph_is_broken(content):
    with pytest.raises(PictureBroken):
        draw_photo(content)
