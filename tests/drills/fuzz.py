"""Whatever the document allows and forbids is sent to every route as each role, and every kind of spoilt sheet."""

import itertools
import logging
import re
import secrets
import time
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode

from marketplace.workflows.imports.kinds import KINDS
from tests.api.spoilt_files import nasty, spoilt, workbook
from tests.api.test_uploads import header_of, row_of
from tests.drills import laws
from tests.drills.acting import batch_state
from tests.drills.asking import Answer
from tests.drills.county import furnished
from tests.drills.found import Finding, Told
from tests.drills.program import Program, wait_for
from tests.drills.town import Town

NAME = "fuzz"
EXAMPLES, EXAMPLES_SHORT = 3, 1
"""Examples of each route, of what the schema takes and of what it does not; each is sent as each role."""
SECONDS = 1_200
"""After so long the routes that are left get one example each."""
MOST_MIB, MOST_MIB_SHORT = 600, 400
"""So much memory any process may take while it reads whatever is sent; a whole sheet alone takes 300 to be read."""
DRAWN_SHORT = 621
SHEET_ROWS = 1_048_576
_PLACE = re.compile(r"([a-z-]+)/\{(\w+)\}")
_numbers = itertools.count(1)
_DONE = ("committed", "refused", "checked", "failed")
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@dataclass
class Sendings:
    """What was sent, how it was answered, and what is wrong with that."""

    statuses: Counter[int] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)

    def see(self, what: str, status: int, body: bytes, kind: str) -> None:
        self.statuses[status] += 1
        if status >= 500:
            self.wrong[f"{what}: {status}"] += 1
        if b"Traceback (most recent call last)" in body:
            self.wrong[f"{what}: a traceback"] += 1
        if status >= 400 and not kind.startswith(("application/problem+json", "text/html")):
            self.wrong[f"{what}: {status} without words"] += 1

    def finding(self, tried: str, **counts: Any) -> Finding:
        told = {**counts, **{f"× {status}": times for status, times in sorted(self.statuses.items())}}
        wrong = [f"{times} × {what}" for what, times in self.wrong.items()]
        return Finding(NAME, tried, self.statuses.total(), told, wrong)


def run(program: Program, town: Town, *, short: bool, told: Told) -> list[Finding]:
    with _peaks(program) as peaks:
        told("bad sheets")
        found = [_sheets(program, town, short=short)]
        if not short:
            told("a sheet with all the rows there can be")
            found.append(_whole_sheet(program, town))
        told("every route as each role")
        found.append(_routes(program, town, short=short, told=told))
        most = peaks()
    wrong = [f"{name} took {mib} MiB" for name, mib in most.items() if mib > (MOST_MIB_SHORT if short else MOST_MIB)]
    found.append(
        Finding(
            NAME, "the most memory of one process meanwhile", 1, {f"{n} MiB": mib for n, mib in most.items()}, wrong
        )
    )
    return [
        *found,
        Finding(NAME, "every law afterwards", len(laws.LAWS), {}, laws.broken(program, but=["a job was given up"])),
    ]


def _routes(program: Program, town: Town, *, short: bool, told: Told) -> Finding:
    """Send examples to every operation of the document, as every role and as nobody.

    The short form takes one example of each, as one who may do everything in the county and as another. Who and which
    goes by a number, which the long form draws anew each time and tells; the short one, which is a test, has its own.
    """
    sendings, drawn, begun = Sendings(), DRAWN_SHORT if short else secrets.randbelow(1_000), time.monotonic()
    there = furnished(program)
    roles: dict[str, str | None] = {**town.people, "everyone": there.everyone, "nobody": None}
    with warnings.catch_warnings(), requests.Session() as session:
        warnings.simplefilter("ignore")
        logging.getLogger("schemathesis").setLevel(logging.ERROR)
        session.trust_env = False
        document = program.caller().get("/api/openapi.json").json
        operations = [each.ok() for each in schemathesis.openapi.from_dict(document).get_all_operations()]
        for n, operation in enumerate(operations):
            asking = {"everyone", [*roles][(drawn + n) % len(roles)]} if short else roles
            sender = Sender(program, session, {role: roles[role] for role in asking}, there.known, sendings, drawn)
            for mode in MODES[(drawn + n) % 2 :: 2] if short else MODES:
                is_late = time.monotonic() - begun > SECONDS
                sender.send(operation, mode, EXAMPLES_SHORT if short or is_late else EXAMPLES)
            if n % 20 == 0:
                told(f"{n} of {len(operations)} routes, {sendings.statuses.total():,} requests")
    return sendings.finding(
        "every route of the document, as each role", drawn=drawn, routes=len(operations), roles=len(roles)
    )


@dataclass
class Sender:
    """Sends examples of an operation, each as several people: as it was made, and then of a thing that is there."""

    program: Program
    session: requests.Session
    people: Mapping[str, str | None]
    known: Mapping[str, int | str]
    sendings: Sendings
    drawn: int

    def send(self, operation: Any, mode: GenerationMode, examples: int) -> None:
        @seed(self.drawn)
        @settings(
            max_examples=examples,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def send(case: Any) -> None:
            for token in self.people.values():
                self._ask(case, token)
            if case.path_parameters:
                case.path_parameters = {place: self.known[step] for step, place in _PLACE.findall(operation.path)}
                for token in self.people.values():
                    self._ask(case, token)

        try:
            send()
        except Exception as error:  # noqa: BLE001  what cannot be made or sent is told, not the end of the drill
            if type(error).__name__ not in {"Unsatisfiable", "SkipTest", "InvalidSchema", "Skipped"}:
                self.sendings.wrong[f"{operation.label}: {type(error).__name__} {str(error)[:80]}"] += 1

    def _ask(self, case: Any, token: str | None) -> None:
        number = next(_numbers)
        headers = {"X-Forwarded-For": f"11.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        address = f"http://127.0.0.1:{self.program.port}"
        try:
            answer = case.call(base_url=address, session=self.session, headers=headers, timeout=60)
        except (requests.exceptions.InvalidHeader, UnicodeError, ValueError):
            return  # what no client can send
        kind = answer.headers.get("content-type", [""])[0]
        self.sendings.see(case.operation.label, answer.status_code, answer.content, kind)


def _sheets(program: Program, town: Town, *, short: bool) -> Finding:
    """Every spoilt file as an import, an order sheet and evidence; whatever stands in a cell, of each kind."""
    sendings, ends = Sendings(), Counter()
    administrator = program.caller(town.administrators[0], 50_000)
    purchaser = program.caller(town.purchasers[0], 50_001)
    before = program.value("SELECT count(*) FROM order_group")
    batches = []
    for name, content in spoilt(header_of(KINDS["regions"]), row_of(KINDS["regions"])).items():
        _see(sendings, f"import, {name}", answer := administrator.upload("imports/regions", content, name="x.xlsx"))
        batches += [answer.json["id"]] if answer.status == 202 else []
    lines = KINDS["order-lines"]
    for name, content in spoilt(header_of(lines), [town.skus[0], "2", "食堂", "2020-09-30", "上午"]).items():
        _see(
            sendings,
            f"order sheet, {name}",
            purchaser.upload("order-sheets", content, name="x.xlsx", buyer_id=town.buyers[0]),
        )
        if not short:
            _see(
                sendings,
                f"evidence, {name}",
                purchaser.upload("files", content, name="x.xlsx", organisation_id=town.buyers[0]),
            )
    for kind in ["regions"] if short else KINDS:
        known = KINDS[kind]
        for token in town.people.values():
            caller = program.caller(token, 50_002)
            answer = caller.upload(
                f"imports/{kind}", nasty(header_of(known), row_of(known)), name="x.xlsx", skip_bad_rows="true"
            )
            _see(sendings, f"import of {kind}", answer)
            batches += [answer.json["id"]] if answer.status == 202 else []
    for batch in batches:
        ends[
            wait_for(
                lambda batch=batch: state if (state := batch_state(program, batch)) in _DONE else None, seconds=300
            )
        ] += 1
    if ends["failed"]:
        sendings.wrong["imports on which the program failed"] += ends["failed"]
    if program.value("SELECT count(*) FROM order_group") != before:
        sendings.wrong["orders placed by a preview"] += 1
    half = "SELECT count(*) FROM region r JOIN import_batch b ON b.id = r.import_batch_id WHERE b.state <> 'committed'"
    if program.value(half):
        sendings.wrong["rows of a refused import"] += 1
    return sendings.finding("spoilt sheets, as imports, order sheets and evidence", **ends)


def _whole_sheet(program: Program, town: Town) -> Finding:
    """A workbook that uses every row there is."""
    sendings = Sendings()
    header = header_of(KINDS["regions"])
    content = workbook(
        [header, *([f"6210221{n % 90_000:05d}", "村"] for n in range(SHEET_ROWS - 1))], constant_memory=True
    )
    administrator = program.caller(town.administrators[0], 50_003)
    answer = administrator.upload("imports/regions", content, name="x.xlsx")
    _see(sendings, "a whole sheet", answer)
    state = wait_for(
        lambda: found if (found := batch_state(program, answer.json["id"])) in _DONE else None, seconds=1_200
    )
    if state != "refused":
        sendings.wrong[f"a sheet of doubled villages ended {state}"] += 1
    return sendings.finding(f"a sheet of {SHEET_ROWS:,} rows", MiB=len(content) >> 20)


def _see(sendings: Sendings, what: str, answer: Answer) -> None:
    sendings.see(what, answer.status or 599, answer.body, answer.headers.get("Content-Type", ""))


@contextmanager
def _peaks(program: Program) -> Iterator[Any]:
    """Begin to note the most memory that each process takes, and tell it in MiB."""
    masters = program.masters()
    pids: Mapping[str, list[int]] = {"web": list(program.web_workers()), "worker": [masters["worker"]]}
    for pid in itertools.chain(*pids.values()):
        Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")

    def most() -> Mapping[str, int]:
        return {name: max(map(_most_resident, of_it)) for name, of_it in pids.items()}

    yield most


def _most_resident(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 1 << 20  # it died, which it must not
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) >> 10
