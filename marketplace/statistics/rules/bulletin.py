"""What a yearly bulletin holds: facts only; `wording` and `tables` say them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from marketplace.statistics.rules.checks import Finding
from marketplace.statistics.rules.units import change_bp, rate_bp

EAST_WEST_TAG: Final = "东西部协作"
"""The glossary's tag of East-West cooperation, under which partner provinces are found."""

Figures = Mapping[str, Any]
_NOTHING: Final[Figures] = dict.fromkeys(
    ("sales_fen", "certified_fen", "benefiting_fen", "attributed_fen", "households", "persons"), 0
)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of what there were; households are those registered on the last day."""

    suppliers: int
    products: int
    batches: int
    events: int
    outlets: int
    registered_households: int


@dataclass(frozen=True, slots=True)
class Agreements:
    """Agreements signed in the year: all (`tag` is null) or those with a tag."""

    tag: str | None
    agreements: int
    signed_fen: int
    fulfilled_fen: int


@dataclass(frozen=True, slots=True)
class Partner:
    """A province that buys from the region or sells for it under East-West cooperation."""

    region_code: str
    name: str
    halls: int
    other_outlets: int
    purchases_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """A region's year, of a running one what is known on its last day so far."""

    region_code: str
    region_name: str
    year: int
    last_on: date
    """The year's last day, or today while the year runs."""
    is_running: bool
    cut_off: datetime
    """The moment up to which facts were counted."""
    whole: Figures
    whole_base: Figures
    """The year before; while the year runs, the same months of it."""
    channels: Mapping[str, Figures]
    channels_base: Mapping[str, Figures]
    counts: Counts
    covered_households: int
    evidenced_households: int
    new_outlets: int
    agreements: Sequence[Agreements]
    partners: Sequence[Partner]
    checks: Sequence[Finding]
    """The self-checks of these figures against one another."""

    def channel(self, name: str) -> Figures:
        """Tell the figures of a channel, zeros if nothing was sold through it."""
        return self.channels.get(name, _NOTHING)

    def channel_base_fen(self, name: str) -> int:
        """Tell the sales of a channel a year before."""
        return int(self.channels_base.get(name, _NOTHING)["sales_fen"])

    def channel_change_bp(self, name: str) -> int | None:
        """Tell by how much a channel's sales changed; unknown if there were none a year before."""
        return change_bp(self.channel(name)["sales_fen"], self.channel_base_fen(name))

    @property
    def change_bp(self) -> int | None:
        """By how much all sales changed against the year before."""
        return change_bp(self.whole["sales_fen"], self.whole_base["sales_fen"])

    @property
    def coverage_bp(self) -> int | None:
        """Which part of the region's registered households was reached."""
        return rate_bp(self.covered_households, self.counts.registered_households)

    @property
    def is_coverage_tiny(self) -> bool:
        """Whether some were reached, but fewer than the hundredth of a percent that is told."""
        return self.covered_households > 0 and self.coverage_bp == 0

    def signed(self) -> tuple[Agreements | None, Sequence[Agreements], Sequence[Agreements]]:
        """Tell all agreements signed, the tags that every one of them carries, and those that only some do."""
        whole = next((row for row in self.agreements if row.tag is None and row.agreements), None)
        tagged = [row for row in self.agreements if row.tag is not None]
        everywhere = [row for row in tagged if whole and row.agreements == whole.agreements]
        return whole, everywhere, [row for row in tagged if row not in everywhere]


BULLETIN_DEFINITIONS: Final = (
    "sales.v1",
    "sales.certified.v1",
    "sales.benefiting.v1",
    "sales.unattributed.v1",
    "income.attributed.v1",
    "income.evidenced.v1",
    "households.v1",
    "persons.v1",
    "household_times.v1",
    "households.evidenced.v1",
    "coverage.v1",
    "suppliers.certified.v1",
    "products.certified.v1",
    "batches.v1",
    "events.v1",
    "outlets.v1",
    "agreements.signed.v1",
    "agreements.fulfilled.v1",
)
"""The definitions a bulletin rests on, listed under it."""
