"""A caller of the running program: one person with a token, over real HTTP."""

import http.client
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

NO_ANSWER = 0
"""The status of a request that broke before its answer was whole."""
_PATIENCE = 120
_SAFE = "/?&=%:+,;@!$'()*~-._"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `status` is 0 where nothing did."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str | None:
        """The code of a refusal."""
        return self.json.get("code") if self.status >= 400 and self.body.startswith(b"{") else None


@dataclass(frozen=True, slots=True)
class Caller:
    """Someone who sends requests, from an address of its own, so that nobody meets the limit of another's rate."""

    port: int
    token: str | None = None
    number: int = 1

    def get(self, path: str, **options: Any) -> Answer:
        return self.send("GET", path, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> Answer:
        return self.send("POST", path, body, **options)

    def send(
        self, method: str, path: str, body: Any = None, *, key: str | None = None, accept: str = "application/json"
    ) -> Answer:
        """Send a request below /api/v1, or below the root where the path begins with a slash."""
        headers = {
            "Accept": accept,
            "X-Forwarded-For": f"10.{self.number >> 16}.{self.number >> 8 & 255}.{self.number & 255}",
        }
        data = body
        if body is not None and not isinstance(body, bytes):
            data, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
        return self._exchange(method, path, data, headers, key)

    def upload(self, path: str, content: bytes, *, name: str, key: str | None = None, **form: Any) -> Answer:
        """Send a file with other fields beside it."""
        mark = "drill-boundary-0123456789"
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{each}"\r\n\r\n{value}\r\n'
            for each, value in form.items()
        ]
        parts.append(f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n')
        data = "".join(parts).encode() + content + f"\r\n--{mark}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={mark}", "Accept": "application/json"}
        return self._exchange("POST", path, data, headers, key)

    def until_answered(
        self,
        method: str,
        path: str,
        body: Any,
        *,
        key: str,
        seconds: float = _PATIENCE,
        missed: Callable[[Answer], None] = lambda _: None,
    ) -> Answer:
        """Send the same request under one key until the program says yes or no; `missed` hears of what is no answer."""
        end = time.monotonic() + seconds
        while True:
            answer = self.send(method, path, body, key=key)
            if answer.status and answer.status < 500:
                return answer
            missed(answer)
            if time.monotonic() > end:
                return answer
            time.sleep(0.05)

    def _exchange(self, method: str, path: str, data: Any, headers: dict[str, str], key: str | None) -> Answer:
        begun = time.monotonic()
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if key:
            headers["Idempotency-Key"] = key
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        try:
            address = path if path.startswith("/") else f"/api/v1/{path}"
            connection.request(method, quote(address, safe=_SAFE), data, headers)
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException):
            return Answer(NO_ANSWER, b"", seconds=time.monotonic() - begun)
        finally:
            connection.close()
        return Answer(answer.status, body, dict(answer.getheaders()), time.monotonic() - begun)
