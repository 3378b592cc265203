"""The words of administration."""

from collections.abc import Mapping
from typing import Final

ADMIN: Final[Mapping[str, tuple[str, str]]] = {}
