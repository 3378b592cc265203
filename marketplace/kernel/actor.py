"""Who acts: a value passed into every verb, with what they may do and where."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from marketplace.kernel.errors import Forbidden, NotFound
from marketplace.kernel.permissions import Permission


class PermissionMissing(Forbidden):
    """The caller is known and does not hold the permission anywhere."""

    code = "permission.missing"
    zh = "您没有“{permission}”权限；需要的话请联系本单位或本区域的管理员"
    en = "You do not hold the permission “{permission}”; ask an administrator of your organisation or region for it"


class Via(StrEnum):
    """The door a request came through."""

    WEB = "web"
    API = "api"
    CLI = "cli"
    JOB = "job"


@dataclass(frozen=True, slots=True)
class Grant:
    """One permission over one organisation's things, or over a region and all below (`""` is the nation)."""

    permission: Permission
    organisation_id: int | None = None
    region_prefix: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or the program itself, with grants; `is_unrestricted` is the command line and the jobs."""

    name: str
    via: Via
    user_id: int | None = None
    grants: frozenset[Grant] = frozenset()
    is_unrestricted: bool = False
    language: str = "zh"
    address: str | None = None

    def has(self, permission: Permission) -> bool:
        """Tell whether the permission is held anywhere."""
        return self.is_unrestricted or any(grant.permission is permission for grant in self.grants)

    def organisation_ids(self, permission: Permission) -> list[int]:
        """List the organisations over whose things the permission is held, in id order."""
        return sorted({g.organisation_id for g in self.grants if g.permission is permission and g.organisation_id})

    def region_prefixes(self, permission: Permission) -> list[str]:
        """List the region prefixes under which the permission is held; `[""]` is everywhere."""
        if self.is_unrestricted:
            return [""]
        return sorted(
            {g.region_prefix for g in self.grants if g.permission is permission and g.region_prefix is not None}
        )

    def covers(
        self, permission: Permission, *, organisation_ids: Iterable[int] = (), region_codes: Iterable[str] = ()
    ) -> bool:
        """Tell whether a grant reaches one of these organisations or region codes."""
        if self.is_unrestricted or not set(organisation_ids).isdisjoint(self.organisation_ids(permission)):
            return True
        prefixes = tuple(self.region_prefixes(permission))
        return any(code.startswith(prefixes) for code in region_codes)

    def require(self, permission: Permission) -> None:
        """Refuse who does not hold the permission anywhere.

        :raises Forbidden: naming the permission.
        """
        if not self.has(permission):
            raise PermissionMissing(permission=permission.value)

    def require_over(
        self,
        permission: Permission,
        unknown: NotFound,
        *,
        organisation_ids: Iterable[int] = (),
        region_codes: Iterable[str] = (),
    ) -> None:
        """Refuse who does not hold the permission over a thing, in the words for one that does not exist.

        :raises Forbidden: if the permission is held nowhere.
        :raises NotFound: `unknown`, if it is held, but not here.
        """
        self.require(permission)
        if not self.covers(permission, organisation_ids=organisation_ids, region_codes=region_codes):
            raise unknown


def system(via: Via = Via.JOB) -> Actor:
    """Make the actor of jobs and of the command line, which act as the administrator."""
    return Actor(name="system" if via is Via.JOB else "administrator", via=via, is_unrestricted=True)
