import email
from dataclasses import replace

import pytest
from sqlalchemy import text

from marketplace.accounts.service import letters
from marketplace.gateways.mail import MailRefused
from marketplace.jobs.accounts import send_letter


@pytest.fixture
def sealed(session):
    letters.post_notice("change_notice", to="a@example.org", language="en")
    return session.scalar(text("SELECT args->>'sealed' FROM procrastinate_jobs"))


def test_a_worker_sends_a_letter(app, sealed, tmp_path, monkeypatch):
    monkeypatch.setitem(app.config, "BANGFU", replace(app.config["BANGFU"], instance_path=tmp_path))
    send_letter(sealed=sealed)
    (sent,) = (tmp_path / "mail").iterdir()
    message = email.message_from_bytes(sent.read_bytes())
    assert message["To"] == "a@example.org"
    assert "was changed" in message["Subject"]
    assert sent.stat().st_mode & 0o077 == 0


def test_a_mail_server_that_does_not_answer_is_tried_again(app, sealed, monkeypatch):
    monkeypatch.setitem(app.config, "BANGFU", replace(app.config["BANGFU"], mail_url="smtp://127.0.0.1:1"))
    with pytest.raises(MailRefused):
        send_letter(sealed=sealed)


@pytest.mark.parametrize("kind", ["reset_instructions", "reset_notice", "change_notice"])
def test_every_notice_is_told_in_both_languages(session, kind):
    for language in ("zh", "en"):
        letters.post_notice(kind, to="a@example.org", language=language, link="https://x/y")
    rows = session.execute(text("SELECT args->>'sealed' FROM procrastinate_jobs ORDER BY id")).scalars()
    zh, en = (letters.open_letter(sealed) for sealed in rows)
    assert zh["text"] != en["text"]
    assert en["text"].isascii() or "“" in en["text"]
    assert ("https://x/y" in zh["text"]) == (kind == "reset_instructions")
