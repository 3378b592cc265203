"""A browser: a client that signs in and sends the CSRF token of its session with what it writes."""

import base64
import hashlib
import hmac
import time
from dataclasses import dataclass, field

from flask.testing import FlaskClient

STEP_SECONDS = 30


@dataclass
class Browser:
    """A client with the token of its session."""

    client: FlaskClient
    token: str = field(default="")

    def sign_in(self, email, password):
        answer = self.post("/account/login", {"email": email, "password": password})
        self.token = answer.json["response"].get("csrf_token", "")
        return answer

    def post(self, address, body=None, **headers):
        answer = self.client.post(address, json=body or {}, headers={"X-XSRF-Token": self.token, **headers})
        if answer.status_code == 200 and "csrf_token" in answer.json.get("response", {}):
            self.token = answer.json["response"]["csrf_token"]
        return answer

    def get(self, address):
        return self.client.get(address, headers={"Accept": "application/json"})

    def permissions(self):
        return self.get("/api/v1/session").json["permissions"]

    def set_up_second_factor(self):
        """Set up one-time codes; give their key."""
        asked = self.post("/account/tf-setup", {"setup": "authenticator"}).json["response"]
        answer = self.post(f"/account/tf-setup/{asked['tf_state_token']}", {"code": code_of(asked["tf_authr_b32key"])})
        assert answer.status_code == 200, answer.text
        return asked["tf_authr_b32key"]


def code_of(key: str, *, steps: int = 0) -> str:
    """The one-time code of now, or of some steps of its clock later."""
    counter = int(time.time()) // STEP_SECONDS + steps
    digest = hmac.new(base64.b32decode(key + "=" * (-len(key) % 8)), counter.to_bytes(8, "big"), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"
