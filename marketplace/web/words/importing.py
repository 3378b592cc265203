"""The words of the import wizard."""

from collections.abc import Mapping
from typing import Final

IMPORTING: Final[Mapping[str, tuple[str, str]]] = {}
