"""Bearer tokens of the caller's programs."""

from typing import Any

from marketplace.accounts import queries
from marketplace.accounts.service import tokens
from marketplace.api.access import current_actor, now, signed_in
from marketplace.api.accounts import schemas
from marketplace.api.idempotency import idempotent
from marketplace.api.parsing import Blueprint
from marketplace.transaction import transaction

blueprint = Blueprint("tokens", __name__, description="Bearer tokens of one's own programs")


@blueprint.get("/tokens")
@signed_in
@blueprint.response(200, schemas.TokenListSchema)
def list_own() -> Any:
    """List one's live tokens, newest first."""
    return {"items": queries.list_tokens(user_id=current_actor().user_id or 0, now=now())}


@blueprint.post("/tokens")
@signed_in
@idempotent
@blueprint.arguments(schemas.TokenCreateSchema, as_kwargs=True)
@blueprint.response(201, schemas.IssuedTokenSchema)
def issue(*, name: str, days: int) -> Any:
    """Issue a token; its text is shown this once."""
    actor = current_actor()
    with transaction():
        row, token = tokens.issue(user_id=actor.user_id or 0, name=name, days=days, actor=actor, now=now())
        return {
            "id": row.id,
            "name": row.name,
            "created_at": row.created_at,
            "expires_at": row.expires_at,
            "last_used_at": None,
            "token": token,
        }


@blueprint.delete("/tokens/<int:token_id>")
@signed_in
@blueprint.response(204)
def revoke(token_id: int) -> None:
    """Revoke one of one's tokens: it stops working at once."""
    with transaction():
        tokens.revoke(token_id, actor=current_actor(), now=now())
