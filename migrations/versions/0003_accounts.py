"""Accounts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("uscc", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "enterprise",
                "cooperative",
                "family_farm",
                "agent",
                "agency",
                "school",
                "union",
                "hospital",
                "government",
                "other",
                name="organisationkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column("order_approval_fen", sa.BigInteger(), nullable=True),
        sa.Column("dual_inspection_from_fen", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("import_batch_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("btrim(name) <> ''", name=op.f("ck_organisation__name_not_blank")),
        sa.CheckConstraint(
            "kind IN ('enterprise', 'cooperative', 'family_farm', 'agent', 'agency', 'school', 'union', 'hospital', 'government', 'other')",
            name=op.f("ck_organisation__kind_known"),
        ),
        sa.CheckConstraint("uscc ~ '^[0-9A-Z]{18}$'", name=op.f("ck_organisation__uscc_of_18_characters")),
        sa.CheckConstraint("order_approval_fen >= 0", name=op.f("ck_organisation__order_approval_not_negative")),
        sa.CheckConstraint("dual_inspection_from_fen >= 0", name=op.f("ck_organisation__dual_inspection_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("uscc", name=op.f("uq_organisation__uscc")),
    )
    op.create_index(op.f("ix_organisation__import_batch_id"), "organisation", ["import_batch_id"], unique=False)
    op.create_index(op.f("ix_organisation__region_code"), "organisation", ["region_code"], unique=False)
    op.create_table(
        "user_account",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("fs_uniquifier", sa.Text(), nullable=False),
        sa.Column("tf_primary_method", sa.Text(), nullable=True),
        sa.Column("tf_totp_secret", sa.Text(), nullable=True),
        sa.Column("tf_last_counter", sa.BigInteger(), nullable=True),
        sa.Column("mf_recovery_codes", postgresql.JSONB(), nullable=True),
        sa.Column("failed_logins", sa.BigInteger(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("btrim(email) <> ''", name=op.f("ck_user_account__email_not_blank")),
        sa.CheckConstraint("btrim(name) <> ''", name=op.f("ck_user_account__name_not_blank")),
        sa.CheckConstraint("language IN ('zh', 'en')", name=op.f("ck_user_account__language_known")),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_user_account__email_in_lower_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("email", name=op.f("uq_user_account__email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_user_account__fs_uniquifier")),
    )
    op.create_table(
        "api_token",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("btrim(name) <> ''", name=op.f("ck_api_token__name_not_blank")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_api_token__user_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_token__token_hash")),
    )
    op.create_index(op.f("ix_api_token__user_id"), "api_token", ["user_id"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "manager",
                "supplier_staff",
                "purchaser",
                "approver",
                "receiver",
                "finance",
                name="memberrole",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("region_code", sa.String(length=12), nullable=True),
        sa.Column(
            "duty",
            sa.Enum(
                "administrator",
                "agriculture_officer",
                "revitalisation_officer",
                "reviewer",
                "reporter",
                "approver",
                "cashier",
                "statistician",
                "auditor",
                name="duty",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("invited_by_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "duty IN ('administrator', 'agriculture_officer', 'revitalisation_officer', 'reviewer', 'reporter', 'approver', 'cashier', 'statistician', 'auditor')",
            name=op.f("ck_invitation__duty_known"),
        ),
        sa.CheckConstraint(
            "role IN ('manager', 'supplier_staff', 'purchaser', 'approver', 'receiver', 'finance')",
            name=op.f("ck_invitation__role_known"),
        ),
        sa.CheckConstraint(
            "(organisation_id IS NULL) = (role IS NULL)", name=op.f("ck_invitation__role_goes_with_organisation")
        ),
        sa.CheckConstraint("(region_code IS NULL) = (duty IS NULL)", name=op.f("ck_invitation__duty_goes_with_region")),
        sa.CheckConstraint("(role IS NULL) <> (duty IS NULL)", name=op.f("ck_invitation__role_or_duty")),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_invitation__expires_later")),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["user_account.id"], name=op.f("fk_invitation__invited_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_invitation__organisation_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation__token_hash")),
    )
    op.create_index(op.f("ix_invitation__invited_by_id"), "invitation", ["invited_by_id"], unique=False)
    op.create_index(op.f("ix_invitation__organisation_id"), "invitation", ["organisation_id"], unique=False)
    op.create_table(
        "membership",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "manager",
                "supplier_staff",
                "purchaser",
                "approver",
                "receiver",
                "finance",
                name="memberrole",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "role IN ('manager', 'supplier_staff', 'purchaser', 'approver', 'receiver', 'finance')",
            name=op.f("ck_membership__role_known"),
        ),
        sa.CheckConstraint("ended_at >= created_at", name=op.f("ck_membership__ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_membership__organisation_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_membership__user_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index(op.f("ix_membership__organisation_id"), "membership", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_membership__user_id"), "membership", ["user_id"], unique=False)
    op.create_index(
        "uq_membership__live",
        "membership",
        ["user_id", "organisation_id", "role"],
        unique=True,
        postgresql_where="ended_at IS NULL",
    )
    op.create_table(
        "remembered_request",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(key) BETWEEN 1 AND 200", name=op.f("ck_remembered_request__key_length")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_remembered_request__user_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remembered_request")),
        sa.UniqueConstraint("user_id", "key", name=op.f("uq_remembered_request__user_id_key")),
    )
    op.create_index(op.f("ix_remembered_request__user_id"), "remembered_request", ["user_id"], unique=False)
    op.create_table(
        "staff_post",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column(
            "duty",
            sa.Enum(
                "administrator",
                "agriculture_officer",
                "revitalisation_officer",
                "reviewer",
                "reporter",
                "approver",
                "cashier",
                "statistician",
                "auditor",
                name="duty",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "duty IN ('administrator', 'agriculture_officer', 'revitalisation_officer', 'reviewer', 'reporter', 'approver', 'cashier', 'statistician', 'auditor')",
            name=op.f("ck_staff_post__duty_known"),
        ),
        sa.CheckConstraint("ended_at >= created_at", name=op.f("ck_staff_post__ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_staff_post__user_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_post")),
    )
    op.create_index(op.f("ix_staff_post__user_id"), "staff_post", ["user_id"], unique=False)
    op.create_index(
        "uq_staff_post__live",
        "staff_post",
        ["user_id", "region_code", "duty"],
        unique=True,
        postgresql_where="ended_at IS NULL",
    )


def downgrade() -> None:
    op.drop_index("uq_staff_post__live", table_name="staff_post", postgresql_where="ended_at IS NULL")
    op.drop_index(op.f("ix_staff_post__user_id"), table_name="staff_post")
    op.drop_table("staff_post")
    op.drop_index(op.f("ix_remembered_request__user_id"), table_name="remembered_request")
    op.drop_table("remembered_request")
    op.drop_index("uq_membership__live", table_name="membership", postgresql_where="ended_at IS NULL")
    op.drop_index(op.f("ix_membership__user_id"), table_name="membership")
    op.drop_index(op.f("ix_membership__organisation_id"), table_name="membership")
    op.drop_table("membership")
    op.drop_index(op.f("ix_invitation__organisation_id"), table_name="invitation")
    op.drop_index(op.f("ix_invitation__invited_by_id"), table_name="invitation")
    op.drop_table("invitation")
    op.drop_index(op.f("ix_api_token__user_id"), table_name="api_token")
    op.drop_table("api_token")
    op.drop_table("user_account")
    op.drop_index(op.f("ix_organisation__region_code"), table_name="organisation")
    op.drop_index(op.f("ix_organisation__import_batch_id"), table_name="organisation")
    op.drop_table("organisation")
