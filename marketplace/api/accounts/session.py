"""Who is signed in."""

from typing import Any

from flask_smorest import Blueprint

from marketplace.accounts import queries
from marketplace.api.access import current_actor, signed_in
from marketplace.api.accounts.schemas import SessionSchema

blueprint = Blueprint("session", __name__, description="Who is signed in")


@blueprint.route("/session")
@signed_in
@blueprint.response(200, SessionSchema)
def get_session() -> Any:
    """Tell who is signed in, with memberships, posts and permissions."""
    return queries.get_session(current_actor())
