"""The words of bank lines and their matches."""

from collections.abc import Mapping
from typing import Final

BANK: Final[Mapping[str, tuple[str, str]]] = {}
