"""Whether `flask serve` of an instance runs: it holds a lock that the system lets go of, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from marketplace.kernel.errors import Conflict

_NAME: Final = "serve.lock"


class Serving(Conflict):
    """The instance is being served, and its database is needed."""

    code = "serve.runs"
    zh = "flask serve（make run）正在使用 {instance}，请先在运行它的终端按 Ctrl-C；它会连同数据库一起停止，数据保留"
    en = (
        "flask serve (make run) is serving {instance}: press Ctrl-C where it runs; it stops the database too, data stay"
    )


@contextmanager
def held(instance: Path) -> Iterator[None]:
    """Hold the instance for one `flask serve`; a file that a killed one left holds nothing.

    :raises Serving: another one runs.
    """
    instance.mkdir(parents=True, exist_ok=True)
    # The programs that serve starts do not inherit the descriptor, so none of them outlives it as a holder.
    descriptor = os.open(instance / _NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Serving(instance=str(instance)) from None
    else:
        yield
    finally:
        os.close(descriptor)
