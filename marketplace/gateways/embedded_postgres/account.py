"""The system user a server runs as: whoever calls, or for root a user made for nothing else."""

import fcntl
import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from marketplace.gateways.embedded_postgres.errors import AccountMissing

NAME = "bangfu-postgres"
_SYSTEM_FOLDERS = "/usr/sbin:/sbin:/usr/bin:/bin"


@dataclass(frozen=True)
class Account:
    """A system user, by number."""

    uid: int
    gid: int

    def run(
        self, command: Sequence[str | Path], *, folder: Path, sent: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run `command` as this user in `folder` with nothing of the caller's environment, and return what it said."""
        changes = os.geteuid() == 0
        return subprocess.run(  # noqa: S603 -- the server's own programs, without a shell
            [str(word) for word in command],
            cwd=folder,
            env={"PATH": _SYSTEM_FOLDERS, "LC_ALL": "C", "TZ": "UTC"},
            input=sent if sent is not None else "",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            start_new_session=True,  # Ctrl-C in the caller's terminal must not reach a server others share
            user=self.uid if changes else None,
            group=self.gid if changes else None,
            extra_groups=[] if changes else None,
            umask=0o077,
        )

    def may_enter(self, folder: Path) -> bool:
        """Tell whether this user may enter `folder`, by trying."""
        return self.run(["test", "-x", folder], folder=Path("/")).returncode == 0


def caller() -> Account:
    """Return the user this process runs as."""
    return Account(os.geteuid(), os.getegid())


def for_root() -> Account:
    """Return the user that runs servers for root, making it at first use.

    :raises Unavailable: the system has no such user and refuses to make one.
    """
    return _find() or _make()


def _make() -> Account:
    """Make the user, one process at a time: of two `useradd` at once the second replaces the number of the first."""
    accounts = os.open("/etc", os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(accounts, fcntl.LOCK_EX)
        found = _find()
        if found is not None:
            return found
        useradd = shutil.which("useradd", path=_SYSTEM_FOLDERS)
        said = "useradd is not installed"
        if useradd is not None:
            words = [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
            made = caller().run([*words, "--shell", "/usr/sbin/nologin", NAME], folder=Path("/"))
            said = made.stdout.strip()
        found = _find()
        if found is None:
            raise AccountMissing(account=NAME, reason=said)
        return found
    finally:
        os.close(accounts)


def _find() -> Account | None:
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        return None
    return Account(entry.pw_uid, entry.pw_gid)
