from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade

from marketplace.db import db


def test_the_models_say_what_the_migrations_made(app):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_object": lambda _o, name, kind, _r, _c: (
                    not (kind == "table" and name.startswith("procrastinate_"))
                ),
            },
        )
        changes = [change for change in compare_metadata(context, db.metadata) if "alembic_version" not in str(change)]

    assert changes == []
