"""The words of the household register, linkages and rosters."""

from collections.abc import Mapping
from typing import Final

REGISTER: Final[Mapping[str, tuple[str, str]]] = {}
