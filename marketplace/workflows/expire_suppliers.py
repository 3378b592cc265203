"""The daily run over certifications: expire, resume, and put a letter for each person to remind into the queue.

The letters are jobs of the same transaction: none speaks of what was rolled back, and one that the mail server refuses
is tried again by itself, without the others.
"""

from datetime import datetime
from typing import Final

from marketplace.db import db
from marketplace.gateways import queue
from marketplace.kernel.actor import system
from marketplace.suppliers.service.expiring import Expiry, run_expiry

TASK: Final = "remind_supplier"


def run(now: datetime) -> Expiry:
    """Run as the program itself; the same day again changes nothing and reminds nobody twice."""
    expiry = run_expiry(actor=system(), now=now)
    queue.defer_each(
        db.session.connection(),
        TASK,
        [{"qualification_id": each.qualification_id, "user_id": each.user_id} for each in expiry.reminders],
    )
    return expiry
