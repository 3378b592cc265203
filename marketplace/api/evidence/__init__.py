"""Files that prove something over HTTP."""

from marketplace.api.evidence.views import blueprint

__all__ = ["blueprint"]
