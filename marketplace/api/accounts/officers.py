"""Posts in a region, and the users who are administered there."""

from typing import Any

from marketplace.accounts.queries.officers import list_posts, list_users
from marketplace.accounts.rules import Duty
from marketplace.accounts.service import appointments
from marketplace.api.access import current_actor, needs, now
from marketplace.api.accounts import schemas
from marketplace.api.idempotency import idempotent
from marketplace.api.pages import page_of, read_cursor
from marketplace.api.parsing import Blueprint
from marketplace.kernel.permissions import Permission as P
from marketplace.transaction import transaction

blueprint = Blueprint("officers", __name__, description="Posts of a region and the users of its organisations")


@blueprint.get("/posts")
@needs(P.ACCOUNTS_ADMINISTER)
@blueprint.arguments(schemas.PostQuerySchema, location="query", as_kwargs=True)
@blueprint.response(200, schemas.PostPageSchema)
def list_live_posts(*, region_code: str, limit: int, after: str | None) -> Any:
    """List the posts of a region and all below."""
    (last,) = read_cursor(after, int) or (0,)
    rows = list_posts(region_code=region_code, actor=current_actor(), after=last, limit=limit + 1)
    return page_of(rows, limit=limit, key=lambda row: (row.id,))


@blueprint.post("/posts")
@needs(P.ACCOUNTS_ADMINISTER)
@idempotent
@blueprint.arguments(schemas.PostCreateSchema, as_kwargs=True)
@blueprint.response(201, schemas.AppointedSchema)
def appoint(*, user_id: int, region_code: str, duty: Duty) -> Any:
    """Give a duty to somebody who works in one's regions already; whoever does not is invited."""
    with transaction():
        return appointments.appoint(
            user_id=user_id, region_code=region_code, duty=duty, actor=current_actor(), now=now()
        )


@blueprint.delete("/posts/<int:post_id>")
@needs(P.ACCOUNTS_ADMINISTER)
@blueprint.response(204)
def end(post_id: int) -> None:
    """End somebody's post in one's region; one's own stays."""
    with transaction():
        appointments.end_post(post_id, actor=current_actor(), now=now())


@blueprint.get("/users")
@needs(P.ACCOUNTS_ADMINISTER)
@blueprint.arguments(schemas.UserQuerySchema, location="query", as_kwargs=True)
@blueprint.response(200, schemas.UserPageSchema)
def list_administered(*, q: str | None, limit: int, after: str | None) -> Any:
    """List the users with a post or membership in one's regions."""
    (last,) = read_cursor(after, int) or (0,)
    rows = list_users(actor=current_actor(), q=q, after=last, limit=limit + 1)
    return page_of(rows, limit=limit, key=lambda row: (row.id,))
