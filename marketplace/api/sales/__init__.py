"""Sales and look-alikes over HTTP."""

from marketplace.api.sales.views import blueprint

__all__ = ["blueprint"]
