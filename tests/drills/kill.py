"""Parts of the program are killed in the middle of their work; nobody mends anything afterwards but the program."""

import contextlib
import os
import random
import secrets
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event

from tests.drills import laws
from tests.drills.acting import batch_state, order, send_regions
from tests.drills.asking import Answer
from tests.drills.found import Finding, Told
from tests.drills.program import Program, wait_for
from tests.drills.town import Town

NAME = "kill"
ROUNDS = 20
SHORT_ROUNDS = 2
SHORT_JOBS = 1
CLIENTS = 4
LINES = 20
VILLAGES = 4_000
FINISHED = ("committed", "refused", "checked", "undone")
PLACED = "SELECT note, array_agg(id) FROM order_group WHERE starts_with(note, %(name)s) GROUP BY note"


@dataclass
class Buying:
    """Buyers who order without pause, each order under a key of its own until the program has said yes or no to it."""

    program: Program
    town: Town
    acknowledged: dict[str, int] = field(default_factory=dict)
    """Order groups that the program said it had placed, by key."""
    broken: int = 0
    """Requests that broke or met a server that could not answer, and were sent again."""
    refused: Counter = field(default_factory=Counter)
    stop: Event = field(default_factory=Event)
    name: str = field(default_factory=lambda: f"drill {secrets.token_hex(4)} ")
    """What the keys of this buying begin with."""

    def buy(self, client: int) -> None:
        caller = self.program.caller(self.town.purchasers[client], client)
        while not self.stop.is_set():
            key = f"{self.name}{secrets.token_hex(8)}"
            lines = [(sku, 1) for sku in random.sample(self.town.skus, LINES)]
            body = order(*lines, buyer_id=self.town.buyers[client], note=key)
            answer = caller.until_answered("POST", "order-groups", body, key=key, missed=self.send_again)
            if answer.status == 201:
                self.acknowledged[key] = answer.json["id"]
            else:
                self.refused[f"{answer.status or 'never answered'} {answer.code or ''}"] += 1

    def send_again(self, answer: Answer) -> None:
        """Count what broke; an error of the program is no excuse, even if it goes well the next time."""
        self.broken += 1
        if answer.status == 500:
            self.refused[f"500 {answer.code}"] += 1

    def wrong(self) -> list[str]:
        """Acknowledged orders that are not there, keys with more than one order, and answers that must not be."""
        placed = dict(self.program.rows(PLACED, name=self.name))
        lost = [key for key, id_ in self.acknowledged.items() if id_ not in placed.get(key, [])]
        doubled = [key for key, ids in placed.items() if len(ids) > 1]
        unknown = set(placed) - set(self.acknowledged)
        told = [(f"{len(lost)} acknowledged orders are lost", lost), (f"{len(doubled)} orders are doubled", doubled)]
        told.append((f"{len(unknown)} orders that nobody was told of", unknown))
        told.append((f"answers {dict(+self.refused)}", +self.refused))
        return [words for words, is_so in told if is_so]


def run(program: Program, town: Town, *, short: bool, told: Told) -> list[Finding]:
    rounds, jobs = (SHORT_ROUNDS, SHORT_JOBS) if short else (ROUNDS, ROUNDS)
    told("web workers during placement")
    found = [
        _placement(program, town, rounds, "a web worker during placement", lambda: random.choice(program.web_workers()))
    ]
    told("the job worker during imports")
    found.append(_import(program, town, jobs, "the job worker during an import", lambda: program.masters()["worker"]))
    told("the job worker during allocations")
    found.append(
        _allocation(program, town, jobs, "the job worker during an allocation", lambda: program.masters()["worker"])
    )
    told("PostgreSQL during placement")
    found.append(_placement(program, town, rounds, "PostgreSQL during placement", program.postmaster))
    told("PostgreSQL during imports")
    found.append(_import(program, town, jobs, "PostgreSQL during an import", program.postmaster))
    told("PostgreSQL during allocations")
    found.append(_allocation(program, town, jobs, "PostgreSQL during an allocation", program.postmaster))
    found.append(
        Finding(
            NAME, "every law of stock, orders, imports, allocations and figures afterwards", 1, {}, laws.broken(program)
        )
    )
    return found


@contextlib.contextmanager
def _buying(program: Program, town: Town) -> Iterator[Buying]:
    buying = Buying(program, town)
    with ThreadPoolExecutor(CLIENTS) as pool:
        ends = [pool.submit(buying.buy, client) for client in range(CLIENTS)]
        try:
            yield buying
        finally:
            buying.stop.set()
        for end in ends:
            end.result()


def _placement(program: Program, town: Town, rounds: int, what: str, victim: Callable[[], int]) -> Finding:
    killed, back = 0, []
    with _buying(program, town) as buying:
        for _ in range(rounds):
            wait_for(lambda: len(program.web_workers()) == 2)
            time.sleep(random.uniform(0.3, 1.0))
            killed += kill(victim)
            back.append(_answers_again(program, buying))
    counts = {
        "killed": killed,
        "acknowledged": len(buying.acknowledged),
        "sent again": buying.broken,
        "longest until the next order s": max(back),
    }
    return Finding(NAME, what, rounds, counts, buying.wrong())


def _answers_again(program: Program, buying: Buying) -> float:
    """Wait until more orders are placed than could have been on their way; tell how long that took."""
    begun, before = time.monotonic(), len(buying.acknowledged)
    wait_for(lambda: len(buying.acknowledged) > before + CLIENTS)
    return time.monotonic() - begun


def _import(program: Program, town: Town, rounds: int, what: str, victim: Callable[[], int]) -> Finding:
    """An import is killed when it has begun to read; it must end committed, once, with every row."""
    hit, wrong, took, administrator = 0, [], [], program.caller(town.administrators[0])
    for _ in range(rounds):
        batch = send_regions(administrator, VILLAGES)
        wait_for(lambda batch=batch: batch_state(program, batch) in ("reading", *FINISHED), every=0.002)
        time.sleep(random.uniform(0, 0.15))
        kill(victim)
        begun = time.monotonic()
        hit += batch_state(program, batch) == "reading"
        wait_for(lambda batch=batch: batch_state(program, batch) in FINISHED)
        took.append(time.monotonic() - begun)
        rows = program.value("SELECT count(*) FROM region WHERE import_batch_id = %(id)s", id=batch)
        lines = program.value(
            "SELECT count(*) FROM audit_line WHERE action = 'import.committed' AND subject_id = %(id)s", id=str(batch)
        )
        if (batch_state(program, batch), rows, lines) != ("committed", VILLAGES, 1):
            wrong.append(
                f"batch {batch} is {batch_state(program, batch)} with {rows} rows of {VILLAGES} and {lines} audit lines"
            )
    return Finding(NAME, what, rounds, {"killed while reading": hit, "longest until done s": max(took)}, wrong)


def _allocation(program: Program, town: Town, rounds: int, what: str, victim: Callable[[], int]) -> Finding:
    """An allocation is killed while its job runs; it must end with every pool of its month allocated to the fen."""
    hit, wrong, took, statistician = 0, [], [], program.caller(town.statistician)
    for n in range(rounds):
        month = f"2020-{n % 12 + 1:02d}"
        _correct_a_pool(program, month)
        answer = statistician.until_answered(
            "POST", "allocations", {"region_code": "621000", "month": month}, key=secrets.token_hex(8)
        )
        job = answer.json["job_id"]
        wait_for(lambda job=job: _status(program, job) != "todo", every=0.001)
        kill(victim)
        begun = time.monotonic()
        hit += _status(program, job) == "doing"
        wait_for(lambda job=job: _status(program, job) in {"succeeded", "failed"})
        took.append(time.monotonic() - begun)
        [(pools, shares)] = program.rows(
            """SELECT (SELECT coalesce(sum(pool_fen), 0) FROM sale WHERE to_char(sold_on, 'YYYY-MM') = %(month)s),
                      (SELECT coalesce(sum(allocation_share.amount_fen), 0)
                       FROM allocation_share JOIN allocation a ON a.id = allocation_id WHERE a.month = %(month)s)""",
            month=month,
        )
        if pools != shares or _status(program, job) != "succeeded":
            wrong.append(f"{month}: pools {pools} fen, shares {shares} fen, job {_status(program, job)}")
    return Finding(NAME, what, rounds, {"killed while allocating": hit, "longest until done s": max(took)}, wrong)


def _correct_a_pool(program: Program, month: str) -> None:
    """Let a sale of the month be recorded, so that its allocation has something to do."""
    program.rows(
        """INSERT INTO sale (kind, sold_on, channel, tags, supplier_id, origin_code, product_id, quantity, amount_fen,
                             buyer_kind, buyer_code, source, source_number, line, generation, roster_version_id,
                             product_certification_id, pool_fen, is_benefiting, recorded_at)
           SELECT kind, sold_on, channel, tags, supplier_id, origin_code, product_id, quantity, amount_fen,
                  buyer_kind, buyer_code, source, gen_random_uuid()::text, line, generation, roster_version_id,
                  product_certification_id, pool_fen, is_benefiting, now()
           FROM sale WHERE to_char(sold_on, 'YYYY-MM') = %(month)s AND source = 'report' LIMIT 5 RETURNING id""",
        month=month,
    )


def _status(program: Program, job: int) -> str:
    return program.value("SELECT status::text FROM procrastinate_jobs WHERE id = %(id)s", id=job)


def kill(victim: Callable[[], int]) -> bool:
    """Kill a process that is there; tell whether it was."""
    try:
        os.kill(victim(), signal.SIGKILL)
    except (ProcessLookupError, KeyError, IndexError, FileNotFoundError):
        return False
    return True
