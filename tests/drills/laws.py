"""What must hold in the database whatever was done to the program; each law is a question whose answer is none."""

import subprocess
import sys
from collections.abc import Collection

from benchmarks.serving import ROOT
from tests.drills.program import Program, environment

LAWS = {
    "on hand is not the sum of its movements": """
        SELECT sku_id FROM stock LEFT JOIN stock_movement USING (sku_id)
        GROUP BY sku_id, on_hand HAVING on_hand <> coalesce(sum(on_hand_change), 0)""",
    "reserved is not the sum of its movements": """
        SELECT sku_id FROM stock LEFT JOIN stock_movement USING (sku_id)
        GROUP BY sku_id, reserved HAVING reserved <> coalesce(sum(reserved_change), 0)""",
    "reserved is not what live reservations hold": """
        SELECT stock.sku_id FROM stock LEFT JOIN reservation ON reservation.sku_id = stock.sku_id AND state = 'live'
        GROUP BY stock.sku_id, reserved HAVING reserved <> coalesce(sum(quantity), 0)""",
    "more is reserved than there is": "SELECT sku_id FROM stock WHERE reserved > on_hand OR reserved < 0",
    "a group has other lines than it says": """
        SELECT g.id FROM order_group g LEFT JOIN purchase_order o ON o.order_group_id = g.id
        LEFT JOIN order_line l ON l.order_id = o.id
        GROUP BY g.id HAVING count(l.order_id) <> g.lines_count OR coalesce(sum(l.amount_fen), 0) <> g.amount_fen""",
    "an order has no charge or no event": """
        SELECT o.id FROM purchase_order o LEFT JOIN charge c ON c.id = o.charge_id
        WHERE c.id IS NULL OR NOT EXISTS (SELECT FROM order_event e WHERE e.order_id = o.id)""",
    "a line is not held though nothing of it was shipped": """
        SELECT l.order_id FROM order_line l JOIN purchase_order o ON o.id = l.order_id
        WHERE o.state IN ('placed', 'awaiting_approval', 'confirmed') AND NOT EXISTS (
            SELECT FROM reservation r
            WHERE r.holder = 'order:' || o.id AND r.sku_id = l.sku_id AND r.quantity = l.quantity
              AND r.state = 'live')""",
    "an allocation is not the sum of its shares": """
        SELECT a.id FROM allocation a LEFT JOIN allocation_share s ON s.allocation_id = a.id
        GROUP BY a.id HAVING a.pool_fen <> coalesce(sum(s.amount_fen), 0)""",
    "an import is neither done nor waiting": """
        SELECT b.id FROM import_batch b
        WHERE b.state IN ('waiting', 'reading') AND NOT EXISTS (
            SELECT FROM procrastinate_jobs j
            WHERE j.task_name = 'read_import' AND j.args ->> 'batch_id' = b.id::text
              AND j.status IN ('todo', 'doing'))""",
    "a committed import wrote other rows than it says": """
        SELECT b.id FROM import_batch b LEFT JOIN region r ON r.import_batch_id = b.id
        WHERE b.file_name = 'villages.csv' AND b.state = 'committed'
        GROUP BY b.id HAVING count(r.id) <> b.rows_written""",
    "an import has a half": """
        SELECT b.id FROM import_batch b JOIN region r ON r.import_batch_id = b.id WHERE b.state <> 'committed'""",
    "a job was given up": "SELECT id FROM procrastinate_jobs WHERE status = 'failed'",
}


def broken(program: Program, *, url: str | None = None, but: Collection[str] = ()) -> list[str]:
    """The laws that do not hold, with how many rows break each; the rollup and the figures verified by command.

    With a URL the commands ask the database there.
    """
    environ = {**environment(program.folder), **({"DATABASE_URL": url} if url else {})}
    wrong = []
    for law, question in LAWS.items():
        rows = [] if law in but else program.rows(question)
        if rows:
            wrong.append(f"{law}: {len(rows)} rows, as {rows[0]}")
    for words in (["rollup", "--verify"], ["check", "--region", "621000", "--from", "2020-01", "--to", "2020-12"]):
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", "statistics", *words],
            cwd=ROOT, env=environ, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            said = [line for line in done.stdout.splitlines() if line.startswith("error")] or [done.stderr[-600:]]
            wrong.append(f"flask statistics {words[0]}: {said}")
    return wrong
