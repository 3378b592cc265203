"""The daily run over certifications: expire, resume, and say whom to remind.

The letters are returned, not sent: whoever runs it commits first and sends then, so that no letter speaks of what was
rolled back.
"""

from datetime import datetime

from marketplace.kernel.actor import system
from marketplace.suppliers.service.expiring import Expiry, run_expiry


def run(now: datetime) -> Expiry:
    """Run as the program itself; the same day again changes nothing and reminds nobody twice."""
    return run_expiry(actor=system(), now=now)
