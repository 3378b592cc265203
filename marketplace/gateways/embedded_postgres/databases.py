"""Further databases on the server of a URL: an empty one or a copy of a template, in one statement."""

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from marketplace.gateways.embedded_postgres.errors import DatabaseRefused


def create_database(url: str, name: str, *, template: str | None = None) -> str:
    """Create database `name` on the server of `url`, as a copy of `template` if given, and return its URL.

    Nobody may be connected to the template meanwhile.

    :raises Unavailable: the server refused.
    """
    copied = sql.SQL(" TEMPLATE {}").format(sql.Identifier(template)) if template else sql.SQL("")
    _execute(url, sql.SQL("CREATE DATABASE {}{}").format(sql.Identifier(name), copied))
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def drop_database(url: str, name: str) -> None:
    """Drop database `name` on the server of `url`, if it exists, ending its sessions.

    :raises Unavailable: the server refused.
    """
    _execute(url, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _execute(url: str, statement: sql.Composed) -> None:
    address = make_url(url).set(drivername="postgresql", database="postgres")
    try:
        with psycopg.connect(address.render_as_string(hide_password=False), autocommit=True) as connection:
            connection.execute(statement)
    except psycopg.Error as error:
        raise DatabaseRefused(reason=str(error)) from error
