"""Every kind of import, by name."""

from collections.abc import Mapping
from typing import Final

from marketplace.workflows.imports.kind import Kind
from marketplace.workflows.imports.regions import REGIONS

KINDS: Final[Mapping[str, Kind]] = {kind.name: kind for kind in (REGIONS,)}
"""In the order in which a first load brings them."""
