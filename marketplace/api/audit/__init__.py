"""Audit lines over HTTP."""

from marketplace.api.audit.views import blueprint

__all__ = ["blueprint"]
