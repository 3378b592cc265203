"""What anybody may see: the home page and statistics with the published figures of a region and year, and traces."""

from marketplace.web.public import statistics as _statistics
from marketplace.web.public import tracing as _tracing
from marketplace.web.public.views import blueprint

PAGES = (_statistics, _tracing)
"""Every module that adds pages to the blueprint."""

__all__ = ["PAGES", "blueprint"]
