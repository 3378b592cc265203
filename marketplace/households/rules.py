"""Categories of household, mechanisms of linkage, states of linkages and roster versions."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


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


MONITORED: Final = frozenset(
    {HouseholdCategory.UNSTABLE, HouseholdCategory.MARGINAL, HouseholdCategory.SUDDEN_HARDSHIP}
)


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
