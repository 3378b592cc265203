"""Imports over HTTP: upload, watch, commit, undo."""

from marketplace.api.imports.views import blueprint

__all__ = ["blueprint"]
