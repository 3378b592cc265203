"""Forms with files, read in pieces so large that a form of fields lies in one.

The library reads in pieces of 64 KiB and errs where the edge of a piece falls behind an empty field or just before a
boundary: the next field, or a stray byte, ends up in the value before it. In a form of hundreds of rows that happens.
"""

from typing import IO, Any, Final

from flask import Flask, request
from werkzeug.formparser import FormDataParser, MultiPartParser

_LEFT: Final = 64 << 10
PIECE: Final = 8 << 20
"""No form of a page may be larger, files aside."""


class InLargePieces(FormDataParser):
    """The library's reader of forms with larger pieces."""

    def _parse_multipart(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str]
    ) -> Any:
        boundary = options.get("boundary", "").encode("ascii")
        if not boundary:
            return super()._parse_multipart(stream, mimetype, content_length, options)  # which says what is wrong
        parser = MultiPartParser(
            stream_factory=self.stream_factory,
            max_form_memory_size=self.max_form_memory_size,
            max_form_parts=self.max_form_parts,
            cls=self.cls,
            buffer_size=_piece(self.max_form_memory_size),
        )
        form, files = parser.parse(stream, boundary, content_length)
        return stream, form, files


def _piece(most: int | None) -> int:
    """Tell how much to read at once: what is left of the piece before counts towards the most that is held."""
    return PIECE if most is None else max(min(PIECE, most - _LEFT), _LEFT)


def register(app: Flask) -> None:
    """Read every form so, before anything else reads it."""
    app.before_request(_read_in_large_pieces)


def _read_in_large_pieces() -> None:
    request.form_data_parser_class = InLargePieces
