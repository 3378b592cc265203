"""Whoever must not asks for everything, and whoever is nobody reads everything public: no byte too much is answered."""

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from stdnum.cn import ric

from marketplace.accounts.rules import DUTY_PERMISSIONS, MEMBER_PERMISSIONS
from tests.api.county import NEVER
from tests.api.hostile import Document, Operation
from tests.api.test_outsider import ANYBODY
from tests.drills.asking import Answer, Caller
from tests.drills.county import furnished
from tests.drills.found import Finding, Told
from tests.drills.program import Program
from tests.drills.town import Town

NAME = "outsider"
MOST_PAGES, MOST_PAGES_SHORT = 1_500, 120
_IDENTITY = re.compile(rb"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")
_PHONE = re.compile(rb"(?<![0-9A-Za-z.])1[3-9]\d{9}(?![0-9A-Za-z])")
_EMAIL = re.compile(rb"user\d+@example\.org")
PLANTED = ("张三丰", "张三", "的人", "621022干部")
"""Names of the heads of households, and what the names of users end in."""
_PERMISSIONS = {
    **{role.value: permissions for role, permissions in MEMBER_PERMISSIONS.items()},
    **{duty.value: permissions for duty, permissions in DUTY_PERMISSIONS.items()},
}


def run(program: Program, town: Town, *, short: bool, told: Told) -> list[Finding]:
    told("one of everything is made in a county")
    there = furnished(program)
    outsiders = {role: there.outsiders[role] for role in [*there.outsiders][:: 5 if short else 1]}
    told("who works elsewhere asks for each of them")
    foreign = _ask_from_elsewhere(program, there.document, there.known, there.words, outsiders)
    told("who has no such permission asks for each of them")
    people = [*town.people][:: 5 if short else 1]
    without = _ask_without_permission(program, town, there.document, there.known, there.words, people)
    told("nobody reads all that is public")
    return [foreign, without, _read_public(program, there.document, MOST_PAGES_SHORT if short else MOST_PAGES)]


def _ask_from_elsewhere(
    program: Program,
    document: Document,
    known: Mapping[str, int | str],
    words: Mapping[str, object],
    outsiders: Mapping[str, str | None],
) -> Finding:
    """What lies outside one's scope is told apart from what never was by no byte."""
    wrong, asked, statuses = [], 0, {}
    for n, (role, token) in enumerate(outsiders.items()):
        caller = program.caller(token, 20_000 + n)
        for operation in document.operations():
            if "{" not in operation.path or operation.path in ANYBODY:
                continue
            body = _body(document, operation, words)
            thing, nothing = (
                _ask(caller, operation, place, body) for place in (known, {**known, operation.steps[0]: NEVER})
            )
            asked += 2
            statuses[thing.status] = statuses.get(thing.status, 0) + 1
            if thing.status not in {401, 403, 404} or _bare(thing, known) != _bare(nothing, known):
                wrong.append(f"{role} {operation}: {thing.status} {thing.body[:100]!r}, of nothing {nothing.status}")
    counts = {"roles": len(outsiders), **{f"× {status}": n for status, n in sorted(statuses.items())}}
    return Finding(
        NAME, "every route to a thing, from another county, beside the same of nothing", asked, counts, wrong
    )


def _ask_without_permission(
    program: Program,
    town: Town,
    document: Document,
    known: Mapping[str, int | str],
    words: Mapping[str, object],
    roles: list[str],
) -> Finding:
    """Who works in the county itself but not at this is refused."""
    wrong, asked, statuses = [], 0, {}
    for n, role in enumerate(roles):
        caller = program.caller(town.people[role], 30_000 + n)
        may = {permission.value for permission in _PERMISSIONS[role]}
        for operation in document.operations():
            if operation.permission in may | {"public", "signed_in"}:
                continue
            answer = _ask(caller, operation, known, _body(document, operation, words))
            asked += 1
            statuses[answer.status] = statuses.get(answer.status, 0) + 1
            if answer.status not in {403, 404}:
                wrong.append(f"{role} {operation}: {answer.status} {answer.body[:100]!r}")
            wrong += [f"{role} {operation}: {leak}" for leak in leaks(answer)]
    counts = {"roles": len(roles), **{f"× {status}": n for status, n in sorted(statuses.items())}}
    return Finding(NAME, "every route, from the same county without its permission", asked, counts, wrong)


def _body(document: Document, operation: Operation, words: Mapping[str, object]) -> object:
    verdict = "counted" if "look-alikes" in operation.path else "accepted"
    return document.plausible(operation.body, {**words, "verdict": verdict}) if operation.body else None


def _ask(caller: Caller, operation: Operation, known: Mapping[str, int | str], body: object) -> Answer:
    query = "?year=2020" if "year" in operation.query else ""
    return caller.send(operation.method.upper(), operation.address(known) + query, body)


def _bare(answer: Answer, known: Mapping[str, int | str]) -> tuple[int, str]:
    """Status and text, without the number that was asked for."""
    text = answer.body.decode()
    for number in (str(NEVER), str(known["products"])):
        text = text.replace(number, "_")
    return answer.status, text


def _read_public(program: Program, document: Document, most: int) -> Finding:
    """Every public page that a link leads to, every public answer of the API, and refusals, scanned."""
    wrong, statuses, seen = [], {}, set()
    queue = list(_beginnings(document))
    while queue and len(seen) < most:
        address = queue.pop(0)
        if address in seen:
            continue
        seen.add(address)
        accept = "application/json" if address.startswith("/api/v1") else "text/html"
        answer = program.caller(None, 40_000 + len(seen)).get(address, accept=accept)
        statuses[answer.status] = statuses.get(answer.status, 0) + 1
        wrong += [f"{address}: {leak}" for leak in leaks(answer)]
        if answer.status >= 500 or not answer.status:
            wrong.append(f"{address}: {answer.status}")
        queue += [link for link in _links(address, answer) if link not in seen]
    return Finding(
        NAME,
        "public pages and answers, scanned for what is planted",
        len(seen),
        {f"× {s}": n for s, n in sorted(statuses.items())},
        wrong,
    )


def _beginnings(document: Document) -> Iterator[str]:
    yield from ("/", "/catalogue", "/catalogue?q=苹果", "/statistics", "/statistics/sales", "/not-there", "/api/docs")
    yield from ("/api/openapi.json", "/problems/forbidden", "/statistics/figures.csv", "/statistics/figures.xlsx")
    yield from ("/account/login", "/office/", "/buyer/", "/supplier/", "/invitations/none", "/files/1")
    yield from ("/api/v1/catalogue/P000001", "/api/v1/catalogue?limit=200", "/api/v1/suppliers/certified?limit=200")
    yield "/api/v1/statistics/published?region_code=621022&year=2020"
    yield "/api/v1/statistics/published/sales?region_code=621022&from=2020-01&to=2020-12&limit=200"
    for operation in document.operations():
        if operation.method == "get" and "{" not in operation.path:
            yield operation.path  # what is not public must say so and no more


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in {"href", "src"} and value]


def _links(address: str, answer: Answer) -> Iterator[str]:
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return
    reader = _Links()
    reader.feed(answer.body.decode())
    for link in reader.found:
        parts = urlsplit(urljoin(address, link))
        if not parts.netloc and parts.scheme in {"", "http"} and parts.path.startswith("/"):
            yield parts._replace(fragment="").geturl()


def leaks(answer: Answer) -> Iterator[str]:
    """What stands in an answer that must stand in none: planted names, identity numbers, phones, addresses."""
    for name in PLANTED:
        if name.encode() in answer.body:
            yield f"holds {name}"
    for found in _IDENTITY.findall(answer.body):
        if ric.is_valid(found.decode()):
            yield f"holds an identity number {found.decode()}"
    if found := _PHONE.search(answer.body):
        yield f"holds a phone number {found.group().decode()}"
    if found := _EMAIL.search(answer.body):
        yield f"holds a mail address {found.group().decode()}"
