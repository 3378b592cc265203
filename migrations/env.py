"""Alembic's environment: run migrations on the application's engine, with short lock waits and one runner at a time."""

from alembic import context
from alembic.util import CommandError
from flask import current_app
from sqlalchemy import text

from marketplace.db import db, why_too_old

MIGRATION_LOCK = 7_245_001
"""Any number will do as long as all runners share it."""


def include_object(_thing, name, kind, _reflected, _compare_to):
    """Leave the job queue's own tables to its library."""
    return not (kind == "table" and name.startswith("procrastinate_"))


def run() -> None:
    """Run online: the program has no offline mode."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        too_old = why_too_old(connection.dialect.server_version_info)
        if too_old:
            raise CommandError(too_old)
        connection.execute(text("SET lock_timeout = '5s'"))
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": MIGRATION_LOCK})
        connection.commit()
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            include_object=include_object,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": MIGRATION_LOCK})
        connection.commit()


run()
