"""The jobs of imports: read an upload, forget files nobody came for."""

from marketplace.imports.service import files
from marketplace.jobs.tasks import now, staff_need_totp, task
from marketplace.transaction import transaction
from marketplace.workflows.imports import batches, uploads


@task(uploads.TASK, give_up=batches.give_up)
def read_import(*, batch_id: int) -> None:
    """Bring an uploaded batch to its end; a job that comes a second time finds nothing to do."""
    uploads.read(batch_id, staff_need_totp=staff_need_totp(), now=now())


@task("forget_import_files", cron="10 18 * * *")
def forget_import_files() -> None:
    """Forget the files of imports that nobody came for, at ten past two in Beijing."""
    with transaction():
        files.forget_old(now=now())
