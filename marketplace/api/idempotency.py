"""The same click twice does the work once: `Idempotency-Key` on every write that creates."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar

import orjson
from flask import Response, request

from marketplace.accounts.errors import KeyWrong
from marketplace.accounts.service import requests
from marketplace.api.access import current_actor, now
from marketplace.transaction import transaction

View = TypeVar("View", bound=Callable[..., Any])
LONGEST_KEY: Final = 200
_CHUNK: Final = 1 << 20


def idempotent(view: View) -> View:
    """Answer a repeated request with what was answered before, without doing its work again.

    Stands above the decorators that make a `Response`. Claim, work and remembered answer share one transaction, which
    the view's own joins; a refused request leaves nothing behind, so its key may be used again.
    """

    @wraps(view)
    def once(*args: Any, **kwargs: Any) -> Any:
        key = request.headers.get("Idempotency-Key")
        user_id = current_actor().user_id
        if key is None or user_id is None:
            return view(*args, **kwargs)
        if not 1 <= len(key) <= LONGEST_KEY or not key.isprintable():
            raise KeyWrong
        with transaction():
            before = requests.claim(user_id=user_id, key=key, fingerprint=_fingerprint(), now=now())
            if before is not None:
                return _replay(before)
            answer: Response = view(*args, **kwargs)
            requests.remember(user_id=user_id, key=key, status=answer.status_code, answer=answer.get_json(silent=True))
        return answer

    once.is_idempotent = True  # type: ignore[attr-defined]  # read by the document and the architecture test
    return once  # type: ignore[return-value]  # same signature as the view


def _replay(before: requests.Remembered) -> Response:
    answer = Response(orjson.dumps(before.answer), status=before.status, mimetype="application/json")
    answer.headers["Idempotency-Replayed"] = "true"
    return answer


def _fingerprint() -> bytes:
    """Digest method, address and content; of an upload its fields and bytes, since the boundary differs every time."""
    digest = hashlib.sha256(f"{request.method} {request.full_path}\n".encode())
    if request.files:
        for name, value in sorted(request.form.items(multi=True)):
            digest.update(f"{name}={value}\n".encode())
        for name, file in sorted(request.files.items(multi=True), key=lambda item: item[0]):
            digest.update(f"{name}={file.filename}\n".encode())
            while chunk := file.stream.read(_CHUNK):
                digest.update(chunk)
            file.stream.seek(0)
    else:
        digest.update(request.get_data(cache=True))
    return digest.digest()
