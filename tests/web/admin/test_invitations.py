"""Officers are invited by mail; the list says where each invitation stands."""

from datetime import timedelta

from marketplace.accounts.models import Invitation
from marketplace.accounts.rules import Duty


def test_an_officer_is_invited_by_a_letter(desk, administrator, session, audited):
    admin = desk(administrator)
    admin.open("/administration/invitations/new")
    page = admin.send(email="new@example.org", region="环县", duty="reviewer")
    assert "邀请已发送" in page.text
    assert "new@example.org" in page.text
    assert "待接受" in page.text
    [row] = session.query(Invitation)
    assert (row.region_code, row.duty) == ("621022", Duty.REVIEWER)
    assert audited()[-1] == "invitation.sent"
    [told] = session.execute(__import__("sqlalchemy").text("SELECT task_name FROM procrastinate_jobs")).all()
    assert told.task_name == "send_letter"


def test_invitations_are_narrowed_by_where_they_stand(desk, administrator, session, now):
    admin = desk(administrator)
    admin.open("/administration/invitations/new")
    admin.send(email="late@example.org", region="621022", duty="reviewer")
    [row] = session.query(Invitation)
    row.created_at, row.expires_at = now - timedelta(days=20), now - timedelta(days=6)
    session.commit()
    admin.open("/administration/invitations/new")
    admin.send(email="fresh@example.org", region="621022", duty="reviewer")
    page = admin.open("/administration/invitations?state=expired")
    assert "late@example.org" in page.text
    assert "fresh@example.org" not in page.text
    assert "没有这样的邀请" in admin.open("/administration/invitations?state=accepted").text
    assert "fresh@example.org" in admin.open("/administration/").text


def test_a_form_that_is_sent_twice_invites_once(desk, administrator, session):
    admin = desk(administrator)
    admin.open("/administration/invitations/new")
    sent = admin.fields(admin.address) | {"email": "new@example.org", "region": "621022", "duty": "reviewer"}
    admin.post("/administration/invitations/new", sent)
    admin.post("/administration/invitations/new", sent)
    assert session.query(Invitation).count() == 1


def test_the_outsider_invites_nobody_here_and_sees_no_invitation(desk, administrator, cast, session):
    admin = desk(administrator)
    admin.open("/administration/invitations/new")
    admin.send(email="new@example.org", region="621022", duty="reviewer")
    outsider = desk(cast.outsider())
    assert "new@example.org" not in outsider.open("/administration/invitations").html
    outsider.open("/administration/invitations/new")
    outsider.send(status=422, email="spy@example.org", region="621022", duty="reviewer")
    assert session.query(Invitation).count() == 1
