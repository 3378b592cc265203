"""Signing in as a person sees it: the pages of the sign-in library in our words, and one's own account."""

from marketplace.web.account import invitations as _invitations
from marketplace.web.account.dress import dress
from marketplace.web.account.invitations import limit
from marketplace.web.account.views import blueprint

PAGES = (_invitations,)
"""Every module that adds pages to the blueprint."""

__all__ = ["PAGES", "blueprint", "dress", "limit"]
