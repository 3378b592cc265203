"""`flask users`: make the first administrator, look at users, give a program a token, let somebody in no more."""

import sys
from collections.abc import Sequence

import click
from flask import current_app
from flask.cli import AppGroup

from config import Config
from marketplace.accounts.errors import UserNotFound
from marketplace.accounts.models import User
from marketplace.accounts.queries.officers import list_users
from marketplace.accounts.rules import Duty
from marketplace.accounts.service import appointments, invitations, letting_in, tokens, users
from marketplace.cli.edge import language_option, now, say, tells_refusals
from marketplace.gateways import passwords
from marketplace.kernel.actor import Via, system
from marketplace.regions.rules import NATION
from marketplace.transaction import transaction

users_command = AppGroup("users", help="Users: make the first administrator, list, give a token, disable.")


@users_command.command("create-admin")
@click.argument("email")
@click.option("--name", default="管理员", show_default=True, help="What the administrator is called.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of inviting.")
@language_option
@tells_refusals
def create_admin(*, email: str, name: str, password_stdin: bool, language: str) -> None:
    """Make EMAIL an administrator of the nation, by a link that works once or with a password."""
    actor = system(Via.CLI)
    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
        with transaction():
            user = _with_password(email, name, password)
            appointments.appoint_officer(user, region_code=NATION, duty=Duty.ADMINISTRATOR, actor=actor, now=now())
        say(language, f"{user.email} 现在是管理员", f"{user.email} is an administrator now")
        return
    with transaction():
        sent = invitations.invite_officer(
            email=email, region_code=NATION, duty=Duty.ADMINISTRATOR, actor=actor, now=now()
        )
        config: Config = current_app.config["BANGFU"]
        link = sent.link(config.public_url)
    say(language, "请在 14 天内打开此链接，链接只能使用一次：", "Open this link within 14 days; it works once:")
    click.echo(link)


def _with_password(email: str, name: str, password: str) -> User:
    """Make a user, or give one who is there a new password."""
    hashing, actor, moment = passwords.hash_password, system(Via.CLI), now()
    user = users.find_by_email(email)
    if user is None:
        return users.create(email=email, name=name, password=password, hash_password=hashing, actor=actor, now=moment)
    users.set_password(user, password=password, hash_password=hashing, actor=actor, now=moment)
    return user


@users_command.command("list")
@click.option("--search", help="Part of the name or address.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000))
@click.option("--after", default=0, help="Begin after the user with this number.")
@language_option
@tells_refusals
def list_command(*, search: str | None, limit: int, after: int, language: str) -> None:
    """List users: number, address, name, whether they are let in and have a second factor."""
    for user in list_users(actor=system(Via.CLI), q=search, after=after, limit=limit):
        words = (("启用", "停用"), ("双因素", "-")) if language == "zh" else (("active", "disabled"), ("2FA", "-"))
        states = [
            word[0 if is_so else 1] for word, is_so in zip(words, (user.active, user.tf_primary_method), strict=True)
        ]
        click.echo(f"{user.id:>8}  {user.email:<32} {' '.join(states)}  {user.name}")


@users_command.command("token")
@click.argument("emails", nargs=-1, required=True, metavar="EMAIL...")
@click.option("--name", required=True, help="What the token is for.")
@click.option("--days", default=tokens.TOKEN_DAYS, show_default=True, type=click.IntRange(1, 365))
@language_option
@tells_refusals
def token_command(*, emails: Sequence[str], name: str, days: int, language: str) -> None:
    """Print a bearer token of each EMAIL on a line of its own, this once; standard output holds nothing else."""
    issued = []
    with transaction():
        for email in emails:
            user = users.get_by_email(email)
            if not user.active:
                raise UserNotFound
            issued.append(tokens.issue_token(user_id=user.id, name=name, days=days, actor=system(Via.CLI), now=now()))
    told = f"Shown this once, works for {days} days:" if language == "en" else f"令牌 {days} 天内有效，只显示这一次："
    click.echo(told, err=True)
    click.echo("\n".join(issued))


@users_command.command("disable")
@click.argument("email")
@language_option
@tells_refusals
def disable_command(*, email: str, language: str) -> None:
    """Let EMAIL in no more: sessions and tokens stop at once."""
    with transaction():
        user = letting_in.disable(users.get_by_email(email).id, actor=system(Via.CLI), now=now())
    say(language, f"{user.email} 已停用", f"{user.email} is let in no more")
