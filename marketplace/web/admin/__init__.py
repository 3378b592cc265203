"""The pages of administrators: users, posts, invitations, audit trail, jobs."""

from marketplace.web.admin.start import blueprint

PAGES = ()
"""Every module that adds pages to the blueprint."""

__all__ = ["PAGES", "blueprint"]
