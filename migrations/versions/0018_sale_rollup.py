"""Sums of sales by month that the database keeps itself, and stamps that tell when sizes of households changed."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

KEY = "supplier_id, month, channel, origin_code, roster_version_id"
SUMS = ("sales_fen", "certified_fen", "benefiting_fen", "pool_fen", "live_rows")
SUMMED = """
    SELECT supplier_id, CAST(date_trunc('month', CAST(sold_on AS timestamp)) AS date), channel, origin_code,
           roster_version_id, sum(amount_fen),
           COALESCE(sum(amount_fen) FILTER (WHERE product_certification_id IS NOT NULL), 0),
           COALESCE(sum(amount_fen) FILTER (WHERE is_benefiting), 0), sum(pool_fen),
           sum(CASE kind WHEN 'correction' THEN -1 ELSE 1 END)
    FROM %s
    GROUP BY 1, 2, 3, 4, 5
    ORDER BY 1, 2, 3, 4, 5
"""
STAMPED = ("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")


def upgrade() -> None:
    op.create_table(
        "sale_rollup",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("supplier_id", sa.BigInteger(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "government_purchase",
                "school_purchase",
                "enterprise_purchase",
                "union_purchase",
                "helper_purchase",
                "east_west",
                "online_retail",
                "outlet",
                "event",
                "livestream",
                "other",
                name="channel",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("origin_code", sa.String(length=12), nullable=False),
        sa.Column("roster_version_id", sa.BigInteger(), nullable=True),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in SUMS),
        sa.CheckConstraint("EXTRACT(day FROM month) = 1", name=op.f("ck_sale_rollup__month_by_its_first_day")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sale_rollup")),
    )
    op.create_index(
        "uq_sale_rollup__key",
        "sale_rollup",
        [name.strip() for name in KEY.split(",")],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_index(
        "ix_sale_rollup__county_month",
        "sale_rollup",
        ["origin_code", "month"],
        unique=False,
        postgresql_ops={"origin_code": "text_pattern_ops"},
    )
    op.create_table(
        "status_stamp",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("county_code", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_stamp")),
    )
    op.create_index("ix_status_stamp__county_code_id", "status_stamp", ["county_code", "id"], unique=False)

    # Sums change often and keys never: room on the page keeps the index as it is.
    op.execute("ALTER TABLE sale_rollup SET (fillfactor = 70)")
    op.execute(
        f"""
        CREATE FUNCTION add_to_sale_rollup() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO sale_rollup AS kept ({KEY}, {", ".join(SUMS)})
            {SUMMED % "added"}
            ON CONFLICT ({KEY}) DO UPDATE
            SET {", ".join(f"{name} = kept.{name} + excluded.{name}" for name in SUMS)};
            RETURN NULL;
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER add_to_rollup AFTER INSERT ON sale REFERENCING NEW TABLE AS added "
        "FOR EACH STATEMENT EXECUTE FUNCTION add_to_sale_rollup()"
    )
    op.execute(f"INSERT INTO sale_rollup ({KEY}, {', '.join(SUMS)}) {SUMMED % 'sale'}")

    op.execute(
        """
        CREATE FUNCTION stamp_statuses() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO status_stamp (county_code)
            SELECT DISTINCT household.county_code FROM touched JOIN household ON household.id = touched.household_id;
            RETURN NULL;
        END $$
        """
    )
    for event, table in STAMPED:
        op.execute(
            f"CREATE TRIGGER stamp_{event.lower()} AFTER {event} ON household_status "
            f"REFERENCING {table} TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION stamp_statuses()"
        )
    # Sets of households are remembered by these numbers.
    op.execute(
        """
        CREATE FUNCTION refuse_renumbering() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'a household keeps its county and ordinal'
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'household_keeps_its_number';
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER number_stays BEFORE UPDATE ON household FOR EACH ROW "
        "WHEN (OLD.county_code <> NEW.county_code OR OLD.ordinal <> NEW.ordinal) EXECUTE FUNCTION refuse_renumbering()"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER number_stays ON household")
    op.execute("DROP FUNCTION refuse_renumbering()")
    for event, _ in STAMPED:
        op.execute(f"DROP TRIGGER stamp_{event.lower()} ON household_status")
    op.execute("DROP FUNCTION stamp_statuses()")
    op.execute("DROP TRIGGER add_to_rollup ON sale")
    op.execute("DROP FUNCTION add_to_sale_rollup()")
    op.drop_table("status_stamp")
    op.drop_table("sale_rollup")
