"""QR codes as pictures: paths of an SVG, black on white, without style or script."""

import io
from typing import Final

import qrcode
from flask import Response
from qrcode.image.svg import SvgPathFillImage

_KEPT: Final = "public, max-age=86400"


def send(address: str) -> Response:
    """Answer with the code of an address."""
    picture = qrcode.make(address, image_factory=SvgPathFillImage, border=2, error_correction=qrcode.ERROR_CORRECT_M)
    drawn = io.BytesIO()
    picture.save(drawn)
    answer = Response(drawn.getvalue(), mimetype="image/svg+xml")
    answer.headers["Cache-Control"] = _KEPT
    return answer
