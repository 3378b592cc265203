"""The pages of administrators, and of those who manage an organisation: people, posts, members, audit trail, jobs."""

from marketplace.web.admin import invitations as _invitations
from marketplace.web.admin import jobs as _jobs
from marketplace.web.admin import lines as _lines
from marketplace.web.admin import members as _members
from marketplace.web.admin import organisations as _organisations
from marketplace.web.admin import posts as _posts
from marketplace.web.admin import users as _users
from marketplace.web.admin.start import blueprint

PAGES = (_users, _posts, _organisations, _members, _invitations, _lines, _jobs)
"""Every module that adds pages to the blueprint."""

__all__ = ["PAGES", "blueprint"]
