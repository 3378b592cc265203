"""A job of which workers died again and again is given up, and says so; who asks for it over the API is told."""

import asyncio

from sqlalchemy import text

from marketplace.accounts.rules import Duty
from marketplace.db import db
from marketplace.gateways import queue
from marketplace.jobs import worker
from marketplace.jobs.tasks import MOST_ATTEMPTS


def test_a_job_that_killed_too_many_workers_failed_with_their_death(crowd_app):
    with crowd_app.app_context():
        job_id = queue.defer(db.session.connection(), "forget_answers")
        dead = db.session.scalar(
            text("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id")
        )
        begun = text("UPDATE procrastinate_jobs SET status = 'doing', worker_id = :dead, attempts = :n WHERE id = :id")
        db.session.execute(begun, {"dead": dead, "n": MOST_ATTEMPTS - 1, "id": job_id})
        db.session.commit()

        async def look() -> None:
            app = worker.queue_app(crowd_app.config["SQLALCHEMY_DATABASE_URI"])
            async with app.open_async():
                await worker.take_over(app, stalled_after=1)

        asyncio.run(look())
        job = queue.find_job(db.session.connection(), job_id)
        assert (job.status, job.failure, job.failure_code) == ("failed", "WorkerDied", None)


def test_the_api_tells_what_a_job_failed_with(cast, session):
    job_id = queue.defer(session.connection(), "allocate_month", region_code="621022", month="2020-08")
    queue.note_failure(session.connection(), job_id, error="BatchUnknown", code="import.not_found")
    session.commit()
    administrator = cast.client(cast.officer(Duty.ADMINISTRATOR, region="000000"))
    job = administrator.get(f"/api/v1/jobs/{job_id}").json
    assert (job["failure"], job["failure_code"]) == ("BatchUnknown", "import.not_found")
