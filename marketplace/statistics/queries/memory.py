"""What a process remembers between questions: as much as fits, what was not asked for the longest forgotten first.

It holds only what cannot be wrong: something that never changes, or something together with what tells whether it is
still so. Each database has a memory of its own.
"""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from marketplace.db import db

MOST_BYTES: Final = 2**30
"""A city takes a few million; a nation's rosters take 80, its sizes 50 for each month in which some have changed."""


class Memory:
    """Values by key, each with its size in bytes."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()
        self.bytes = 0
        """How much is remembered."""

    def find(self, key: Hashable) -> Any | None:
        """Find what is remembered under a key."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
            return found[0]

    def keep(self, key: Hashable, value: Any, size: int) -> None:
        """Remember a value in place of an earlier one, and forget others if it is too much."""
        with self._lock:
            self.bytes -= self._kept.pop(key, (None, 0))[1]
            self._kept[key] = (value, size)
            self.bytes += size
            while self.bytes > self._most_bytes:
                _, (_, forgotten) = self._kept.popitem(last=False)
                self.bytes -= forgotten


_memories: WeakKeyDictionary[Engine, Memory] = WeakKeyDictionary()


def memory() -> Memory:
    """Tell the memory of the database that is asked."""
    return _memories.setdefault(db.session.get_bind().engine, Memory())
