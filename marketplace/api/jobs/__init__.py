"""Background jobs over HTTP."""

from marketplace.api.jobs.views import blueprint

__all__ = ["blueprint"]
