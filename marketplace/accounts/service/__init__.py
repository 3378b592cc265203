"""Verbs of accounts, by noun."""

from marketplace.accounts.service.tokens import hash_token, issue_token

__all__ = ["hash_token", "issue_token"]
