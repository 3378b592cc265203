"""The job of purchasing: end prepaid orders that were not paid in time."""

from marketplace.jobs.tasks import now, task
from marketplace.transaction import transaction
from marketplace.workflows import expire_reservations as expiring


@task("expire_reservations", cron="*/10 * * * *")
def expire_reservations() -> None:
    """Expire what is due, every ten minutes; run twice it changes nothing the second time."""
    with transaction():
        expiring.run(now=now())
