"""What goes in and out of accounts."""

from marshmallow import fields

from marketplace.accounts.rules import Duty, MemberRole, OrganisationKind
from marketplace.api.fields import Count, PageQuerySchema, Schema, Text


class MembershipSchema(Schema):
    """A person's role in an organisation."""

    id = fields.Integer()
    user_id = fields.Integer()
    user_name = fields.String()
    organisation_id = fields.Integer()
    organisation_name = fields.String()
    role = fields.Enum(MemberRole, by_value=True)
    created_at = fields.DateTime()


class PostSchema(Schema):
    """An officer's duty in a region."""

    id = fields.Integer()
    user_id = fields.Integer()
    user_name = fields.String()
    region_code = fields.String()
    duty = fields.Enum(Duty, by_value=True)
    created_at = fields.DateTime()


class SessionSchema(Schema):
    """Who is signed in."""

    user_id = fields.Integer()
    name = fields.String()
    email = fields.String()
    language = fields.String()
    has_second_factor = fields.Boolean()
    memberships = fields.List(fields.Nested(MembershipSchema))
    posts = fields.List(fields.Nested(PostSchema))
    permissions = fields.List(fields.String())


class TokenCreateSchema(Schema):
    """A token to issue."""

    name = Text(required=True, longest=100)
    days = Count(least=1, most=365, load_default=90)


class TokenSchema(Schema):
    """A token as it is listed: never its text."""

    id = fields.Integer()
    name = fields.String()
    created_at = fields.DateTime()
    expires_at = fields.DateTime()
    last_used_at = fields.DateTime()


class IssuedTokenSchema(TokenSchema):
    """A token right after it was issued: the only time its text is shown."""

    token = fields.String()


class TokenListSchema(Schema):
    """The live tokens of the caller."""

    items = fields.List(fields.Nested(TokenSchema))


class OrganisationCreateSchema(Schema):
    """An organisation to register."""

    uscc = Text(required=True, longest=40)
    name = Text(required=True, longest=200)
    kind = fields.Enum(OrganisationKind, by_value=True, required=True)
    region_code = Text(required=True, longest=12)


class OrganisationUpdateSchema(Schema):
    """What may change of an organisation."""

    name = Text(longest=200)
    order_approval = Count(most=10**12, allow_none=True, metadata={"description": "in fen"})


class OrganisationSchema(Schema):
    """An organisation."""

    id = fields.Integer()
    uscc = fields.String()
    name = fields.String()
    kind = fields.Enum(OrganisationKind, by_value=True)
    region_code = fields.String()
    order_approval_fen = fields.Integer()
    created_at = fields.DateTime()


class OrganisationQuerySchema(PageQuerySchema):
    """Which organisations to list."""

    q = Text(longest=100, load_default=None)
    kind = fields.Enum(OrganisationKind, by_value=True, load_default=None)


class OrganisationPageSchema(Schema):
    """A page of organisations."""

    items = fields.List(fields.Nested(OrganisationSchema))
    next = fields.String()


class InvitationCreateSchema(Schema):
    """A membership or a post to offer by mail."""

    email = fields.Email(required=True, error_messages={"invalid": "email.wrong"})
    organisation_id = Count(least=1, most=2**62, load_default=None)
    role = fields.Enum(MemberRole, by_value=True, load_default=None)
    region_code = Text(longest=12, load_default=None)
    duty = fields.Enum(Duty, by_value=True, load_default=None)


class InvitationSchema(Schema):
    """An invitation as its sender sees it; the link goes by mail only."""

    id = fields.Integer()
    email = fields.String()
    organisation_id = fields.Integer()
    role = fields.Enum(MemberRole, by_value=True)
    region_code = fields.String()
    duty = fields.Enum(Duty, by_value=True)
    expires_at = fields.DateTime()


class AcceptanceSchema(Schema):
    """An invitation taken up: a new person brings name and password, a known one the password they have."""

    token = Text(required=True, longest=200)
    name = Text(longest=100, load_default=None)
    password = fields.String(required=True)


class AppointmentPageSchema(Schema):
    """Members of an organisation, or officers of a region."""

    items = fields.List(fields.Nested(MembershipSchema))
    next = fields.String()


class PostPageSchema(Schema):
    """Officers of a region and below."""

    items = fields.List(fields.Nested(PostSchema))
    next = fields.String()


class PostQuerySchema(PageQuerySchema):
    """Whose posts to list."""

    region_code = Text(longest=12, required=True)
