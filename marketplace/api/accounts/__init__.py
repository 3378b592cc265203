"""Sign-in state, tokens, organisations, members, posts and invitations over HTTP."""

from marketplace.api.accounts import invitations, officers, organisations, session, tokens
from marketplace.api.parsing import Blueprint

blueprints: tuple[Blueprint, ...] = (
    session.blueprint,
    tokens.blueprint,
    organisations.blueprint,
    officers.blueprint,
    invitations.blueprint,
)

__all__ = ["blueprints"]
