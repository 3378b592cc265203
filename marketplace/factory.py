"""Builds the application from its settings; nothing in the package imports this module."""

from flask import Flask
from flask_migrate import Migrate
from flask_security import SQLAlchemyUserDatastore

from config import Config
from marketplace.accounts import models as _accounts
from marketplace.api import register as api
from marketplace.api import security, sign_in
from marketplace.audit import models as _audit
from marketplace.benefits import models as _benefits
from marketplace.catalogue import models as _catalogue
from marketplace.cli import register as cli
from marketplace.db import POOL_EVENTS, db
from marketplace.evidence import models as _evidence
from marketplace.gateways import embedded_postgres, personal_data
from marketplace.households import models as _households
from marketplace.imports import models as _imports
from marketplace.jobs import commands as jobs
from marketplace.kernel.days import now_utc
from marketplace.payments import models as _payments
from marketplace.purchasing import models as _purchasing
from marketplace.regions import models as _regions
from marketplace.reporting import models as _reporting
from marketplace.sales import models as _sales
from marketplace.statistics import models as _statistics
from marketplace.suppliers import models as _suppliers
from marketplace.web import register as web

TABLES = (
    _accounts,
    _audit,
    _benefits,
    _catalogue,
    _evidence,
    _households,
    _imports,
    _payments,
    _purchasing,
    _regions,
    _reporting,
    _sales,
    _statistics,
    _suppliers,
)
"""Every module with tables, so that migrations see them all."""


def create_app(config: Config) -> Flask:
    """Make an application: database, gateways, then each way in."""
    app = Flask("marketplace", instance_path=str(config.instance_path))
    app.config.update(
        SECRET_KEY=config.secret_key,
        TESTING=config.testing,
        BANGFU=config,
        CLOCK=now_utc,
        MAX_CONTENT_LENGTH=config.max_upload_bytes,
        SQLALCHEMY_DATABASE_URI=config.database_url or embedded_postgres.ensure_running(config.instance_path),
        SQLALCHEMY_ENGINE_OPTIONS={"pool_events": POOL_EVENTS},
    )
    personal_data.configure(keys=config.personal_data_keys, lookup_key=config.lookup_key)
    db.init_app(app)
    if not config.database_url:
        with app.app_context():
            embedded_postgres.bring_back(db.engine, config.instance_path)
    Migrate(app, db, directory="migrations", compare_type=True)
    security.register(app)
    sign_in.register(app, SQLAlchemyUserDatastore(db, _accounts.User, None))  # type: ignore[arg-type]  # roles are ours
    api.register(app)
    web.register(app)
    cli.register(app)
    jobs.register(app)
    return app
