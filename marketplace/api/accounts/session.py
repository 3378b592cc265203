"""Who is signed in, and how they want to be addressed."""

from typing import Any

from marketplace.accounts import queries
from marketplace.accounts.service import users
from marketplace.api.access import current_actor, now, signed_in
from marketplace.api.accounts import schemas
from marketplace.api.parsing import Blueprint
from marketplace.transaction import transaction

blueprint = Blueprint("session", __name__, description="Who is signed in")


@blueprint.get("/session")
@signed_in
@blueprint.response(200, schemas.SessionSchema)
def get_session() -> Any:
    """Tell who is signed in, with memberships, posts and permissions."""
    return queries.get_session(current_actor())


@blueprint.patch("/session")
@signed_in
@blueprint.arguments(schemas.SessionUpdateSchema, as_kwargs=True)
@blueprint.response(200, schemas.SessionSchema)
def change_language(*, language: str) -> Any:
    """Change the language in which one is addressed."""
    with transaction():
        users.change_language(language, actor=current_actor(), now=now())
        return queries.get_session(current_actor())
