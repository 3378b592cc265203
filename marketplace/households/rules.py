"""Categories, mechanisms, states of linkages and roster versions, a version as it is told, how heads are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from marketplace.households.errors import (
    LotWithoutProduct,
    MemberRepeated,
    RosterEmpty,
    RosterPeriodEmpty,
    SharesExceedWhole,
)
from marketplace.kernel.errors import DomainError
from marketplace.kernel.money import BASIS_POINTS
from marketplace.kernel.text import mask


class HouseholdCategory(StrEnum):
    """How a household is registered."""

    REGISTERED_POOR = "registered_poor"
    LIFTED_OUT = "lifted_out"
    UNSTABLE = "unstable"
    """Monitored: lifted out, but unstably."""
    MARGINAL = "marginal"
    """Monitored: at the margin of falling into poverty."""
    SUDDEN_HARDSHIP = "sudden_hardship"
    """Monitored: a sudden severe hardship."""


class Mechanism(StrEnum):
    """How a supplier's business reaches a household."""

    DIRECT_PURCHASE = "direct_purchase"
    CONTRACT_FARMING = "contract_farming"
    EMPLOYMENT = "employment"
    DIVIDEND = "dividend"
    LAND_LEASE = "land_lease"
    CUSTODY = "custody"
    OTHER = "other"


class LinkageState(StrEnum):
    """Whether a linkage has been checked."""

    ENTERED = "entered"
    VERIFIED = "verified"
    SENT_BACK = "sent_back"
    ENDED = "ended"


LINKAGE_MOVES: Final[Mapping[LinkageState, frozenset[LinkageState]]] = {
    LinkageState.ENTERED: frozenset({LinkageState.VERIFIED, LinkageState.SENT_BACK}),
    LinkageState.VERIFIED: frozenset({LinkageState.ENDED}),
    LinkageState.SENT_BACK: frozenset({LinkageState.ENTERED}),
    LinkageState.ENDED: frozenset(),
}


STAFF_ACTIONS: Final[Mapping[LinkageState, Sequence[str]]] = {
    LinkageState.ENTERED: ("verify", "send_back"),
    LinkageState.VERIFIED: ("end",),
}
"""What staff of the household's region may ask of a linkage."""

SUPPLIER_ACTIONS: Final[Mapping[LinkageState, Sequence[str]]] = {
    LinkageState.VERIFIED: ("end",),
    LinkageState.SENT_BACK: ("mend",),
}
"""What its supplier may ask of a linkage."""


class RosterState(StrEnum):
    """Where a roster version stands; only an approved one applies to sales."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    SENT_BACK = "sent_back"
    """Mended by submitting another version."""
    UNDONE = "undone"
    """Approved by an import that was taken back; never applies again."""


ROSTER_MOVES: Final[Mapping[RosterState, frozenset[RosterState]]] = {
    RosterState.SUBMITTED: frozenset({RosterState.APPROVED, RosterState.SENT_BACK}),
    RosterState.APPROVED: frozenset({RosterState.UNDONE}),
    RosterState.SENT_BACK: frozenset(),
    RosterState.UNDONE: frozenset(),
}

ROSTER_ACTIONS: Final[Mapping[RosterState, Sequence[str]]] = {RosterState.SUBMITTED: ("approve", "send_back")}
"""What staff of the supplier's county may ask of a version; an import alone is undone."""


def name_purpose(household_number: str) -> str:
    """Name the place that a head's sealed name belongs to, and opens in alone."""
    return f"household.head_name {household_number}"


def identity_purpose(household_number: str) -> str:
    """Name the place that a head's sealed identity number belongs to, and opens in alone."""
    return f"household.head_identity {household_number}"


def mask_name(name: str) -> str:
    """Show the first character of a name and not how many follow: 张**."""
    return f"{name[:1]}**"


def mask_identity(identity_number: str) -> str:
    """Show the first and the last four characters of an identity number: 6210**********1234."""
    return mask(identity_number, keep_first=4, keep_last=4)


@dataclass(frozen=True, slots=True)
class NewMember:
    """A household on a version as it is told, by its number, with its weight in the pool."""

    household_number: str
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRosterVersion:
    """A roster version as a supplier tells it; the last day still holds, `None` is open."""

    supplier: str
    """Its credit code."""
    product_number: str | None = None
    lot_number: str | None = None
    mechanism: Mechanism
    household_share_bp: int
    village_share_bp: int = 0
    from_on: date
    last_on: date | None = None
    members: Sequence[NewMember]

    def list_problems(self) -> dict[str, list[DomainError]]:
        """List what is wrong with it in itself, by field."""
        wrong: dict[str, list[DomainError]] = {}
        if not self.members:
            wrong["members"] = [RosterEmpty()]
        if self.lot_number is not None and self.product_number is None:
            wrong["lot_number"] = [LotWithoutProduct()]
        if self.last_on is not None and self.last_on < self.from_on:
            wrong["last_on"] = [RosterPeriodEmpty()]
        if self.household_share_bp + self.village_share_bp > BASIS_POINTS:
            wrong["village_share_bp"] = [SharesExceedWhole()]
        first: dict[str, int] = {}
        for place, member in enumerate(self.members):
            before = first.setdefault(member.household_number, place)
            if before != place:
                wrong[f"members.{place}.household_number"] = [MemberRepeated(first_row=before + 1)]
        return wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmasked:
    """A head's personal data, shown to one person for one reason."""

    household_number: str
    head_name: str = field(repr=False)
    head_identity_number: str = field(repr=False)
