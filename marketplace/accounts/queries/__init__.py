"""Reads of accounts, by noun."""

from marketplace.accounts.queries.actors import find_user_by_token, get_actor, get_session, list_tokens

__all__ = ["find_user_by_token", "get_actor", "get_session", "list_tokens"]
