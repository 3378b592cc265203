"""Where a cluster lives: in its data root, or for root in a system folder with a link in the data root.

`postgres/` holds `data` and `socket`, which belong to the server's user, and `password` and `pg_hba.conf`, which belong
to whoever made it.
"""

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from marketplace.gateways.embedded_postgres import account, binaries
from marketplace.gateways.embedded_postgres.account import Account
from marketplace.gateways.embedded_postgres.errors import DataMissing, LinkCopied, OfAnotherUser

_NAME = "postgres"


@dataclass(frozen=True)
class Home:
    """The folder of one cluster and the user its server runs as."""

    folder: Path
    account: Account

    @property
    def data(self) -> Path:
        """Return the server's data folder; it exists once the cluster is whole."""
        return self.folder / "data"

    @property
    def socket(self) -> Path:
        """Return the folder of the server's socket, where its path is short enough."""
        return self.folder / "socket"

    @property
    def password_file(self) -> Path:
        """Return the file of the database role's password."""
        return self.folder / "password"

    @property
    def rules_file(self) -> Path:
        """Return the file that says who may connect, and how."""
        return self.folder / "pg_hba.conf"

    @property
    def origin_file(self) -> Path:
        """Return the file that names the data root whose link leads here."""
        return self.folder / "origin"


def find(data_root: Path) -> Home | None:
    """Return the home of the cluster of `data_root`, or None before the first start.

    :raises Unavailable: it is another user's, it was deleted behind its link, or the link is another data root's.
    """
    link = data_root / _NAME
    if not link.exists():
        if link.is_symlink():
            raise DataMissing(link=str(link), folder=str(link.readlink()))
        return None
    home = Home(link.resolve(), _owner(link.resolve()))
    if link.is_symlink():
        _claim(home, data_root)
    return home


def create(data_root: Path) -> Home:
    """Make the home of a new cluster for `data_root`; nothing that exists changes its mode.

    :raises Unavailable: root has no user to run the server as.
    """
    link = data_root / _NAME
    if os.geteuid() != 0:
        link.mkdir(mode=0o700)
        return Home(link, account.caller())
    runner = account.for_root()
    if runner.may_enter(data_root):
        link.mkdir(mode=0o700)
        home = Home(link, runner)
    else:
        home = Home(Path(tempfile.mkdtemp(dir=binaries.system_folder(), prefix="cluster-")), runner)
        home.origin_file.write_text(str(data_root))
        link.symlink_to(home.folder)
    # Root keeps the folder, so the server's user can plant nothing where root writes; its group may only pass through.
    os.chown(home.folder, 0, runner.gid)
    home.folder.chmod(0o710)
    return home


def delete(data_root: Path, home: Home) -> None:
    """Delete a home whose server is stopped, and the link to it."""
    shutil.rmtree(home.folder)
    link = data_root / _NAME
    if link.is_symlink():
        link.unlink()


def _owner(folder: Path) -> Account:
    """Return the user the server of an existing home runs as: the owner of its data."""
    data = folder / "data"
    owner = (data if data.exists() else folder).stat()
    if owner.st_uid == 0 == os.geteuid():
        return account.for_root()
    if os.geteuid() not in {0, owner.st_uid}:
        raise OfAnotherUser(folder=str(folder), uid=owner.st_uid)
    return Account(owner.st_uid, owner.st_gid)


def _claim(home: Home, data_root: Path) -> None:
    """Let a moved data root keep its cluster, and refuse two data roots that would share one unawares."""
    origin = Path(home.origin_file.read_text())
    if origin == data_root:
        return
    if (origin / _NAME).is_symlink() and (origin / _NAME).resolve() == home.folder:
        raise LinkCopied(link=str(data_root / _NAME), origin=str(origin))
    home.origin_file.write_text(str(data_root))
