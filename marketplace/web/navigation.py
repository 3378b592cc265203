"""Where a person can go: links by audience, those that their roles and posts open."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import request

from marketplace.kernel.actor import Grant
from marketplace.kernel.permissions import Permission as P
from marketplace.web.access import find_actor


@dataclass(frozen=True, slots=True)
class Link:
    """A way to a page: its word, its endpoint, and the permissions of which one opens it."""

    word: str
    endpoint: str
    permissions: frozenset[P]

    @property
    def is_here(self) -> bool:
        """Whether this is the page that is shown."""
        return request.endpoint == self.endpoint


@dataclass(frozen=True, slots=True)
class Section:
    """The links of an audience; they are opened by roles in organisations or else by posts in government."""

    word: str
    is_of_members: bool
    links: Sequence[Link]


_BUYS: Final = frozenset({P.ORDERS_PLACE, P.ORDERS_APPROVE, P.ORDERS_RECEIVE})

SECTIONS: Final[Sequence[Section]] = ()
"""Every audience with its pages, in the order in which a person meets them."""


def sections() -> list[Section]:
    """List what is open to whoever is signed in; nothing for others."""
    actor = find_actor()
    if actor is None:
        return []
    return [
        Section(section.word, section.is_of_members, links)
        for section in SECTIONS
        if (links := [link for link in section.links if _opens(link, section, actor.grants)])
    ]


def _opens(link: Link, section: Section, grants: frozenset[Grant]) -> bool:
    return any(
        grant.permission in link.permissions and (grant.organisation_id is not None) == section.is_of_members
        for grant in grants
    )
