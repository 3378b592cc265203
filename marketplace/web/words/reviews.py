"""The words of staff's work queue and of the reviews of suppliers and products."""

from collections.abc import Mapping
from typing import Final

REVIEWS: Final[Mapping[str, tuple[str, str]]] = {}
