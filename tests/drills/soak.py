"""Everybody works at once at a steady rate, for minutes: nothing is refused, memory stays, latency is told by kind."""

import random
import secrets
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from urllib.parse import quote

from benchmarks.data.catalogue import GOODS
from tests.drills import laws
from tests.drills.acting import order
from tests.drills.asking import Answer, Caller
from tests.drills.found import Finding, Told, spread
from tests.drills.program import Program
from tests.drills.town import BUYERS, Town

NAME = "soak"
SECONDS = 600
SHORT_SECONDS = 20
PER_SECOND = 4
"""Pieces of work begun each second, whatever became of those before."""
THREADS = 16
WARM_SECONDS = 10
MOST_GROWTH = 0.1
"""So much of the memory after warming up may be added until the end."""
MOST_GROWTH_MIB = 24
_UNTIL_APPROVED = 1_100
_CATALOGUE = "/catalogue"


@dataclass
class Work:
    """The pieces of work, how long each kind of request took, and what was not answered well."""

    program: Program
    town: Town
    seconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failed: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    lock: Lock = field(default_factory=Lock)

    def caller(self, token: str | None = None) -> Caller:
        return self.program.caller(token, random.randrange(1, 1 << 22))

    def ask(self, kind: str, send: Callable[..., Answer], *words: object, **more: object) -> Answer:
        answer = send(*words, **more)
        with self.lock:
            self.seconds[kind].append(answer.seconds)
            if answer.status not in {200, 201}:
                self.failed[f"{kind}: {answer.status} {answer.body[:200].decode(errors='replace')}"] += 1
        return answer

    def browse(self) -> None:
        visitor = self.caller()
        self.ask("page of the catalogue", visitor.get, _CATALOGUE, accept="text/html")
        page = self.ask("catalogue", visitor.get, "catalogue?limit=24")
        product = random.choice(page.json["items"])["product_number"]
        self.ask("product", visitor.get, f"catalogue/{quote(product)}")

    def search(self) -> None:
        word = random.choice(GOODS)[0]
        self.ask("search", self.caller().get, f"catalogue?q={quote(word)}")

    def figures(self) -> None:
        month = random.randrange(1, 13)
        path = f"statistics/figures?region_code=621000&from=2020-{month:02d}&to=2020-12&by=channel"
        self.ask("figures", self.caller(self.town.statistician).get, path)

    def buy(self) -> None:
        buyer = random.randrange(1, BUYERS)
        lines = [(sku, random.randrange(1, 5)) for sku in random.sample(self.town.skus, 20)]
        body = order(*lines, buyer_id=self.town.buyers[buyer])
        caller = self.caller(self.town.purchasers[buyer])
        self.ask("order of 20 lines", caller.post, "order-groups", body, key=secrets.token_hex(12))

    def deliver(self) -> None:
        """An order from the click to the receipt, approved by a second person."""
        body = order((random.choice(self.town.skus), _UNTIL_APPROVED), buyer_id=self.town.buyers[0])
        purchaser = self.caller(self.town.purchasers[0])
        group = self.ask("large order", purchaser.post, "order-groups", body, key=secrets.token_hex(12)).json
        order_id = group["orders"][0]["id"]
        approver = self.caller(random.choice(self.town.approvers))
        self.ask("approval", approver.post, f"order-groups/{group['id']}/approval")
        seller = self.caller(self.town.seller)
        self.ask("confirmation", seller.post, f"orders/{order_id}/confirmation")
        parcel = {"lines": [{"line": 1, "quantity": _UNTIL_APPROVED}]}
        self.ask("shipment", seller.post, f"orders/{order_id}/shipments", parcel)
        receiver = self.caller(random.choice(self.town.receivers))
        found = {"lines": [{"line": 1, "accepted": _UNTIL_APPROVED}]}
        self.ask("receipt", receiver.post, f"orders/{order_id}/shipments/1/receipt", found)

    def report(self) -> None:
        line = {"sold_on": "2020-09-01", "channel": "event", "supplier": self.town.supplier_code}
        amount = {"amount": f"{random.randrange(1, 100_000)}.00", "currency": "CNY"}
        told = {**line, "amount": amount, "invoice_number": secrets.token_hex(6)}
        body = {"region_code": "621022", "title": secrets.token_hex(6), "lines": [told]}
        reporter = self.caller(self.town.reporter)
        report = self.ask("report", reporter.post, "sales-reports", body).json["id"]
        self.ask("submission of a report", reporter.post, f"sales-reports/{report}/submission")
        approver = self.caller(self.town.report_approver)
        self.ask("approval of a report", approver.post, f"sales-reports/{report}/approval")


SHARES: Mapping[str, int] = {"browse": 8, "search": 6, "figures": 3, "buy": 4, "deliver": 1, "report": 1}
"""How often each piece of work is done beside the others."""


def run(program: Program, town: Town, *, short: bool, told: Told) -> list[Finding]:
    seconds = SHORT_SECONDS if short else SECONDS
    told("warming up")
    _steadily(Work(program, town), WARM_SECONDS if not short else 5)
    before = program.memory()
    work = Work(program, town)
    told(f"{seconds} seconds of work")
    begun = _steadily(work, seconds)
    after = program.memory()
    asked = sum(map(len, work.seconds.values()))
    wrong = [f"{times} × {what}" for what, times in work.failed.items()]
    wrong += [
        f"memory of the {part} grew from {before[part]} to {after[part]} MiB"
        for part in before
        if after[part] > before[part] * (1 + MOST_GROWTH) + MOST_GROWTH_MIB
    ]
    counts = {"pieces of work": begun, "errors": sum(work.failed.values())}
    for part in before:
        counts[f"{part} MiB"] = f"{before[part]} → {after[part]}"
    found = [Finding(NAME, f"{seconds} s of mixed work, {PER_SECOND} pieces a second", asked, counts, wrong)]
    found += [Finding(NAME, kind, len(took), spread(took)) for kind, took in sorted(work.seconds.items())]
    return [*found, Finding(NAME, "every law afterwards", len(laws.LAWS), {}, laws.broken(program))]


def _steadily(work: Work, seconds: float) -> int:
    """Begin pieces of work at a steady rate; give how many."""
    kinds = [kind for kind, share in SHARES.items() for _ in range(share)]
    begun = time.monotonic()
    ends = []
    with ThreadPoolExecutor(THREADS) as pool:
        for n in range(int(seconds * PER_SECOND)):
            time.sleep(max(0.0, begun + n / PER_SECOND - time.monotonic()))
            # in turn, so that a short run has some of everything
            ends.append(pool.submit(getattr(work, kinds[n * 5 % len(kinds)])))
        for end in ends:
            end.result()
    return len(ends)
