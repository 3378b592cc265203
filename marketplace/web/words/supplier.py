"""The words of the supplier centre."""

from collections.abc import Mapping
from typing import Final

SUPPLIER: Final[Mapping[str, tuple[str, str]]] = {}
