"""The load: each request is sent whole, with a number of its own, and any answer but 2xx ends the run."""

import pytest

from benchmarks.bench import Bench
from benchmarks.load import LoadFailed, Request, drive, fetch


def test_two_sendings_of_a_request_have_different_keys() -> None:
    request = Request.make("POST", "/somewhere", body=b"{}", has_key=True)

    assert request.numbered(1) != request.numbered(2)
    assert b"Idempotency-Key: bench-0000000000000001\r\n" in request.numbered(1)
    assert request.numbered(1).endswith(b"\r\n\r\n{}")


def test_a_refusal_is_no_answer(bench: Bench) -> None:
    refused = Request.make("GET", "/api/v1/order-groups")

    with pytest.raises(LoadFailed, match="401"):
        fetch(bench.program, refused)
    with pytest.raises(LoadFailed, match="failed"):
        drive(bench.program, [refused], concurrency=2, seconds=0.1)
