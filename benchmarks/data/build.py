"""Builds the template, or finds it: its name says for which schema, which program of derived rows and which scale."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import psycopg
from sqlalchemy import make_url

from benchmarks.data import catalogue, households, people, sales
from benchmarks.data.scale import Scale
from marketplace.gateways import embedded_postgres

ROOT: Final = Path(__file__).parents[2]
Progress = Callable[[str, int, int], None]
"""Told what is being built, how many parts are done and how many there are."""

_PARTS: Final = (people.build, households.build, catalogue.build, sales.build)
_SHAPED_BY: Final = (
    "migrations/versions",
    "benchmarks/data",
    "marketplace/catalogue/service/entries.py",
    "marketplace/gateways/words.py",
)

_DRAW: Final = """
CREATE FUNCTION pg_temp.draw(n bigint, salt bigint, below bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS
'SELECT (hashint8extended(n, salt) & 9223372036854775807) % below'
"""

_CATCH_UP: Final = """
DO $$
DECLARE sequence record; highest bigint;
BEGIN
    FOR sequence IN
        SELECT table_name, pg_get_serial_sequence(quote_ident(table_name), column_name) AS name
        FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'id' AND is_identity = 'YES'
    LOOP
        EXECUTE format('SELECT max(id) FROM %I', sequence.table_name) INTO highest;
        IF highest IS NOT NULL THEN PERFORM setval(sequence.name, highest); END IF;
    END LOOP;
END $$
"""


def provide(server_url: str, scale: Scale, *, name: str, progress: Progress = lambda _part, _done, _all: None) -> str:
    """Provide a fresh database `name` with data of a scale on the server of a URL, and return its URL.

    The template is built first unless it is there; templates of other schemas at this scale are dropped.
    """
    template = f"bench_{_digest(repr(scale))}_{_digest(*_sources())}"
    if not _exists(server_url, template):
        for stale in _list_named(server_url, template.rsplit("_", 1)[0]):
            embedded_postgres.drop_database(server_url, stale)
        _build(server_url, template, scale, progress)
    embedded_postgres.drop_database(server_url, name)
    return embedded_postgres.create_database(server_url, name, template=template)


def _build(server_url: str, template: str, scale: Scale, progress: Progress) -> None:
    """Build under another name, so that a killed build is never taken for a whole one."""
    draft = f"{template}_draft"
    embedded_postgres.drop_database(server_url, draft)
    url = embedded_postgres.create_database(server_url, draft)
    fill(url, scale, progress)
    with psycopg.connect(_plain(_sibling(server_url, "postgres")), autocommit=True) as connection:
        connection.execute(
            psycopg.sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*map(_identifier, (draft, template)))
        )
    progress("ready", 1, 1)


def fill(url: str, scale: Scale, progress: Progress = lambda _part, _done, _all: None) -> None:
    """Bring the schema of an empty database up to date and fill it with data of a scale."""
    steps = len(_PARTS) + 2
    progress("schema", 0, steps)
    _migrate(url)
    with psycopg.connect(_plain(url)) as connection:
        connection.execute(_DRAW)
        for done, part in enumerate(_PARTS, 1):
            progress(part.__module__.rpartition(".")[2], done, steps)
            part(connection, url, scale)
            connection.commit()
        connection.execute(_CATCH_UP)
    progress("vacuum", steps - 1, steps)
    with psycopg.connect(_plain(url), autocommit=True) as connection:
        connection.execute("VACUUM (FREEZE, ANALYZE)")


def _migrate(url: str) -> None:
    """Build the schema as a release does."""
    environment = {**os.environ, "DATABASE_URL": url.replace("postgresql+psycopg", "postgresql")}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)


def _identifier(name: str) -> psycopg.sql.Identifier:
    return psycopg.sql.Identifier(name)


def _plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def _sibling(url: str, database: str) -> str:
    return make_url(url).set(database=database).render_as_string(hide_password=False)


def _exists(server_url: str, name: str) -> bool:
    return name in _list_named(server_url, name)


def _list_named(server_url: str, prefix: str) -> Sequence[str]:
    with psycopg.connect(_plain(_sibling(server_url, "postgres"))) as connection:
        rows = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
        return [name for (name,) in rows]


def _sources() -> Iterator[str]:
    for name in _SHAPED_BY:
        place = ROOT / name
        for path in [place] if place.is_file() else sorted(place.rglob("*.py")):
            yield path.read_text()


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:12]
