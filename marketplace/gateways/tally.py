"""How often each caller came in the last minute, counted in the memory of one worker.

The library's own memory storage starts a thread at almost every request to throw away what is over; here that is done
now and then by a request itself.
"""

import time
from threading import Lock
from typing import Final

from limits.storage import Storage

ADDRESS: Final = "worker://"
"""Under which the library finds it."""
_FEW: Final = 1_000


class Tally(Storage):
    """Counts by key, each for a span of time from its first hit on."""

    STORAGE_SCHEME = ["worker"]  # noqa: RUF012  the library declares it so

    def __init__(self, uri: str | None = None, *, wrap_exceptions: bool = False, **options: str) -> None:
        """Begin with nothing counted."""
        super().__init__(uri, wrap_exceptions=wrap_exceptions, **options)
        self._counted: dict[str, tuple[int, int]] = {}
        self._sweep_beyond = _FEW
        self._lock = Lock()

    @property
    def base_exceptions(self) -> type[Exception]:
        """The errors that counting may end in."""
        return ValueError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count further, for `expiry` seconds from the first hit on, and tell the count."""
        now = int(time.time())
        with self._lock:
            count, ends_at = self._counted.get(key, (0, 0))
            if ends_at <= now:
                count, ends_at = 0, now + expiry
                self._sweep(now)
            self._counted[key] = (count + amount, ends_at)
        return count + amount

    def get(self, key: str) -> int:
        """Tell a count."""
        count, ends_at = self._counted.get(key, (0, 0))
        return count if ends_at > int(time.time()) else 0

    def get_expiry(self, key: str) -> int:
        """Tell when a count ends."""
        return self._counted.get(key, (0, int(time.time())))[1]

    def check(self) -> bool:
        """Tell that counting works."""
        return True

    def reset(self) -> int:
        """Forget everything and tell how much that was."""
        with self._lock:
            forgotten = len(self._counted)
            self._counted.clear()
        return forgotten

    def clear(self, key: str) -> None:
        """Forget a count."""
        with self._lock:
            self._counted.pop(key, None)

    def _sweep(self, now: int) -> None:
        """Throw away what is over, once twice as much is kept as was left by the last time."""
        if len(self._counted) < self._sweep_beyond:
            return
        self._counted = {key: counted for key, counted in self._counted.items() if counted[1] > now}
        self._sweep_beyond = max(_FEW, 2 * len(self._counted))
