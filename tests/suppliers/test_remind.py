"""The daily job and its letters: one for each person and threshold, in the person's language, never twice."""

from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy import text

from marketplace.accounts.models import Membership, Organisation, User
from marketplace.accounts.rules import MemberRole
from marketplace.gateways.mail import MailRefused
from marketplace.jobs import suppliers as jobs
from marketplace.jobs.tasks import TASKS
from marketplace.jobs.worker import DECLARING

END = date(2021, 1, 1)
"""The first day no more, of the cast's suppliers."""


@pytest.fixture
def supplier(cast):
    return cast.supplier(name="环县羊羔肉合作社")


@pytest.fixture
def people(cast, session, supplier):
    organisation = session.get(Organisation, supplier.organisation_id)
    staff, manager = cast.member(organisation, MemberRole.SUPPLIER_STAFF), cast.member(organisation, MemberRole.MANAGER)
    cast.member(organisation, MemberRole.FINANCE)  # is told nothing
    manager.language = "en"
    session.flush()
    return staff, manager


@pytest.fixture
def run_daily(app, session):
    """Runs the daily job of a day."""

    def run(days_before):
        day = END - timedelta(days=days_before)
        app.config["CLOCK"] = lambda: datetime(day.year, day.month, day.day, 1, tzinfo=UTC)
        jobs.expire()

    return run


@pytest.fixture
def waiting(session):
    """Takes what waits in the queue, as the worker does."""

    def take():
        rows = session.execute(
            text("DELETE FROM procrastinate_jobs WHERE task_name = 'remind_supplier' RETURNING id, args")
        ).all()
        return [row.args for row in sorted(rows)]

    return take


@pytest.fixture
def letters(app):
    """Reads the letters written since the last look."""
    folder = app.config["BANGFU"].instance_path / "mail"
    seen = {path.name for path in folder.glob("*.eml")}

    def read():
        new = [path for path in folder.glob("*.eml") if path.name not in seen]
        seen.update(path.name for path in new)
        return sorted((message_from_bytes(p.read_bytes(), policy=policy.default) for p in new), key=lambda m: m["To"])

    return read


def test_each_person_gets_one_letter_in_the_own_language(people, run_daily, waiting, letters):
    staff, manager = people
    run_daily(60)
    for arguments in waiting():
        jobs.remind(**arguments)
    by_address = {letter["To"]: letter for letter in letters()}
    assert set(by_address) == {staff.email, manager.email}
    assert by_address[staff.email]["Subject"] == "环县羊羔肉合作社：供应商认定还有 60 天到期"
    body = by_address[staff.email].get_content()
    assert "有效期至 2020-12-31，还有 60 天" in body
    assert by_address[manager.email]["Subject"] == "环县羊羔肉合作社: certified through 2020-12-31"
    assert "Please apply for certification again" in by_address[manager.email].get_content()


@pytest.mark.usefixtures("people")
def test_law_3_the_job_run_twice_reminds_once(run_daily, waiting):
    run_daily(30)
    run_daily(30)
    run_daily(29)
    assert len(waiting()) == 2
    run_daily(7)
    assert len(waiting()) == 2
    run_daily(0)
    assert waiting() == []


@pytest.mark.usefixtures("people")
def test_the_arguments_of_letters_are_ids_alone(run_daily, waiting):
    run_daily(7)
    assert [sorted(arguments) for arguments in waiting()] == [["qualification_id", "user_id"]] * 2


def test_who_left_meanwhile_or_is_closed_gets_none(people, session, run_daily, waiting, letters, now):
    staff, manager = people
    run_daily(7)
    session.query(Membership).filter_by(user_id=staff.id).update({"ended_at": now})
    session.query(User).filter_by(id=manager.id).update({"active": False})
    for arguments in waiting():
        jobs.remind(**arguments)
    assert letters() == []


@pytest.mark.usefixtures("people")
def test_a_letter_that_comes_after_the_end_is_not_sent(run_daily, waiting, letters):
    run_daily(1)
    arguments = waiting()
    run_daily(0)
    for each in arguments:
        jobs.remind(**each)
    assert letters() == []


@pytest.mark.usefixtures("people")
def test_a_letter_the_server_refuses_is_left_to_be_tried_again(app, monkeypatch, run_daily, waiting):
    run_daily(7)

    def refuse(*_arguments, **_facts):
        raise MailRefused

    monkeypatch.setattr(jobs, "mailer", lambda *_a, **_k: type("Refusing", (), {"send": refuse})())
    with pytest.raises(MailRefused):
        jobs.remind(**waiting()[0])


def test_the_worker_knows_both_jobs_and_runs_one_daily():
    assert jobs in DECLARING
    assert TASKS["expire_suppliers"].cron == "5 16 * * *"
    assert TASKS["remind_supplier"].cron is None
