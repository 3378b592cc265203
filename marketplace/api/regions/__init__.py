"""Regions over HTTP."""

from marketplace.api.regions.views import blueprint

__all__ = ["blueprint"]
