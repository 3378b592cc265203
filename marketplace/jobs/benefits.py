"""The jobs of benefits: allocate a month; once a month, all that is not allocated as it is now."""

from marketplace.jobs.tasks import now, staff_need_totp, task
from marketplace.kernel.days import Month
from marketplace.transaction import transaction
from marketplace.workflows import allocate_month as allocating


@task(allocating.TASK)
def allocate_month(*, region_code: str, month: str, user_id: int | None) -> None:
    """Allocate a month of a region; a job that comes a second time finds nothing to do."""
    with transaction():
        allocating.run(
            region_code=region_code,
            month=Month.parse(month),
            user_id=user_id,
            staff_need_totp=staff_need_totp(),
            now=now(),
        )


@task("allocate_stale_months", cron="30 17 1 * *")
def allocate_stale_months() -> None:
    """Ask for the last month and for earlier ones that were corrected: on the second at half past one in Beijing."""
    with transaction():
        allocating.request_stale(now=now())
