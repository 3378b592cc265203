"""What goes in and out of accounts."""

from marshmallow import fields

from marketplace.accounts.rules import Duty, MemberRole, OrganisationKind
from marketplace.api.fields import Count, Money, PageQuerySchema, RegionCode, Schema, Text, at_most, one_of

_MOST_ID = 2**63 - 1
_LONGEST_PASSWORD = 500


class MembershipSchema(Schema):
    """A person's role in an organisation."""

    id = fields.Integer()
    organisation_id = fields.Integer()
    organisation_name = fields.String()
    role = fields.Enum(MemberRole, by_value=True)
    created_at = fields.DateTime()


class MemberSchema(Schema):
    """A member of an organisation."""

    id = fields.Integer()
    user_id = fields.Integer()
    user_name = fields.String()
    email = fields.String()
    organisation_id = fields.Integer()
    role = fields.Enum(MemberRole, by_value=True)
    created_at = fields.DateTime()


class MemberPageSchema(Schema):
    """A page of members."""

    items = fields.List(fields.Nested(MemberSchema))
    next = fields.String(allow_none=True)


class OwnPostSchema(Schema):
    """A duty of the caller in a region."""

    id = fields.Integer()
    region_code = fields.String()
    duty = fields.Enum(Duty, by_value=True)
    created_at = fields.DateTime()


class PostCreateSchema(Schema):
    """A duty to give to somebody who works in the caller's regions already."""

    user_id = Count(least=1, most=_MOST_ID, required=True)
    region_code = RegionCode(required=True)
    duty = fields.Enum(Duty, by_value=True, required=True)


class AppointedSchema(OwnPostSchema):
    """A post that was given."""

    user_id = fields.Integer()


class PostSchema(AppointedSchema):
    """An officer's duty in a region."""

    user_name = fields.String()
    email = fields.String()


class PostPageSchema(Schema):
    """Officers of a region and below."""

    items = fields.List(fields.Nested(PostSchema))
    next = fields.String(allow_none=True)


class PostQuerySchema(PageQuerySchema):
    """Whose posts to list."""

    region_code = RegionCode(required=True)


class SessionSchema(Schema):
    """Who is signed in."""

    user_id = fields.Integer()
    name = fields.String()
    email = fields.String()
    language = fields.String()
    has_second_factor = fields.Boolean()
    memberships = fields.List(fields.Nested(MembershipSchema))
    posts = fields.List(fields.Nested(OwnPostSchema))
    permissions = fields.List(fields.String())


class SessionUpdateSchema(Schema):
    """What the caller may change of themselves."""

    language = fields.String(required=True, validate=one_of("zh", "en"))


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
    last_used_at = fields.DateTime(allow_none=True)


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
    region_code = RegionCode(required=True)


class OrganisationUpdateSchema(Schema):
    """What may change of an organisation; what is left out stays."""

    name = Text(longest=200)
    order_approval = Money(attribute="order_approval_fen", least_fen=0, allow_none=True)
    dual_inspection_from = Money(attribute="dual_inspection_from_fen", least_fen=0, allow_none=True)


class OrganisationSchema(Schema):
    """An organisation."""

    id = fields.Integer()
    uscc = fields.String()
    name = fields.String()
    kind = fields.Enum(OrganisationKind, by_value=True)
    region_code = fields.String()
    order_approval = Money(attribute="order_approval_fen", allow_none=True)
    dual_inspection_from = Money(attribute="dual_inspection_from_fen", allow_none=True)
    created_at = fields.DateTime()


class OrganisationQuerySchema(PageQuerySchema):
    """Which organisations to list."""

    q = Text(longest=100, load_default=None)
    kind = fields.Enum(OrganisationKind, by_value=True, load_default=None)


class OrganisationPageSchema(Schema):
    """A page of organisations."""

    items = fields.List(fields.Nested(OrganisationSchema))
    next = fields.String(allow_none=True)


class InvitationCreateSchema(Schema):
    """A membership (`organisation_id` and `role`) or a post (`region_code` and `duty`) to offer by mail."""

    email = Text(required=True, longest=254)
    organisation_id = Count(least=1, most=_MOST_ID, load_default=None, allow_none=True)
    role = fields.Enum(MemberRole, by_value=True, load_default=None, allow_none=True)
    region_code = RegionCode(load_default=None, allow_none=True)
    duty = fields.Enum(Duty, by_value=True, load_default=None, allow_none=True)


class OfferSchema(Schema):
    """What an invitation offers."""

    email = fields.String()
    organisation_id = fields.Integer(allow_none=True)
    role = fields.Enum(MemberRole, by_value=True, allow_none=True)
    region_code = fields.String(allow_none=True)
    duty = fields.Enum(Duty, by_value=True, allow_none=True)


class InvitationSchema(OfferSchema):
    """An invitation as its sender sees it; the link goes by mail only."""

    id = fields.Integer()
    created_at = fields.DateTime()
    expires_at = fields.DateTime()
    accepted_at = fields.DateTime(allow_none=True)
    withdrawn_at = fields.DateTime(allow_none=True)


class InvitationPageSchema(Schema):
    """A page of invitations."""

    items = fields.List(fields.Nested(InvitationSchema))
    next = fields.String(allow_none=True)


class AcceptanceSchema(Schema):
    """An invitation taken up: a new person brings name and password, a known one the password they have."""

    token = Text(required=True, longest=200)
    name = Text(longest=100, load_default=None, allow_none=True)
    password = fields.String(required=True, validate=at_most(_LONGEST_PASSWORD), load_only=True)


class UserQuerySchema(PageQuerySchema):
    """Which users to list."""

    q = Text(longest=100, load_default=None)


class UserSchema(Schema):
    """A user as an administrator sees one."""

    id = fields.Integer()
    name = fields.String()
    email = fields.String()
    is_active = fields.Boolean(attribute="active")
    has_second_factor = fields.Function(lambda user: bool(user.tf_primary_method), metadata={"type": "boolean"})
    created_at = fields.DateTime()


class UserPageSchema(Schema):
    """A page of users."""

    items = fields.List(fields.Nested(UserSchema))
    next = fields.String(allow_none=True)
