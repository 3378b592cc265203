"""The words of the trace pages."""

from collections.abc import Mapping
from typing import Final

TRACING: Final[Mapping[str, tuple[str, str]]] = {}
