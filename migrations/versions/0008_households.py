"""Households."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "household",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("household_number", sa.Text(), nullable=False),
        sa.Column("village_code", sa.String(length=12), nullable=False),
        sa.Column("county_code", sa.String(length=12), nullable=False),
        sa.Column("ordinal", sa.BigInteger(), nullable=False),
        sa.Column("head_name", sa.LargeBinary(), nullable=False),
        sa.Column("head_identity", sa.LargeBinary(), nullable=False),
        sa.Column("head_identity_hash", sa.LargeBinary(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("cleared_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("import_batch_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("btrim(household_number) <> ''", name=op.f("ck_household__household_number_not_blank")),
        sa.CheckConstraint("village_code ~ '^\\d{12}$'", name=op.f("ck_household__village_code_of_12_digits")),
        sa.CheckConstraint("cleared_on > registered_on", name=op.f("ck_household__cleared_after_registration")),
        sa.CheckConstraint("county_code = left(village_code, 6)", name=op.f("ck_household__county_of_village")),
        sa.CheckConstraint("ordinal >= 0", name=op.f("ck_household__ordinal_not_negative")),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batch.id"], name=op.f("fk_household__import_batch_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
        sa.UniqueConstraint("county_code", "ordinal", name=op.f("uq_household__county_code_ordinal")),
        sa.UniqueConstraint("head_identity_hash", name=op.f("uq_household__head_identity_hash")),
        sa.UniqueConstraint("household_number", name=op.f("uq_household__household_number")),
    )
    op.create_index(op.f("ix_household__import_batch_id"), "household", ["import_batch_id"], unique=False)
    op.create_index("ix_household__registered_on", "household", ["registered_on", "id"], unique=False)
    op.create_index(
        "ix_household__village_code",
        "household",
        ["village_code", "id"],
        unique=False,
        postgresql_ops={"village_code": "text_pattern_ops"},
    )
    op.create_table(
        "household_status",
        sa.Column("household_id", sa.BigInteger(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column(
            "category",
            sa.Enum(
                "registered_poor",
                "lifted_out",
                "unstable",
                "marginal",
                "sudden_hardship",
                name="householdcategory",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("persons", sa.BigInteger(), nullable=False),
        sa.Column("import_batch_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "category IN ('registered_poor', 'lifted_out', 'unstable', 'marginal', 'sudden_hardship')",
            name=op.f("ck_household_status__category_known"),
        ),
        sa.CheckConstraint("persons BETWEEN 1 AND 99", name=op.f("ck_household_status__persons_in_bounds")),
        sa.CheckConstraint("until_on > from_on", name=op.f("ck_household_status__period_not_empty")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_household_status__household_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"],
            ["import_batch.id"],
            name=op.f("fk_household_status__import_batch_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("household_id", "from_on", name=op.f("pk_household_status")),
    )
    op.create_index(op.f("ix_household_status__import_batch_id"), "household_status", ["import_batch_id"], unique=False)
    op.create_table(
        "linkage",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("supplier_id", sa.BigInteger(), nullable=False),
        sa.Column("household_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "mechanism",
            sa.Enum(
                "direct_purchase",
                "contract_farming",
                "employment",
                "dividend",
                "land_lease",
                "custody",
                "other",
                name="mechanism",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("through_id", sa.BigInteger(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("entered", "verified", "sent_back", "ended", name="linkagestate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("evidence_file_id", sa.BigInteger(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.BigInteger(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_by_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("import_batch_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(state IN ('verified', 'ended')) <= (verified_at IS NOT NULL)",
            name=op.f("ck_linkage__verified_has_moment"),
        ),
        sa.CheckConstraint(
            "mechanism IN ('direct_purchase', 'contract_farming', 'employment', 'dividend', 'land_lease', 'custody', 'other')",
            name=op.f("ck_linkage__mechanism_known"),
        ),
        sa.CheckConstraint("state <> 'sent_back' OR reason IS NOT NULL", name=op.f("ck_linkage__sent_back_has_reason")),
        sa.CheckConstraint(
            "state IN ('entered', 'verified', 'sent_back', 'ended')", name=op.f("ck_linkage__state_known")
        ),
        sa.CheckConstraint("until_on > from_on", name=op.f("ck_linkage__period_not_empty")),
        sa.CheckConstraint("verified_by_id <> entered_by_id", name=op.f("ck_linkage__two_people")),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["user_account.id"], name=op.f("fk_linkage__entered_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["evidence_file_id"], ["stored_file.id"], name=op.f("fk_linkage__evidence_file_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_linkage__household_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batch.id"], name=op.f("fk_linkage__import_batch_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_linkage__supplier_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["through_id"], ["organisation.id"], name=op.f("fk_linkage__through_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["verified_by_id"], ["user_account.id"], name=op.f("fk_linkage__verified_by_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_linkage")),
    )
    op.create_index(op.f("ix_linkage__evidence_file_id"), "linkage", ["evidence_file_id"], unique=False)
    op.create_index(op.f("ix_linkage__household_id"), "linkage", ["household_id"], unique=False)
    op.create_index(op.f("ix_linkage__import_batch_id"), "linkage", ["import_batch_id"], unique=False)
    op.create_index(op.f("ix_linkage__supplier_id"), "linkage", ["supplier_id"], unique=False)
    op.create_index(op.f("ix_linkage__through_id"), "linkage", ["through_id"], unique=False)
    op.create_index(
        "ix_linkage__entered", "linkage", ["entered_at"], unique=False, postgresql_where="state = 'entered'"
    )
    op.create_index(
        "uq_linkage__open",
        "linkage",
        ["supplier_id", "household_id", "mechanism"],
        unique=True,
        postgresql_where="state <> 'ended' AND until_on IS NULL",
    )
    op.create_table(
        "roster",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("supplier_id", sa.BigInteger(), nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=True),
        sa.Column("lot_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("lot_id IS NULL OR product_id IS NOT NULL", name=op.f("ck_roster__lot_goes_with_product")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_roster__lot_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_roster__product_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_roster__supplier_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster")),
    )
    op.create_index(op.f("ix_roster__lot_id"), "roster", ["lot_id"], unique=False)
    op.create_index(op.f("ix_roster__product_id"), "roster", ["product_id"], unique=False)
    op.create_index(
        "uq_roster__subject",
        "roster",
        ["supplier_id", "product_id", "lot_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "roster_version",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("roster_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("submitted", "approved", "sent_back", "undone", name="rosterstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "mechanism",
            sa.Enum(
                "direct_purchase",
                "contract_farming",
                "employment",
                "dividend",
                "land_lease",
                "custody",
                "other",
                name="mechanism",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("household_share_bp", sa.BigInteger(), nullable=False),
        sa.Column("village_share_bp", sa.BigInteger(), nullable=False),
        sa.Column("declared_from_on", sa.Date(), nullable=False),
        sa.Column("declared_until_on", sa.Date(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("members_count", sa.BigInteger(), nullable=False),
        sa.Column("weight_total", sa.BigInteger(), nullable=False),
        sa.Column("cut_from_id", sa.BigInteger(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.BigInteger(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("import_batch_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(state IN ('approved', 'undone')) = (approved_at IS NOT NULL)",
            name=op.f("ck_roster_version__approved_has_moment"),
        ),
        sa.CheckConstraint(
            "mechanism IN ('direct_purchase', 'contract_farming', 'employment', 'dividend', 'land_lease', 'custody', 'other')",
            name=op.f("ck_roster_version__mechanism_known"),
        ),
        sa.CheckConstraint(
            "state <> 'sent_back' OR reason IS NOT NULL", name=op.f("ck_roster_version__sent_back_has_reason")
        ),
        sa.CheckConstraint(
            "state IN ('submitted', 'approved', 'sent_back', 'undone')", name=op.f("ck_roster_version__state_known")
        ),
        sa.CheckConstraint("approved_by_id <> entered_by_id", name=op.f("ck_roster_version__two_people")),
        sa.CheckConstraint(
            "declared_until_on > declared_from_on", name=op.f("ck_roster_version__declared_period_not_empty")
        ),
        sa.CheckConstraint(
            "from_on >= declared_from_on AND until_on > from_on", name=op.f("ck_roster_version__segment_in_declared")
        ),
        sa.CheckConstraint(
            "household_share_bp BETWEEN 0 AND 10000", name=op.f("ck_roster_version__household_share_in_bounds")
        ),
        sa.CheckConstraint(
            "members_count >= 0 AND (members_count = 0) = (weight_total = 0)",
            name=op.f("ck_roster_version__members_have_weight"),
        ),
        sa.CheckConstraint(
            "village_share_bp BETWEEN 0 AND 10000 - household_share_bp",
            name=op.f("ck_roster_version__shares_within_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["user_account.id"], name=op.f("fk_roster_version__approved_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["cut_from_id"], ["roster_version.id"], name=op.f("fk_roster_version__cut_from_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["user_account.id"], name=op.f("fk_roster_version__entered_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"],
            ["import_batch.id"],
            name=op.f("fk_roster_version__import_batch_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["roster_id"], ["roster.id"], name=op.f("fk_roster_version__roster_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_version")),
    )
    op.create_index(op.f("ix_roster_version__cut_from_id"), "roster_version", ["cut_from_id"], unique=False)
    op.create_index(op.f("ix_roster_version__import_batch_id"), "roster_version", ["import_batch_id"], unique=False)
    op.create_index(op.f("ix_roster_version__roster_id"), "roster_version", ["roster_id"], unique=False)
    op.create_index(
        "uq_roster_version__segment",
        "roster_version",
        ["roster_id", "declared_from_on", "from_on"],
        unique=True,
        postgresql_where="state = 'approved'",
    )
    op.create_table(
        "roster_member",
        sa.Column("roster_version_id", sa.BigInteger(), nullable=False),
        sa.Column("household_id", sa.BigInteger(), nullable=False),
        sa.Column("weight", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("weight > 0", name=op.f("ck_roster_member__weight_positive")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_roster_member__household_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["roster_version_id"],
            ["roster_version.id"],
            name=op.f("fk_roster_member__roster_version_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("roster_version_id", "household_id", name=op.f("pk_roster_member")),
    )
    op.create_index(op.f("ix_roster_member__household_id"), "roster_member", ["household_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_roster_member__household_id"), table_name="roster_member")
    op.drop_table("roster_member")
    op.drop_index("uq_roster_version__segment", table_name="roster_version", postgresql_where="state = 'approved'")
    op.drop_index(op.f("ix_roster_version__roster_id"), table_name="roster_version")
    op.drop_index(op.f("ix_roster_version__import_batch_id"), table_name="roster_version")
    op.drop_index(op.f("ix_roster_version__cut_from_id"), table_name="roster_version")
    op.drop_table("roster_version")
    op.drop_index("uq_roster__subject", table_name="roster", postgresql_nulls_not_distinct=True)
    op.drop_index(op.f("ix_roster__product_id"), table_name="roster")
    op.drop_index(op.f("ix_roster__lot_id"), table_name="roster")
    op.drop_table("roster")
    op.drop_index("ix_linkage__entered", table_name="linkage", postgresql_where="state = 'entered'")
    op.drop_index("uq_linkage__open", table_name="linkage", postgresql_where="state <> 'ended' AND until_on IS NULL")
    op.drop_index(op.f("ix_linkage__through_id"), table_name="linkage")
    op.drop_index(op.f("ix_linkage__supplier_id"), table_name="linkage")
    op.drop_index(op.f("ix_linkage__import_batch_id"), table_name="linkage")
    op.drop_index(op.f("ix_linkage__household_id"), table_name="linkage")
    op.drop_index(op.f("ix_linkage__evidence_file_id"), table_name="linkage")
    op.drop_table("linkage")
    op.drop_index(op.f("ix_household_status__import_batch_id"), table_name="household_status")
    op.drop_table("household_status")
    op.drop_index(
        "ix_household__village_code", table_name="household", postgresql_ops={"village_code": "text_pattern_ops"}
    )
    op.drop_index(op.f("ix_household__import_batch_id"), table_name="household")
    op.drop_table("household")
