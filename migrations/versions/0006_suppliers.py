"""Suppliers."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assisted_county",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("county_code", sa.String(length=12), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint("county_code ~ '^\\d{6}$'", name=op.f("ck_assisted_county__county_code_of_6_digits")),
        sa.CheckConstraint("until_on > from_on", name=op.f("ck_assisted_county__period_not_empty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assisted_county")),
        sa.UniqueConstraint("county_code", "from_on", name=op.f("uq_assisted_county__county_code_from_on")),
    )
    op.create_table(
        "requirement",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column(
            "basis",
            sa.Enum("computed", "attested", "verified", name="basis", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("has_expiry", sa.Boolean(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("basis IN ('computed', 'attested', 'verified')", name=op.f("ck_requirement__basis_known")),
        sa.CheckConstraint("btrim(code) <> ''", name=op.f("ck_requirement__code_not_blank")),
        sa.CheckConstraint("btrim(name_en) <> ''", name=op.f("ck_requirement__name_en_not_blank")),
        sa.CheckConstraint("btrim(name_zh) <> ''", name=op.f("ck_requirement__name_zh_not_blank")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement")),
        sa.UniqueConstraint("code", name=op.f("uq_requirement__code")),
    )
    op.create_table(
        "supplier",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "enterprise", "cooperative", "family_farm", "agent", name="supplierkind", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("county_code", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("import_batch_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("county_code ~ '^\\d{6}$'", name=op.f("ck_supplier__county_code_of_6_digits")),
        sa.CheckConstraint(
            "kind IN ('enterprise', 'cooperative', 'family_farm', 'agent')", name=op.f("ck_supplier__kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batch.id"], name=op.f("fk_supplier__import_batch_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_supplier__organisation_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier")),
        sa.UniqueConstraint("organisation_id", name=op.f("uq_supplier__organisation_id")),
    )
    op.create_index(
        "ix_supplier__county_code",
        "supplier",
        ["county_code"],
        unique=False,
        postgresql_ops={"county_code": "text_pattern_ops"},
    )
    op.create_index(op.f("ix_supplier__import_batch_id"), "supplier", ["import_batch_id"], unique=False)
    op.create_table(
        "qualification",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("supplier_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "recommended",
                "sent_back",
                "certified",
                "suspended",
                "expired",
                "withdrawn",
                "refused",
                name="qualificationstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by_id", sa.BigInteger(), nullable=True),
        sa.Column("decided_by_id", sa.BigInteger(), nullable=True),
        sa.Column("import_batch_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(state IN ('certified', 'suspended', 'expired', 'withdrawn')) = (from_on IS NOT NULL)",
            name=op.f("ck_qualification__certified_has_period"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'recommended', 'sent_back', 'certified', 'suspended', 'expired', 'withdrawn', 'refused')",
            name=op.f("ck_qualification__state_known"),
        ),
        sa.CheckConstraint(
            "until_on > from_on OR (state = 'withdrawn' AND until_on = from_on)",
            name=op.f("ck_qualification__period_not_empty"),
        ),
        sa.CheckConstraint(
            "(until_on IS NULL) OR (from_on IS NOT NULL)", name=op.f("ck_qualification__until_goes_with_from")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user_account.id"], name=op.f("fk_qualification__created_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_qualification__decided_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"],
            ["import_batch.id"],
            name=op.f("fk_qualification__import_batch_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_qualification__supplier_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualification")),
    )
    op.create_index(op.f("ix_qualification__created_by_id"), "qualification", ["created_by_id"], unique=False)
    op.create_index(op.f("ix_qualification__decided_by_id"), "qualification", ["decided_by_id"], unique=False)
    op.create_index(op.f("ix_qualification__import_batch_id"), "qualification", ["import_batch_id"], unique=False)
    op.create_index("ix_qualification__supplier_id_from_on", "qualification", ["supplier_id", "from_on"], unique=False)
    op.create_index(
        "uq_qualification__open",
        "qualification",
        ["supplier_id"],
        unique=True,
        postgresql_where="state IN ('draft', 'submitted', 'recommended', 'sent_back')",
    )
    op.create_table(
        "expiry_reminder",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("qualification_id", sa.BigInteger(), nullable=False),
        sa.Column("days_before", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("days_before > 0", name=op.f("ck_expiry_reminder__days_positive")),
        sa.ForeignKeyConstraint(
            ["qualification_id"],
            ["qualification.id"],
            name=op.f("fk_expiry_reminder__qualification_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expiry_reminder")),
        sa.UniqueConstraint(
            "qualification_id", "days_before", name=op.f("uq_expiry_reminder__qualification_id_days_before")
        ),
    )
    op.create_table(
        "qualification_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("qualification_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "from_state",
            sa.Enum(
                "draft",
                "submitted",
                "recommended",
                "sent_back",
                "certified",
                "suspended",
                "expired",
                "withdrawn",
                "refused",
                name="qualificationstate",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "draft",
                "submitted",
                "recommended",
                "sent_back",
                "certified",
                "suspended",
                "expired",
                "withdrawn",
                "refused",
                name="qualificationstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("import_batch_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "from_state IN ('draft', 'submitted', 'recommended', 'sent_back', 'certified', 'suspended', 'expired', 'withdrawn', 'refused')",
            name=op.f("ck_qualification_event__from_state_known"),
        ),
        sa.CheckConstraint(
            "to_state IN ('draft', 'submitted', 'recommended', 'sent_back', 'certified', 'suspended', 'expired', 'withdrawn', 'refused')",
            name=op.f("ck_qualification_event__to_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"],
            ["import_batch.id"],
            name=op.f("fk_qualification_event__import_batch_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["qualification_id"],
            ["qualification.id"],
            name=op.f("fk_qualification_event__qualification_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_qualification_event__user_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualification_event")),
    )
    op.create_index(
        op.f("ix_qualification_event__qualification_id"), "qualification_event", ["qualification_id"], unique=False
    )
    op.create_index(
        op.f("ix_qualification_event__import_batch_id"), "qualification_event", ["import_batch_id"], unique=False
    )
    op.create_table(
        "recommendation",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("qualification_id", sa.BigInteger(), nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column(
            "office",
            sa.Enum("agriculture", "revitalisation", name="office", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("is_favourable", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("office IN ('agriculture', 'revitalisation')", name=op.f("ck_recommendation__office_known")),
        sa.CheckConstraint("is_favourable OR reason IS NOT NULL", name=op.f("ck_recommendation__refusal_has_reason")),
        sa.ForeignKeyConstraint(
            ["qualification_id"],
            ["qualification.id"],
            name=op.f("fk_recommendation__qualification_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_recommendation__user_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
        sa.UniqueConstraint(
            "qualification_id", "round", "office", name=op.f("uq_recommendation__qualification_id_round_office")
        ),
        sa.UniqueConstraint(
            "qualification_id", "round", "user_id", name=op.f("uq_recommendation__qualification_id_round_user_id")
        ),
    )
    op.create_index(op.f("ix_recommendation__user_id"), "recommendation", ["user_id"], unique=False)
    op.create_table(
        "requirement_answer",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("qualification_id", sa.BigInteger(), nullable=False),
        sa.Column("requirement_id", sa.BigInteger(), nullable=False),
        sa.Column("attempt", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("given", "accepted", "rejected", name="answerstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("stored_file_id", sa.BigInteger(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(state = 'given') = (decided_at IS NULL)", name=op.f("ck_requirement_answer__decided_has_moment")
        ),
        sa.CheckConstraint(
            "state <> 'rejected' OR reason IS NOT NULL", name=op.f("ck_requirement_answer__rejected_has_reason")
        ),
        sa.CheckConstraint(
            "state IN ('given', 'accepted', 'rejected')", name=op.f("ck_requirement_answer__state_known")
        ),
        sa.CheckConstraint("attempt >= 1", name=op.f("ck_requirement_answer__attempt_from_one")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["user_account.id"],
            name=op.f("fk_requirement_answer__decided_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["user_account.id"], name=op.f("fk_requirement_answer__given_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["qualification_id"],
            ["qualification.id"],
            name=op.f("fk_requirement_answer__qualification_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["requirement_id"],
            ["requirement.id"],
            name=op.f("fk_requirement_answer__requirement_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["stored_file_id"],
            ["stored_file.id"],
            name=op.f("fk_requirement_answer__stored_file_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement_answer")),
        sa.UniqueConstraint(
            "qualification_id",
            "requirement_id",
            "attempt",
            name=op.f("uq_requirement_answer__qualification_id_requirement_id_attempt"),
        ),
    )
    op.create_index(op.f("ix_requirement_answer__decided_by_id"), "requirement_answer", ["decided_by_id"], unique=False)
    op.create_index(op.f("ix_requirement_answer__given_by_id"), "requirement_answer", ["given_by_id"], unique=False)
    op.create_index(
        op.f("ix_requirement_answer__requirement_id"), "requirement_answer", ["requirement_id"], unique=False
    )
    op.create_index(
        op.f("ix_requirement_answer__stored_file_id"), "requirement_answer", ["stored_file_id"], unique=False
    )
    op.create_table(
        "suspension",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("qualification_id", sa.BigInteger(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("btrim(reason) <> ''", name=op.f("ck_suspension__reason_not_blank")),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_suspension__period_in_order")),
        sa.ForeignKeyConstraint(
            ["qualification_id"],
            ["qualification.id"],
            name=op.f("fk_suspension__qualification_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspension")),
    )
    op.create_index(op.f("ix_suspension__qualification_id"), "suspension", ["qualification_id"], unique=False)
    op.create_index(
        "uq_suspension__open", "suspension", ["qualification_id"], unique=True, postgresql_where="until_on IS NULL"
    )


def downgrade() -> None:
    op.drop_index("uq_suspension__open", table_name="suspension", postgresql_where="until_on IS NULL")
    op.drop_index(op.f("ix_suspension__qualification_id"), table_name="suspension")
    op.drop_table("suspension")
    op.drop_index(op.f("ix_requirement_answer__stored_file_id"), table_name="requirement_answer")
    op.drop_index(op.f("ix_requirement_answer__requirement_id"), table_name="requirement_answer")
    op.drop_index(op.f("ix_requirement_answer__given_by_id"), table_name="requirement_answer")
    op.drop_index(op.f("ix_requirement_answer__decided_by_id"), table_name="requirement_answer")
    op.drop_table("requirement_answer")
    op.drop_index(op.f("ix_recommendation__user_id"), table_name="recommendation")
    op.drop_table("recommendation")
    op.drop_index(op.f("ix_qualification_event__import_batch_id"), table_name="qualification_event")
    op.drop_index(op.f("ix_qualification_event__qualification_id"), table_name="qualification_event")
    op.drop_table("qualification_event")
    op.drop_table("expiry_reminder")
    op.drop_index(
        "uq_qualification__open",
        table_name="qualification",
        postgresql_where="state IN ('draft', 'submitted', 'recommended', 'sent_back')",
    )
    op.drop_index("ix_qualification__supplier_id_from_on", table_name="qualification")
    op.drop_index(op.f("ix_qualification__import_batch_id"), table_name="qualification")
    op.drop_index(op.f("ix_qualification__decided_by_id"), table_name="qualification")
    op.drop_index(op.f("ix_qualification__created_by_id"), table_name="qualification")
    op.drop_table("qualification")
    op.drop_index(op.f("ix_supplier__import_batch_id"), table_name="supplier")
    op.drop_index("ix_supplier__county_code", table_name="supplier", postgresql_ops={"county_code": "text_pattern_ops"})
    op.drop_table("supplier")
    op.drop_table("requirement")
    op.drop_table("assisted_county")
