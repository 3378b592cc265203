"""Outgoing mail: to an SMTP server, or as files where none is set."""

import smtplib
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from marketplace.kernel.errors import Unavailable

SENDER = "Bangfu <no-reply@bangfu.invalid>"


class MailRefused(Unavailable):
    """The mail server does not take the message now."""

    code = "mail.refused"
    zh = "邮件服务暂时不可用，请稍后再试"
    en = "Mail cannot be sent right now; please try again later"


class Mailer(Protocol):
    """Whatever sends a text to an address."""

    def send(self, *, to: str, subject: str, text: str) -> None:
        """Send one message.

        :raises MailRefused: it was not taken.
        """


@dataclass(frozen=True, slots=True)
class FolderMailer:
    """Writes each message into a folder, readable by its owner alone: it may hold a link that signs in."""

    folder: Path

    def send(self, *, to: str, subject: str, text: str) -> None:
        """Write one message as an .eml file."""
        message = _message(to=to, subject=subject, text=text)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = message["Message-ID"].strip("<>").replace("/", "_")
        path = self.folder / f"{name}.eml"
        path.touch(mode=0o600)
        path.write_bytes(bytes(message))


@dataclass(frozen=True, slots=True)
class SmtpMailer:
    """Sends through `smtp://user:password@host:port`, with TLS where the server offers it."""

    url: str
    timeout_seconds: int = 10

    def send(self, *, to: str, subject: str, text: str) -> None:
        """Send one message.

        :raises MailRefused: the server does not answer or refuses.
        """
        parts = urlsplit(self.url)
        try:
            with smtplib.SMTP(parts.hostname or "localhost", parts.port or 25, timeout=self.timeout_seconds) as server:
                server.ehlo()
                if server.has_extn("starttls"):
                    server.starttls()
                if parts.username:
                    server.login(unquote(parts.username), unquote(parts.password or ""))
                server.send_message(_message(to=to, subject=subject, text=text))
        except (OSError, smtplib.SMTPException) as error:
            raise MailRefused from error


def mailer(url: str, *, folder: Path) -> Mailer:
    """Make the mailer of a setting: SMTP, or files in a folder where it is empty."""
    return SmtpMailer(url) if url else FolderMailer(folder)


def _message(*, to: str, subject: str, text: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = SENDER
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain="bangfu.invalid")
    message.set_content(text)
    return message
