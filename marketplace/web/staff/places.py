"""Where an officer looks: the regions of their posts, and one below them that the address asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from marketplace.kernel.actor import Actor
from marketplace.kernel.days import day_of
from marketplace.kernel.permissions import Permission
from marketplace.regions.queries import RegionRow, list_regions, names_of
from marketplace.regions.rules import code_of, path_to, prefix_of
from marketplace.web.access import now
from marketplace.web.places import asked_region

_MOST: Final = 400


@dataclass(frozen=True, slots=True)
class Places:
    """The region that is looked at, what lies between it and the officer's own, and what lies below it."""

    chosen: str | None
    """A canonical code; `None` looks at all of the officer's regions."""
    path: Sequence[tuple[str, str]]
    """Code and name of every region from the officer's own down to the chosen one."""
    below: Sequence[RegionRow]

    @property
    def prefix(self) -> str:
        """The prefix of every code in the chosen region; empty without one."""
        return prefix_of(self.chosen) if self.chosen else ""


def places(permission: Permission, *, actor: Actor, deepest: int = 12) -> Places:
    """Read the region asked for, if it is the officer's, down to a level: two statements."""
    chosen, own, today = asked_region(permission, actor=actor), _own(permission, actor), day_of(now())
    top = chosen or (own[0] if len(own) == 1 else None)
    if top is None:
        names = names_of(own, on=today)
        return Places(None, [], [RegionRow(code, names.get(code, code), 0) for code in own])
    above = [code for code in path_to(top) if any(code.startswith(prefix_of(one)) for one in own)]
    names = names_of(above, on=today)
    below = list_regions(parent=top, on=today, limit=_MOST)
    return Places(
        chosen, [(code, names.get(code, code)) for code in above], [row for row in below if row.level <= deepest]
    )


def _own(permission: Permission, actor: Actor) -> list[str]:
    """Tell the codes of the regions of an officer's posts, without those that lie in another of them."""
    prefixes = actor.region_prefixes(permission)
    outermost = [one for one in prefixes if not any(one != other and one.startswith(other) for other in prefixes)]
    return [code_of(one) for one in outermost]
