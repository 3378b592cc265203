"""Verbs of rosters: submit a version, approve it, send it back, take back what an import approved."""

from marketplace.households.service.rosters.deciding import approve, send_back
from marketplace.households.service.rosters.submitting import submit
from marketplace.households.service.rosters.undoing import Undone, undo_batch

__all__ = ["Undone", "approve", "send_back", "submit", "undo_batch"]
