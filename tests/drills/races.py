"""Several at once do what only one may: over HTTP, each in a connection of its own."""

import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from tests.drills import laws
from tests.drills.acting import (
    PACK_FEN,
    at_once,
    bank_line,
    batch_state,
    order,
    placed,
    received,
    remittance_code,
    send_regions,
    shipped,
)
from tests.drills.asking import Answer
from tests.drills.found import Finding, Told
from tests.drills.program import Program, wait_for
from tests.drills.town import BUYERS, Town

NAME = "races"
ROUNDS = 20
SHORT_ROUNDS = 2
TWICE = 4
"""So often the same order is sent at once."""
VILLAGES = 20
_UNTIL_APPROVED = 1_100
"""Packs of ten yuan: more than the ten thousand yuan from which a second person is asked."""


@dataclass
class Race:
    """The rounds of one race: how many had their way, how the others were refused, and what is wrong."""

    what: str
    rounds: int
    won: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def see(self, answers: Sequence[Answer], /, *, winners: int = 1, **expected: tuple[Any, Any]) -> None:
        """Count the answers of a round; one wins unless said otherwise, and what is counted must be as expected."""
        good = sum(answer.status in {200, 201, 202} for answer in answers)
        self.won += good
        self.refused.update(_refusal(answer) for answer in answers if answer.status >= 400 or not answer.status)
        if good != winners:
            self.wrong.append(f"{good} had their way instead of {winners}")
        for name, (is_now, should_be) in expected.items():
            if is_now != should_be:
                self.wrong.append(f"{name}: {is_now} instead of {should_be}")

    def finding(self, *refusals: str) -> Finding:
        unknown = set(self.refused) - set(refusals)
        wrong = [*self.wrong, *([f"refused by {sorted(unknown)}"] if unknown else [])]
        return Finding(NAME, self.what, self.rounds, {"had their way": self.won, **self.refused}, wrong)


def run(program: Program, town: Town, *, short: bool, told: Told) -> list[Finding]:
    rounds = SHORT_ROUNDS if short else ROUNDS
    found = []
    for race in (_last_unit, _one_key, _approvers, _receivers, _matches, _commits):
        told(race.__name__.strip("_").replace("_", " "))
        found.append(race(program, town, rounds))
    everything = "every law of stock, orders, imports and figures afterwards"
    return [*found, Finding(NAME, everything, len(laws.LAWS), {}, laws.broken(program))]


def _last_unit(program: Program, town: Town, rounds: int) -> Finding:
    race = Race(f"{BUYERS} buyers at once for the last unit", rounds)
    for sku in town.last_units[:rounds]:
        answers = at_once(*(_buying(program, town, n, order((sku, 1), buyer_id=town.buyers[n])) for n in range(BUYERS)))
        lines = "SELECT count(*) FROM order_line JOIN sku ON sku.id = sku_id WHERE code = %(sku)s"
        race.see(answers, lines=(program.value(lines, sku=sku), 1))
    return race.finding("409 order_line.stock_short")


def _buying(
    program: Program, town: Town, buyer: int, body: Any, key: str | None = None, number: int = 0
) -> Callable[[], Answer]:
    caller = program.caller(town.purchasers[buyer], number or buyer + 1)
    return partial(caller.post, "order-groups", body, key=key or secrets.token_hex(8))


def _one_key(program: Program, town: Town, rounds: int) -> Finding:
    race = Race("the same order four times at once, one Idempotency-Key", rounds)
    for n in range(rounds):
        key = secrets.token_hex(8)
        body = order(*[(sku, 1) for sku in town.skus[:20]], buyer_id=town.buyers[1], note=key)
        answers = at_once(*[_buying(program, town, 1, body, key, number=n + 100)] * TWICE)
        groups = program.value("SELECT count(*) FROM order_group WHERE note = %(key)s", key=key)
        ids = {answer.json.get("id") for answer in answers}
        race.see(answers, winners=TWICE, groups=(groups, 1), ids=(len(ids), 1))
    return race.finding()


def _approvers(program: Program, town: Town, rounds: int) -> Finding:
    race = Race("two approvers of one order group at once", rounds)
    for n in range(rounds):
        group = placed(program, town, _UNTIL_APPROVED)
        path = f"order-groups/{group['id']}/approval"
        answers = at_once(*(partial(program.caller(token, n).post, path) for token in town.approvers))
        events = program.value(
            "SELECT count(*) FROM order_event WHERE order_id = %(id)s AND to_state = 'placed'",
            id=group["orders"][0]["id"],
        )
        race.see(answers, approvals=(events, 1))
    return race.finding("409 move_refused")


def _receivers(program: Program, town: Town, rounds: int) -> Finding:
    race = Race("two receivers of one shipment at once", rounds)
    for n in range(rounds):
        order_id = shipped(program, town)
        path, body = f"orders/{order_id}/shipments/1/receipt", {"lines": [{"line": 1, "accepted": 2}]}
        answers = at_once(*(partial(program.caller(token, n).post, path, body) for token in town.receivers))
        accepted = program.value("SELECT accepted_fen FROM purchase_order WHERE id = %(id)s", id=order_id)
        race.see(answers, accepted=(accepted, 2 * PACK_FEN))
    return race.finding("409 shipment.received")


def _matches(program: Program, town: Town, rounds: int) -> Finding:
    race = Race("two matches of one bank line to two orders at once", rounds)
    for n in range(rounds):
        codes = [remittance_code(program, received(program, town)) for _ in town.cashiers]
        line = bank_line(program, amount_fen=2 * PACK_FEN)
        answers = at_once(
            *(
                partial(program.caller(token, n).post, f"bank-lines/{line}/match", {"remittance_code": code})
                for token, code in zip(town.cashiers, codes, strict=True)
            )
        )
        matches = "SELECT count(*) FROM bank_match WHERE bank_line_id = %(id)s AND undone_at IS NULL"
        race.see(answers, matches=(program.value(matches, id=line), 1))
    return race.finding("409 move_refused")


def _commits(program: Program, town: Town, rounds: int) -> Finding:
    race = Race("two commits of one checked import at once", rounds)
    for n in range(rounds):
        caller = program.caller(town.administrators[0], n)
        batch = send_regions(caller, VILLAGES, dry_run="true")
        wait_for(lambda batch=batch: batch_state(program, batch) == "checked")
        answers = at_once(*[partial(caller.post, f"imports/{batch}/commit")] * 2)
        wait_for(lambda batch=batch: batch_state(program, batch) == "committed")
        rows = program.value("SELECT count(*) FROM region WHERE import_batch_id = %(id)s", id=batch)
        jobs = "SELECT count(*) FROM procrastinate_jobs WHERE args ->> 'batch_id' = %(id)s"
        race.see(answers, rows=(rows, VILLAGES), jobs=(program.value(jobs, id=str(batch)), 2))
    return race.finding("409 move_refused")


def _refusal(answer: Answer) -> str:
    if not answer.status:
        return "no answer"
    told = answer.json
    codes = sorted({line["code"] for line in told.get("errors", [])}) or [told["code"]]
    return f"{answer.status} {', '.join(codes)}"
