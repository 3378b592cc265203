"""The small reference year, put into an empty database."""

from collections.abc import Mapping
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from flask_security import hash_password

from marketplace.db import db
from marketplace.kernel.actor import Via, system
from marketplace.transaction import transaction
from marketplace.workflows.demo import loading, logins
from tests.browser.site import NOW

MIGRATIONS = str(Path(__file__).parent.parent.parent / "migrations")


def load(app: Flask, folder: Path) -> Mapping[str, str]:
    """Load it, and give the passwords of its people by their addresses."""
    actor = system(Via.CLI)
    with app.app_context():
        upgrade(directory=MIGRATIONS)
        loading.bring_files(folder, scale="small", actor=actor, now=NOW, progress=lambda *_: None)
        with transaction():
            made = logins.make(hash_password=hash_password, actor=actor, now=NOW)
            loading.finish(actor=actor, now=NOW)
        db.session.remove()
        db.engine.dispose()
    return {login.email: login.password for login in made}
