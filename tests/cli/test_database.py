"""`flask backup` and `flask restore`, as the operator types them: the same rows come back in another database."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import text

from marketplace.accounts.models import Organisation
from marketplace.accounts.rules import OrganisationKind
from marketplace.db import db
from marketplace.factory import create_app
from marketplace.gateways import embedded_postgres
from tests.conftest import NOW


@pytest.fixture
def elsewhere(config, server_url) -> Iterator[Flask]:
    """The program on an empty database of its own."""
    app = create_app(replace(config, database_url=embedded_postgres.create_database(server_url, "bangfu_elsewhere")))
    yield app
    with app.app_context():
        db.engine.dispose()
    embedded_postgres.drop_database(server_url, "bangfu_elsewhere")


def run(app, *words):
    return app.test_cli_runner().invoke(args=[*map(str, words), "--lang", "en"])


def facts(app):
    """All regions and organisations, as the database holds them."""
    with app.app_context():
        return [
            db.session.scalars(text(f"SELECT t::text FROM {table} t ORDER BY id")).all()
            for table in ("region", "organisation")
        ]


def test_what_was_backed_up_is_restored_in_another_database(crowd_app, elsewhere, tmp_path):
    with crowd_app.app_context():
        db.session.add(
            Organisation(
                uscc="91621022MA0000001J",
                name="环县某某合作社",
                kind=OrganisationKind.COOPERATIVE,
                region_code="621022",
                created_at=NOW,
            )
        )
        db.session.commit()
    file = tmp_path / "backup.dump"
    told = run(crowd_app, "backup", file)
    assert (told.exit_code, str(file) in told.output) == (0, True)
    told = run(elsewhere, "restore", file)
    assert (told.exit_code, told.output) == (0, f"Restored from {file}\n")
    assert facts(elsewhere) == facts(crowd_app)
    assert len(facts(elsewhere)[1]) == 1

    again = run(elsewhere, "restore", file)
    assert (again.exit_code, "[backup.database_not_empty]" in again.output) == (1, True)
    assert run(elsewhere, "restore", file, "--replace").exit_code == 0
    assert facts(elsewhere) == facts(crowd_app)


def test_a_file_that_is_no_backup_is_refused_in_words(elsewhere, tmp_path):
    file = tmp_path / "letter.txt"
    file.write_text("no backup")
    told = run(elsewhere, "restore", file)
    assert told.exit_code == 1
    assert "[backup.not_a_backup]" in told.output
    assert isinstance(told.exception, SystemExit)
