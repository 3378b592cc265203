"""The words of the figures explorer, of published statistics and of bulletins."""

from collections.abc import Mapping
from typing import Final

EXPLORER: Final[Mapping[str, tuple[str, str]]] = {}
