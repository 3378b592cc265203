"""One bench: a fresh copy of the data, the program's server and the floor's beside it, and how long to measure."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

from benchmarks.data import Scale
from benchmarks.serving import Server, serve
from config import Config
from tests.factories.settings import SECRETS, made_up


@dataclass(frozen=True, slots=True)
class Bench:
    """Where a row finds what it measures."""

    url: str
    """SQLAlchemy URL of the working copy."""
    scale: Scale
    folder: Path
    """Files made for the measurements stay here."""
    seconds: float
    """How long one run of load lasts."""
    program: Server
    floor: Server

    @property
    def plain_url(self) -> str:
        """The same database for psycopg."""
        return make_url(self.url).set(drivername="postgresql").render_as_string(hide_password=False)

    @property
    def environment(self) -> Mapping[str, str]:
        """The environment of a process of the program on this bench."""
        return environment(self.url, self.folder)

    @property
    def config(self) -> Config:
        """The settings of the program on this bench, for rows that call it in this process."""
        return made_up(self.url, self.folder)


@contextmanager
def opened(url: str, scale: Scale, *, folder: Path, seconds: float) -> Iterator[Bench]:
    """Open a bench on a working copy: both servers are started on ports of their own and stopped at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    environ = environment(url, folder)
    with ExitStack() as stack:
        program, floor = (
            stack.enter_context(serve(module, environ, log=folder / f"{name}.log"))
            for name, module in (("program", "wsgi:app"), ("floor", "benchmarks.floor:app"))
        )
        yield Bench(url, scale, folder, seconds, program, floor)


def environment(url: str, folder: Path) -> Mapping[str, str]:
    """Tell the environment in which the program and the floor run on a working copy."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    place = {"PATH": path, "DATABASE_URL": url, "BANGFU_INSTANCE": str(folder)}
    # As behind a proxy: requests name many callers, so that none of them meets the limit of its rate.
    return {**os.environ, **SECRETS, **place, "TRUSTED_PROXIES": "1"}
