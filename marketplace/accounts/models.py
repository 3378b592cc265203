"""Organisations, users, memberships, posts, invitations, tokens and remembered requests."""

from datetime import datetime

from flask_security.core import UserMixin
from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.rules import LOCKED, Duty, MemberRole, OrganisationKind
from marketplace.db import Base, Id, Moment, RegionCode, check, enum_check, enum_column, not_blank, refers_to
from marketplace.kernel.days import now_utc


class Organisation(Base):
    """An enterprise, a school, an agency, a government office: one unified social credit code each."""

    __tablename__ = "organisation"
    __table_args__ = (
        UniqueConstraint("uscc"),
        enum_check("kind", OrganisationKind),
        check("uscc ~ '^[0-9A-Z]{18}$'", "uscc_of_18_characters"),
        check("order_approval_fen >= 0", "order_approval_not_negative"),
        check("dual_inspection_from_fen >= 0", "dual_inspection_not_negative"),
        *not_blank(["name"]),
    )

    id: Mapped[Id]
    uscc: Mapped[str]
    name: Mapped[str]
    kind: Mapped[OrganisationKind] = enum_column(OrganisationKind)
    region_code: Mapped[RegionCode] = mapped_column(index=True)
    order_approval_fen: Mapped[int | None]
    """Orders of at least this amount need a second person; `None` takes the platform's setting."""
    dual_inspection_from_fen: Mapped[int | None]
    """Deliveries of orders of at least this amount need two receivers; `None` is never."""
    created_at: Mapped[Moment]
    closed_at: Mapped[Moment | None]
    import_batch_id: Mapped[int | None] = mapped_column(index=True)


class User(Base, UserMixin):
    """A person who signs in; what they may do comes from memberships and posts."""

    __tablename__ = "user_account"
    __table_args__ = (
        UniqueConstraint("email"),
        UniqueConstraint("fs_uniquifier"),
        check("email = lower(email)", "email_in_lower_case"),
        check("language IN ('zh', 'en')", "language_known"),
        *not_blank(["name", "email"]),
    )

    id: Mapped[Id]
    email: Mapped[str]
    name: Mapped[str]
    password: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    language: Mapped[str] = mapped_column(default="zh")
    fs_uniquifier: Mapped[str]
    """Changing it ends every session of the user."""
    tf_primary_method: Mapped[str | None]
    tf_totp_secret: Mapped[str | None]
    tf_last_counter: Mapped[int | None]
    """The moment of the last one-time code taken, in steps of its clock: none is taken twice."""
    tf_phone_number = None
    """The sign-in library asks for it; codes are never sent to telephones, so it is no column."""
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(JSONB))
    failed_logins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[Moment | None]
    created_at: Mapped[Moment]

    memberships: Mapped[list["Membership"]] = relationship(back_populates="user", lazy="raise")
    posts: Mapped[list["StaffPost"]] = relationship(back_populates="user", lazy="raise")

    def is_locked(self, form_error: list[str] | None = None) -> bool:
        """Tell whether too many failures closed the account for a while; the sign-in library asks."""
        is_locked = self.locked_until is not None and self.locked_until > now_utc()
        if is_locked and form_error is not None:
            form_error.append(LOCKED)
        return is_locked


class Membership(Base):
    """A user's role in an organisation; ended, never deleted."""

    __tablename__ = "membership"
    __table_args__ = (
        enum_check("role", MemberRole),
        check("ended_at >= created_at", "ends_after_it_begins"),
        Index(
            "uq_membership__live",
            "user_id",
            "organisation_id",
            "role",
            unique=True,
            postgresql_where="ended_at IS NULL",
        ),
    )

    id: Mapped[Id]
    user_id: Mapped[int] = refers_to("user_account.id")
    organisation_id: Mapped[int] = refers_to("organisation.id")
    role: Mapped[MemberRole] = enum_column(MemberRole)
    created_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]

    user: Mapped[User] = relationship(back_populates="memberships", lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")


class StaffPost(Base):
    """A government officer's duty in a region and all below it; ended, never deleted."""

    __tablename__ = "staff_post"
    __table_args__ = (
        enum_check("duty", Duty),
        check("ended_at >= created_at", "ends_after_it_begins"),
        Index(
            "uq_staff_post__live", "user_id", "region_code", "duty", unique=True, postgresql_where="ended_at IS NULL"
        ),
    )

    id: Mapped[Id]
    user_id: Mapped[int] = refers_to("user_account.id")
    region_code: Mapped[RegionCode]
    duty: Mapped[Duty] = enum_column(Duty)
    created_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]

    user: Mapped[User] = relationship(back_populates="posts", lazy="raise")


class Invitation(Base):
    """An offer of a membership or a post, sent by mail; its token is kept as a hash and works once."""

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("token_hash"),
        enum_check("role", MemberRole),
        enum_check("duty", Duty),
        check("(organisation_id IS NULL) = (role IS NULL)", "role_goes_with_organisation"),
        check("(region_code IS NULL) = (duty IS NULL)", "duty_goes_with_region"),
        check("(role IS NULL) <> (duty IS NULL)", "role_or_duty"),
        check("expires_at > created_at", "expires_later"),
    )

    id: Mapped[Id]
    email: Mapped[str]
    organisation_id: Mapped[int | None] = refers_to("organisation.id")
    role: Mapped[MemberRole | None] = enum_column(MemberRole)
    region_code: Mapped[RegionCode | None]
    duty: Mapped[Duty | None] = enum_column(Duty)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    invited_by_id: Mapped[int | None] = refers_to("user_account.id")
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    accepted_at: Mapped[Moment | None]
    withdrawn_at: Mapped[Moment | None]


class ApiToken(Base):
    """A revocable bearer token of a program that acts for a user."""

    __tablename__ = "api_token"
    __table_args__ = (UniqueConstraint("token_hash"), *not_blank(["name"]))

    id: Mapped[Id]
    user_id: Mapped[int] = refers_to("user_account.id")
    name: Mapped[str]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    last_used_at: Mapped[Moment | None]
    revoked_at: Mapped[Moment | None]


class RememberedRequest(Base):
    """The answer given to a request with an idempotency key, so that the same request again gets it again."""

    __tablename__ = "remembered_request"
    __table_args__ = (UniqueConstraint("user_id", "key"), check("length(key) BETWEEN 1 AND 200", "key_length"))

    id: Mapped[Id]
    user_id: Mapped[int] = refers_to("user_account.id")
    key: Mapped[str]
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary)
    """SHA-256 of method, path and body: another request under the same key is refused."""
    status: Mapped[int | None]
    answer: Mapped[bytes | None] = mapped_column(LargeBinary)
    """JSON, sealed: it may hold a token that was shown once."""
    created_at: Mapped[datetime]
