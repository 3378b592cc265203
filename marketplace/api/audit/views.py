"""Audit lines over HTTP: who did what, when, from what to what, and why."""

from typing import Any

from marshmallow import fields

from marketplace.api.access import current_actor, needs
from marketplace.api.fields import PageQuerySchema, QueryCount, Schema, Text
from marketplace.api.pages import page_of, read_cursor
from marketplace.api.parsing import Blueprint
from marketplace.audit.queries import LineFilter, list_lines
from marketplace.kernel.permissions import Permission as P

blueprint = Blueprint("audit", __name__, description="One line for every write, never changed")


class LineQuerySchema(PageQuerySchema):
    """What narrows a list of lines."""

    subject = Text(longest=50, load_default=None, metadata={"description": "what was written, such as `order`"})
    subject_id = Text(longest=50, load_default=None)
    action = Text(longest=100, load_default=None, metadata={"description": "how the action begins, such as `order.`"})
    user_id = QueryCount(least=1, most=2**63 - 1, load_default=None)
    from_at = fields.AwareDateTime(load_default=None, metadata={"description": "this moment and later"})
    to_at = fields.AwareDateTime(load_default=None, metadata={"description": "before this moment"})


class LineSchema(Schema):
    """One write; the network address it came from stays in the table."""

    id = fields.Integer()
    at = fields.DateTime()
    action = fields.String()
    subject = fields.String()
    subject_id = fields.String()
    user_id = fields.Integer(allow_none=True)
    actor_name = fields.String()
    via = fields.String()
    before = fields.Dict(allow_none=True)
    after = fields.Dict(allow_none=True)
    reason = fields.String(allow_none=True)
    organisation_ids = fields.List(fields.Integer())
    region_code = fields.String(allow_none=True)


class LinePageSchema(Schema):
    """A page of lines."""

    items = fields.List(fields.Nested(LineSchema))
    next = fields.String(allow_none=True)


@blueprint.get("/audit-lines")
@needs(P.AUDIT_READ)
@blueprint.arguments(LineQuerySchema, location="query", as_kwargs=True)
@blueprint.response(200, LinePageSchema)
def list_written(*, limit: int, after: str | None, **narrowed: Any) -> Any:
    """List the lines of one's organisations and regions, newest first."""
    (before,) = read_cursor(after, int) or (None,)
    rows = list_lines(LineFilter(**narrowed), actor=current_actor(), before=before, limit=limit + 1)
    return page_of(rows, limit=limit, key=lambda row: (row.id,))
