"""Making a cluster: it appears whole, with one role and one database, or not at all."""

import os
import secrets
import shutil
from pathlib import Path

from marketplace.gateways.embedded_postgres import binaries
from marketplace.gateways.embedded_postgres.errors import NotMade
from marketplace.gateways.embedded_postgres.home import Home

ROLE = "bangfu"
DATABASE = "bangfu"
_INITDB = (
    "--username=postgres",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",  # sorts and folds the same on every machine, whatever locales it has
    "--builtin-locale=C.UTF-8",
    "--auth=reject",  # we bring our own file; the superuser gets no password and no way in
    "--no-instructions",
)


def build(home: Home, *, durable: bool) -> None:
    """Make the cluster of `home`, replacing what a killed attempt left.

    :raises Unavailable: PostgreSQL refused; the facts hold what it said.
    """
    programs = binaries.readable_by(home.account)
    password = secrets.token_hex(32)
    fresh = home.folder / "data.new"
    for folder in (fresh, home.socket):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        os.chown(folder, home.account.uid, home.account.gid)
    _write(home.password_file, f"{password}\n", mode=0o600)
    _write(home.rules_file, f"local all {ROLE} scram-sha-256\n", mode=0o640, gid=home.account.gid)

    command: list[str | Path] = [
        programs / "initdb",
        "--pgdata=data.new",
        *_INITDB,
        *([] if durable else ["--no-sync"]),
    ]
    made = home.account.run(command, folder=home.folder)
    if made.returncode != 0:
        raise NotMade(folder=str(home.folder), said=made.stdout)

    statements = (
        f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{password}'",
        f"CREATE DATABASE {DATABASE} OWNER {ROLE}",
    )
    single: list[str | Path] = [programs / "postgres", "--single", "-D", "data.new", "-c", "exit_on_error=on"]
    settings = ["-c", "log_min_error_statement=panic", *([] if durable else ["-F"])]  # no password in an error's text
    made = home.account.run([*single, *settings, "postgres"], folder=home.folder, sent="\n".join(statements) + "\n")
    if made.returncode != 0:
        raise NotMade(folder=str(home.folder), said=made.stdout)
    fresh.rename(home.data)


def _write(path: Path, text: str, *, mode: int, gid: int = -1) -> None:
    """Write a file that is never readable by more than `mode` says, not even for a moment."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        os.fchown(descriptor, -1, gid)
        os.fchmod(descriptor, mode)
