"""Two who commit one checked import at once, each on a connection of their own: one has it written."""

from threading import Thread

from sqlalchemy import text

from marketplace.db import db
from marketplace.gateways import sheets
from marketplace.imports.rules import BatchState, FileRole
from marketplace.imports.service import files
from marketplace.kernel.actor import Via, system
from marketplace.kernel.errors import MoveRefused
from marketplace.transaction import transaction
from marketplace.workflows.imports import batches, uploads
from tests.conftest import NOW

OPERATOR = system(Via.CLI)
ROWS = [["区划代码", "名称", "启用日期"], ["621022101001", "城东村", "2015-01-01"]]


def test_law_3_one_of_two_who_commit_a_checked_import_at_once_does(crowd_app, together, tmp_path):
    path, ends = tmp_path / "villages.csv", []
    sheets.write(path, ROWS)

    def commit():
        with transaction():
            uploads.commit(batch_id, actor=OPERATOR, now=NOW)

    later = Thread(target=lambda: ends.extend(together(commit)))
    with crowd_app.app_context():
        batch, _ = batches.bring_file(
            path, kind="regions", is_dry_run=True, actor=OPERATOR, now=NOW, progress=lambda *_: None
        )
        assert batch.state is BatchState.CHECKED
        batch_id = batch.id
        with transaction():
            files.keep(batch_id, FileRole.SENT, path)
        with transaction():
            uploads.commit(batch_id, actor=OPERATOR, now=NOW)
            later.start()
            later.join(0.5)  # it has looked by now, or waits for us
        later.join(30)
        jobs = db.session.scalar(
            text("SELECT count(*) FROM procrastinate_jobs WHERE args ->> 'batch_id' = :id"), {"id": str(batch_id)}
        )
        db.session.remove()
    assert [type(end) for end in ends] == [MoveRefused]
    assert jobs == 1
