"""Let a worker allocate the pools of a month, in the name of who asked for it.

The allocation of a month is one transaction: killed in the middle it is as if it had never begun, and run again it
changes nothing that is allocated already.
"""

from datetime import datetime, timedelta
from typing import Final

from marketplace.accounts.models import User
from marketplace.accounts.queries import get_actor
from marketplace.audit import service as audit
from marketplace.benefits.queries.allocations import list_stale_months
from marketplace.benefits.service import allocating
from marketplace.benefits.service.allocating import Allocated
from marketplace.db import db
from marketplace.gateways import queue
from marketplace.kernel.actor import Actor, Via, system
from marketplace.kernel.days import Month, day_of
from marketplace.kernel.permissions import Permission as P
from marketplace.regions.errors import RegionOutside
from marketplace.regions.rules import NATION, canonical_code

TASK: Final = "allocate_month"


def request(*, region_code: str, month: Month, actor: Actor, now: datetime) -> int | None:
    """Ask for a month of a region to be allocated; tell the job.

    :raises NotFound: if the region is outside the caller's.
    """
    code = canonical_code(region_code)
    actor.require_over(P.BENEFITS_ALLOCATE, RegionOutside(region_code=code), region_codes=[code])
    job_id = _defer(code, month, user_id=actor.user_id)
    audit.record(
        "allocation.requested",
        subject="allocation",
        subject_id=f"{code} {month}",
        actor=actor,
        now=now,
        after={"job_id": job_id},
        region_code=code,
    )
    return job_id


def run(
    *, region_code: str, month: Month, user_id: int | None, staff_need_totp: bool = False, now: datetime
) -> Allocated:
    """Allocate a month as who asked for it; without a user as the program itself.

    :raises Forbidden: if the user may not do so any more.
    """
    user = None if user_id is None else db.session.get_one(User, user_id)
    actor = get_actor(user, via=Via.JOB, staff_need_totp=staff_need_totp) if user else system(Via.JOB)
    return allocating.allocate(region_code=region_code, month=month, actor=actor, now=now)


def request_stale(*, now: datetime) -> list[Month]:
    """Ask for every month before this one whose pools are not allocated as they are now: the last, and corrected ones.

    The program's own verb, run by itself every month.
    """
    first_on = Month.of(day_of(now)).first_on
    months = list(list_stale_months(through=Month.of(first_on - timedelta(days=1))))
    for month in months:
        _defer(NATION, month, user_id=None)
    return months


def _defer(region_code: str, month: Month, *, user_id: int | None) -> int | None:
    connection = db.session.connection()
    return queue.defer(connection, TASK, lock=TASK, region_code=region_code, month=month, user_id=user_id)
