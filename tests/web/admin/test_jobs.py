"""Jobs are watched with their progress; a failed one is tried again."""

import pytest
from sqlalchemy import text

from marketplace.accounts.rules import Duty
from marketplace.gateways import queue


@pytest.fixture
def job(session):
    """Puts a job of a county into the queue and lets it end as told."""

    def put(status="todo", region="621022"):
        number = queue.defer(session.connection(), "allocate_month", region_code=region, month="2020-08")
        if status != "todo":
            session.execute(text("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = :id"), {"id": number})
            statement = (
                "UPDATE procrastinate_jobs SET status = CAST(:status AS procrastinate_job_status) WHERE id = :id"
            )
            session.execute(text(statement), {"id": number, "status": status})
        session.commit()
        return number

    return put


def test_jobs_are_listed_and_narrowed_by_their_state(desk, administrator, job):
    waiting, failed = job(), job("failed")
    admin = desk(administrator)
    page = admin.open("/administration/jobs")
    assert "分配当月收益" in page.text
    assert {str(waiting), str(failed)} <= set(page.text.split())
    shown = admin.open("/administration/jobs?state=failed").text.split()
    assert str(failed) in shown
    assert str(waiting) not in shown
    assert "没有这样的任务" in admin.open("/administration/jobs?state=cancelled").text
    assert "失败" in admin.open("/administration/").text


def test_a_failed_job_is_tried_again(desk, administrator, job, audited, session):
    failed = job("failed")
    admin = desk(administrator)
    assert "2020-08" in admin.open(f"/administration/jobs/{failed}").text
    page = admin.send(f"/administration/jobs/{failed}/retry")
    assert "任务已重新排队" in page.text
    assert "等待中" in page.text
    assert "重试" not in page.text
    assert audited()[-1] == "job.retried"
    assert "job.retried" in admin.open("/administration/audit-lines").text


def test_a_job_that_did_not_fail_is_not_tried_again(desk, administrator, job):
    failed = job("failed")
    admin, other = desk(administrator), desk(administrator)
    for one in (admin, other):
        one.open(f"/administration/jobs/{failed}")
    admin.send(f"/administration/jobs/{failed}/retry")
    assert "只有失败的任务可以重试" in other.send(f"/administration/jobs/{failed}/retry", 409).text


def test_what_a_job_failed_with_is_told_by_name_and_code(desk, administrator, job, session):
    refused, broken, waiting = job("failed"), job("failed"), job()
    queue.note_failure(session.connection(), refused, error="MailRefused", code="mail.refused")
    queue.note_failure(session.connection(), broken, error="KeyError", code=None)
    session.commit()
    admin = desk(administrator)
    told = "<dt>上次失败的错误</dt><dd><code>MailRefused</code> <code>mail.refused</code></dd>"
    assert told in admin.open(f"/administration/jobs/{refused}").html
    assert "<dd><code>KeyError</code></dd>" in admin.open(f"/administration/jobs/{broken}").html
    assert "上次失败" not in admin.open(f"/administration/jobs/{waiting}").html


def test_attempts_are_counted_as_they_were_begun(desk, administrator, job, session):
    waiting, failed, twice = job(), job("failed"), job("failed")
    with_retry = text("SELECT procrastinate_retry_job_v2(:id, now(), NULL, NULL, NULL)")
    session.execute(with_retry, {"id": twice})
    session.execute(text("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = :id"), {"id": twice})
    finish = text("SELECT procrastinate_finish_job_v1(:id, 'succeeded', false)")
    session.execute(finish, {"id": twice})
    session.commit()
    admin = desk(administrator)
    for number, attempts in ((waiting, 0), (failed, 1), (twice, 2)):
        assert f"<dt>次数</dt><dd>{attempts}</dd>" in admin.open(f"/administration/jobs/{number}").html
        assert queue.find_job(session.connection(), number).attempts == attempts
    listed = admin.open("/administration/jobs").text
    assert listed.count("第 2 次") == 1
    assert "第 1 次" not in listed


def test_who_only_reads_sees_no_button_and_is_refused(desk, cast, job):
    failed = job("failed")
    reader = desk(cast.officer(Duty.STATISTICIAN))
    assert "重试" not in reader.open(f"/administration/jobs/{failed}").text
    reader.open("/account/me")
    token = reader.fields("/account/logout")["csrf_token"]
    reader.post(f"/administration/jobs/{failed}/retry", {"csrf_token": token}, 403)


def test_the_outsider_sees_no_job_of_this_county(desk, cast, job):
    failed = job("failed")
    outsider = desk(cast.outsider())
    outsider.open(f"/administration/jobs/{failed}", 404)
    assert "分配当月收益" not in outsider.open("/administration/jobs").html
