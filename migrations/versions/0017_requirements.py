"""What a supplier must show, the assisted counties of the reference region, and how stock of an import is taken back.

Further counties are added by `flask suppliers assist`.
"""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

REQUIREMENTS = (
    ("uscc_valid", "统一社会信用代码有效", "Valid unified social credit code", "computed", False),
    ("county_assisted", "所在县在帮扶名单内", "County on the assisted list", "computed", False),
    ("commitment_letter", "承诺书", "Commitment letter", "attested", False),
    ("business_licence", "营业执照", "Business licence", "verified", False),
    ("food_permit", "食品生产经营许可证", "Food production or trade permit", "verified", True),
    ("linkage_proof", "联农带农证明", "Proof of linkage with households", "verified", True),
)
QINGYANG = ("621002", "621021", "621022", "621023", "621024", "621025", "621026", "621027")

UNDOABLE = ("stock_movement", "qualification_event")
"""Facts that an import brought go with it when it is taken back."""


def upgrade() -> None:
    requirement = sa.table(
        "requirement",
        *(sa.column(name) for name in ("code", "name_zh", "name_en", "basis", "has_expiry", "is_required", "position")),
    )
    op.bulk_insert(
        requirement,
        [
            {
                "code": code,
                "name_zh": zh,
                "name_en": en,
                "basis": basis,
                "has_expiry": has_expiry,
                "is_required": True,
                "position": position,
            }
            for position, (code, zh, en, basis, has_expiry) in enumerate(REQUIREMENTS, 1)
        ],
    )
    assisted = sa.table("assisted_county", sa.column("county_code"), sa.column("from_on"))
    op.bulk_insert(assisted, [{"county_code": code, "from_on": date(2014, 1, 1)} for code in QINGYANG])

    op.execute(
        """
        CREATE FUNCTION refuse_change_but_undo() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            -- an import is taken back as a whole: only its own rows, and only where it says which batch it is
            IF TG_OP = 'DELETE' AND OLD.import_batch_id::text = current_setting('bangfu.undone_batch', true) THEN
                RETURN OLD;
            END IF;
            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_TABLE_NAME || '_is_append_only';
        END $$
        """
    )
    for table in UNDOABLE:
        op.execute(f"DROP TRIGGER append_only ON {table}")
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change_but_undo()"
        )
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE ON price_tier FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER append_only ON price_tier")
    for table in UNDOABLE:
        op.execute(f"DROP TRIGGER append_only ON {table}")
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    op.execute("DROP FUNCTION refuse_change_but_undo()")
    op.execute("DELETE FROM assisted_county")
    op.execute("DELETE FROM requirement_answer")
    op.execute("DELETE FROM requirement")
