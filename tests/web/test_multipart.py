"""A form with files is read as it was sent, wherever the edges of its pieces fall."""

import io

import pytest
from flask import request
from werkzeug.formparser import FormDataParser
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from marketplace.web.multipart import InLargePieces

EDGE = 64 << 10
MARK = b"--MARK"


def part(name: str, value: bytes) -> bytes:
    return MARK + f'\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value + b"\r\n"


def facts_of(body: bytes) -> dict:
    content_type = "multipart/form-data; boundary=MARK"
    facts = {"REQUEST_METHOD": "POST", "CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(body))}
    return facts | {"wsgi.input": io.BytesIO(body)}


def read(body: bytes, reader=InLargePieces) -> dict[str, str]:
    sent = Request(facts_of(body))
    sent.form_data_parser_class = reader
    return sent.form.to_dict()


@pytest.mark.parametrize("before", range(70, 100))
def test_an_empty_field_at_an_edge_stays_empty_and_the_next_one_stays_a_field(before):
    filler = EDGE - len(part("filler", b"")) - len(part("empty", b"")) - before + 20
    body = part("filler", b"x" * filler) + part("empty", b"") + part("next", b"1") + MARK + b"--\r\n"
    told = read(body)
    assert (told["empty"], told["next"], len(told["filler"])) == ("", "1", filler)


def test_the_library_alone_errs_there():
    """Once this fails the library reads right, and the pieces need not be large any more."""
    filler = EDGE - len(part("filler", b"")) - len(part("empty", b"")) - 65
    body = part("filler", b"x" * filler) + part("empty", b"") + part("next", b"1") + MARK + b"--\r\n"
    assert read(body, FormDataParser)["next"] == "1\r"


def test_the_application_reads_forms_so(app):
    with app.test_request_context("/", method="POST", data={"a": ""}, content_type="multipart/form-data"):
        app.preprocess_request()
        assert request.form_data_parser_class is InLargePieces
        assert request.form.to_dict() == {"a": ""}


def test_a_file_larger_than_a_form_may_be_is_read(app):
    sent = {"a": "", "file": (io.BytesIO(b"x" * 3_000_000), "large.bin")}
    facts = EnvironBuilder(method="POST", data=sent, content_type="multipart/form-data").get_environ()
    with Request(facts) as told:
        told.form_data_parser_class = InLargePieces
        told.max_form_memory_size = app.config["MAX_FORM_MEMORY_SIZE"]
        assert len(told.files["file"].read()) == 3_000_000
        assert told.form.to_dict() == {"a": ""}
    facts["wsgi.input"].close()


def test_a_form_without_a_boundary_holds_nothing():
    sent = Request({"REQUEST_METHOD": "POST", "CONTENT_TYPE": "multipart/form-data", "wsgi.input": io.BytesIO(b"x")})
    sent.form_data_parser_class = InLargePieces
    assert sent.form.to_dict() == {}
