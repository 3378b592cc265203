"""One bench: a fresh copy of the data, the program's server and the floor's beside it, and how long to measure."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import make_url

from benchmarks.data import Scale
from benchmarks.serving import Server, serve
from config import Config

_SECRETS: Final = {
    "SECRET_KEY": "benchmark",
    "SECURITY_PASSWORD_SALT": "benchmark",
    "PERSONAL_DATA_KEYS": "wQ1kK3Zs5W8b1cGv4q7m2n9x0y6t5r4e3w2q1a0s9d8=",
    "LOOKUP_KEY": "bG9va3VwLWtleS1mb3ItdGVzdHMtb25seS0wMDAwMDA=",
}
"""Known to everybody: what they protect here is made up. Keys are those of the tests, as a process has one set."""


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
        return Config(
            secret_key=_SECRETS["SECRET_KEY"],
            password_salt=_SECRETS["SECURITY_PASSWORD_SALT"],
            personal_data_keys=(_SECRETS["PERSONAL_DATA_KEYS"],),
            lookup_key=_SECRETS["LOOKUP_KEY"],
            database_url=self.url,
            instance_path=self.folder,
        )


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
    return {**os.environ, **_SECRETS, **place, "TRUSTED_PROXIES": "1"}
