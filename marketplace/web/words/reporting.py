"""The words of sales reports."""

from collections.abc import Mapping
from typing import Final

REPORTING: Final[Mapping[str, tuple[str, str]]] = {}
