"""Nothing that can be sent to the ways of signing in makes them fail, signed in or not, as a program or a browser."""

import json
import os
import traceback
from collections import defaultdict

import pytest
from flask_security import hash_password

from marketplace.accounts.rules import MemberRole
from tests.api.accounts.browsers import Browser
from tests.api.hostile import BODIES, KINDS, LONG, WHATEVER

SHARE = 5
PASSWORD = "correct horse battery"
FIELDS = (
    "email", "password", "new_password", "new_password_confirm", "code", "setup", "remember", "next", "which",
    "rescue_problem", "help_setup", "csrf_token", "generate_codes", "show_codes", "submit", "passcode", "token",
)  # fmt: skip
FORMS = [
    "",
    " ",
    "x",
    "\0",
    "\u202e",
    "a@",
    "@",
    "a@b",
    "ａ＠ｂ.cn",
    "a@b.c" * 500,
    LONG,
    "１２３４５６",
    "-1",
    "true",
    "[]",
    "%00",
    "\r\nX: y",
]
NEXTS = [
    "//evil.example",
    "https://evil.example/",
    "/\\evil.example",
    "javascript:alert(1)",
    "\0",
    "/" + "a" * 5_000,
    "http://[",
    "///x",
]


@pytest.fixture
def user(cast, session):
    user = cast.member(cast.organisation(), MemberRole.PURCHASER)
    user.password = hash_password(PASSWORD)
    session.commit()
    return user


@pytest.fixture(params=["nobody", "somebody"])
def browser(request, cast, user):
    browser = Browser(cast.client())
    if request.param == "somebody":
        assert browser.sign_in(user.email, PASSWORD).status_code == 200
    return browser


def addresses(app) -> list[str]:
    """Every way of signing in, a token in its place."""
    rules = [rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("security.")]
    return sorted(rule.replace("<token>", "x.y.z") for rule in rules if "static" not in rule and "logout" not in rule)


def requests(app):
    """What is tried: in turn each address gets some of it, and as a program or a browser."""
    everything = [
        *((f"json {value!r:.30}", {"json": dict.fromkeys(FIELDS, value)}) for value in WHATEVER),
        *((f"body {data!r:.30}", {"data": data, "content_type": "application/json"}) for data in BODIES),
        *((f"as {kind}", {"data": json.dumps({"email": "a"}), "content_type": kind}) for kind in KINDS),
        *((f"form {value!r:.30}", {"data": dict.fromkeys(FIELDS, value)}) for value in FORMS),
        *((f"next {value!r:.30}", {"query_string": {"next": value}, "data": {"next": value}}) for value in NEXTS),
        ("two of each", {"data": {name: ["a", "b"] for name in FIELDS}}),
    ]
    share = 1 if "FUZZ_EVERYTHING" in os.environ else SHARE
    for turn, address in enumerate(addresses(app)):
        for number, (why, sent) in enumerate(everything[turn % share :: share]):
            yield address, why, sent, ("application/json", "text/html")[number % 2]


@pytest.mark.filterwarnings("ignore:Passing SelectField choices")  # the library's own way with WTForms
def test_signing_in_never_fails(app, browser):
    wrong = defaultdict(list)
    for address, why, sent, accepted in requests(app):
        headers = {"Accept": accepted, "X-XSRF-Token": browser.token}
        try:
            answer = browser.client.post(address, headers=headers, **sent)
            if answer.status_code >= 500:
                wrong[f"{address} {answer.status_code}"].append(why)
        except Exception as error:  # noqa: BLE001  whatever it is, it would have been a 500
            frame = traceback.extract_tb(error.__traceback__)[-1]
            wrong[f"{address} {type(error).__name__} {error!s:.100} {frame.filename}:{frame.lineno}"].append(why)
    assert dict(wrong) == {}


def test_what_is_not_plain_is_refused_by_field(browser):
    def ask(**sent):
        answer = browser.client.post("/account/login", headers={"Accept": "application/json"}, **sent)
        return answer.status_code, answer.json["code"], [(e["field"], e["code"]) for e in answer.json.get("errors", [])]

    told = {"email": ["a"], "password": 7, "next": "a\0b", "code": "x" * 5_001, "remember": True}
    assert ask(json=told) == (
        422,
        "invalid",
        [
            ("email", "field.not_text"),
            ("password", "field.not_text"),
            ("next", "field.control_characters"),
            ("code", "field.too_long"),
        ],
    )
    assert ask(data={"next": "http://["}) == (422, "invalid", [("next", "field.not_address")])
    assert ask(query_string={"next": "http://["}) == (422, "invalid", [("next", "field.not_address")])
    assert ask(json=[]) == (422, "invalid", [("_", "field.not_object")])
    assert ask(data=b"{", content_type="application/json") == (400, "request.not_json", [])
    assert ask(data={"email": "a\0b"}) == (422, "invalid", [("email", "field.control_characters")])
