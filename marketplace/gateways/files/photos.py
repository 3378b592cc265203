"""Photographs for everybody's eyes: drawn anew, so that nothing is left of what a camera wrote beside the picture.

Where it was taken is gone, and with it the turn, a profile of colours, earlier thumbnails and pictures behind the
picture. What is drawn lies as it is to be seen, in the colours of screens, no larger than a page shows it.
"""

import io
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

MOST_PIXELS: Final[Mapping[str, int]] = {"JPEG": 50_000_000, "PNG": 20_000_000, "WEBP": 20_000_000}
"""More than telephones take; a few bytes can claim any size, and memory is taken by size. A JPEG takes the least of it,
since it need not be read at its full size."""
LONGEST_SIDE: Final = 1_600
_QUALITY: Final = 82
_RESIZED_WELL: Final = frozenset({"RGB", "L", "CMYK"})
_PAPER: Final = (255, 255, 255, 255)
"""What is seen through a picture."""
_BROKEN: Final = (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, struct.error, zlib.error)
"""What the library meets in a file that is cut off or spoilt."""


class PictureTooLarge(Exception):
    """A picture has more points than `most`, which are drawn."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class PictureBroken(Exception):
    """A picture cannot be drawn to its end."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture without what was written beside it, and its size in pixels as it is shown."""

    content: bytes
    width: int
    height: int


def draw_photo(content: bytes) -> Photo:
    """Draw a JPEG, PNG or WebP picture anew as a JPEG.

    :raises PictureTooLarge: if it has more points than are drawn.
    :raises PictureBroken: if it is none of these, or cannot be drawn to its end.
    """
    try:
        with Image.open(io.BytesIO(content), formats=[*MOST_PIXELS]) as picture:
            # a JPEG with more pictures behind it goes by a name of its own
            most = MOST_PIXELS.get(picture.format or "", MOST_PIXELS["JPEG"])
            if picture.width * picture.height > most:
                raise PictureTooLarge(most)
            return _drawn(picture)
    except Image.DecompressionBombError:  # far more than any of them
        raise PictureTooLarge(min(MOST_PIXELS.values())) from None
    except UnidentifiedImageError:
        raise PictureBroken from None
    except _BROKEN:
        raise PictureBroken from None


def _drawn(picture: Image.Image) -> Photo:
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
    elif picture.mode not in _RESIZED_WELL:
        picture = picture.convert("RGB")
    # first made small, so that no later step takes much memory; a large JPEG is not even read at its full size
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    shown = _in_screen_colours(ImageOps.exif_transpose(picture))
    if shown.mode == "RGBA":
        paper = Image.new("RGBA", shown.size, _PAPER)
        shown = Image.alpha_composite(paper, shown)
    bare = shown.convert("RGB")
    bare.info.clear()  # some of it would be written again
    file = io.BytesIO()
    bare.save(file, "JPEG", quality=_QUALITY, optimize=True)
    return Photo(file.getvalue(), bare.width, bare.height)


def _in_screen_colours(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode == "L":
        return picture
    try:
        own, screens = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        found = ImageCms.profileToProfile(picture, own, screens, outputMode="RGB" if picture.mode == "CMYK" else None)
    except (ImageCms.PyCMSError, OSError):  # a profile that is none changes nothing
        return picture
    return picture if found is None else found
