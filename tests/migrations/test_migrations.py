from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import Connection, create_engine, text

from marketplace.db import db, why_too_old
from marketplace.factory import create_app
from marketplace.gateways import embedded_postgres

MIGRATIONS = Path(__file__).parents[2] / "migrations"

OBJECTS = text(
    """
    SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable
      FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL
    SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
      FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
    UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 'function ' || oid::regprocedure FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT 'type ' || typname FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype = 'e'
    """
)


def objects(connection: Connection) -> set[str]:
    """Everything the schema holds, one line each, without Alembic's own table."""
    return {line for line in connection.scalars(OBJECTS) if "alembic_version" not in line}


def is_ours(_thing, name, kind, _reflected, _compared) -> bool:
    return not (kind == "table" and name.startswith("procrastinate_"))


def test_the_models_say_what_the_migrations_made(app):
    context = MigrationContext.configure(
        db.session.connection(), opts={"compare_type": True, "include_object": is_ours}
    )
    changes = [change for change in compare_metadata(context, db.metadata) if "alembic_version" not in str(change)]

    assert changes == []


@pytest.fixture
def empty_app(config, server_url):
    """An application on a database of its own, without any table."""
    from dataclasses import replace

    url = embedded_postgres.create_database(server_url, "bangfu_migrations")
    app = create_app(replace(config, database_url=url))
    yield app
    with app.app_context():
        db.engine.dispose()
    embedded_postgres.drop_database(server_url, "bangfu_migrations")


def test_the_schema_goes_up_down_to_nothing_and_up_to_the_same(empty_app):
    engine = create_engine(empty_app.config["SQLALCHEMY_DATABASE_URI"])
    with empty_app.app_context():
        upgrade(directory=str(MIGRATIONS))
        with engine.connect() as connection:
            first = objects(connection)
        downgrade(directory=str(MIGRATIONS), revision="base")
        with engine.connect() as connection:
            nothing = objects(connection)
        upgrade(directory=str(MIGRATIONS))
        with engine.connect() as connection:
            second = objects(connection)
    engine.dispose()

    assert nothing == set()
    assert second == first
    assert len(first) > 500


@pytest.mark.parametrize(("version", "is_old"), [((14, 11), True), ((9, 6), True), ((15,), False), ((18, 1), False)])
def test_a_server_before_postgresql_15_is_too_old(version, is_old):
    said = why_too_old(version)
    assert (said is not None) == is_old
    if said:
        assert f"PostgreSQL {'.'.join(map(str, version))}" in said
        assert "15 或更高版本" in said
        assert "15 or newer" in said


def test_a_server_that_is_too_old_gets_no_table(empty_app, monkeypatch, caplog):
    monkeypatch.setattr("marketplace.db.OLDEST_SERVER", 99)
    with empty_app.app_context():
        with pytest.raises(SystemExit) as ended:
            upgrade(directory=str(MIGRATIONS))
        with db.engine.connect() as connection:
            assert objects(connection) == set()
    assert ended.value.code == 1
    assert "the program needs 99 or newer" in caplog.text


def test_migrations_are_one_numbered_chain():
    files = sorted(path.stem for path in (MIGRATIONS / "versions").glob("*.py"))
    numbers = [name.split("_")[0] for name in files]

    assert numbers == [f"{n:04d}" for n in range(1, len(files) + 1)]
