"""Make users, change their passwords and language."""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Final

from sqlalchemy import select

from marketplace.accounts.errors import EmailWrong, PasswordWeak, UserKnown, UserNotFound
from marketplace.accounts.models import User
from marketplace.accounts.rules import LEAST_PASSWORD, is_mail_address
from marketplace.accounts.service.noting import record_of
from marketplace.db import db
from marketplace.kernel.actor import Actor

COMMON: Final = frozenset({"password", "12345678", "123456789", "1234567890", "qwertyui", "11111111", "88888888"})
LONGEST_PASSWORD: Final = 128


def check_password(password: str, *, email: str) -> None:
    """Refuse a password that is too short, too long, common, or the address itself.

    :raises PasswordWeak: with the least length.
    """
    is_common = password.lower() in COMMON or password.lower() in {email, email.split("@", maxsplit=1)[0]}
    if not LEAST_PASSWORD <= len(password) <= LONGEST_PASSWORD or is_common:
        raise PasswordWeak(least=LEAST_PASSWORD)


def address_of(email: str) -> str:
    """Write a mail address as it is kept: in lower case.

    :raises EmailWrong: it is not one.
    """
    address = email.strip().lower()
    if not is_mail_address(address):
        raise EmailWrong(value=email)
    return address


def find_by_email(email: str) -> User | None:
    """Find a user by address."""
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def get_by_email(email: str) -> User:
    """Get a user by address.

    :raises UserNotFound: there is none.
    """
    user = find_by_email(email)
    if user is None:
        raise UserNotFound
    return user


def create(
    *, email: str, name: str, password: str, hash_password: Callable[[str], str], actor: Actor, now: datetime
) -> User:
    """Create a user without any role; whoever calls gives one and has asked for the permission.

    :raises EmailWrong: it is not a mail address.
    :raises UserKnown: the address has an account.
    :raises PasswordWeak: the password is.
    """
    address = address_of(email)
    if find_by_email(address) is not None:
        raise UserKnown(email=address)
    check_password(password, email=address)
    row = User(
        email=address,
        name=name,
        password=hash_password(password),
        active=True,
        language="zh",
        fs_uniquifier=secrets.token_hex(32),
        created_at=now,
    )
    db.session.add(row)
    db.session.flush()  # the audit line names the row
    record_of(row.id, "user.created", actor=actor, now=now)
    return row


def set_password(
    user: User, *, password: str, hash_password: Callable[[str], str], actor: Actor, now: datetime
) -> None:
    """Set a password and end every session of the user; whoever calls has asked for the permission.

    :raises PasswordWeak: the password is.
    """
    check_password(password, email=user.email)
    user.password = hash_password(password)
    user.fs_uniquifier = secrets.token_hex(32)
    user.failed_logins, user.locked_until = 0, None
    record_of(user.id, "user.password_set", actor=actor, now=now)


def change_language(language: str, *, actor: Actor, now: datetime) -> None:
    """Change the language in which the caller is addressed.

    :raises UserNotFound: for an actor that is no person.
    """
    user = db.session.get(User, actor.user_id) if actor.user_id else None
    if user is None:
        raise UserNotFound
    before, user.language = user.language, language
    record_of(
        user.id,
        "user.language_changed",
        actor=actor,
        now=now,
        before={"language": before},
        after={"language": language},
    )
