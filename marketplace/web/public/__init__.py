"""What anybody may see: the home page with the published figures of a region and year."""

from marketplace.web.public.views import blueprint

__all__ = ["blueprint"]
