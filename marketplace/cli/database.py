"""`flask backup`, `flask restore`, and `flask database`: the data as a whole."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from config import Config
from marketplace.cli.edge import either_language_option, language_option, say, tells_refusals
from marketplace.cli.serving import held
from marketplace.gateways import embedded_postgres, pg_dump

database = AppGroup("database", help="The embedded database server.")


@database.command("stop")
@either_language_option
@tells_refusals
def stop_command(*, language: str | None) -> None:
    """Stop the embedded server unless `flask serve` needs it; its data stay.

    A server of DATABASE_URL is not ours to stop.
    """
    config: Config = current_app.config["BANGFU"]
    if config.database_url:
        say(
            language,
            "数据库由 DATABASE_URL 指定，不由本程序停止",
            "The database is that of DATABASE_URL; it is not stopped",
        )
        return
    with held(config.instance_path):
        embedded_postgres.stop(config.instance_path)
    say(language, "数据库已停止，数据保留", "The database is stopped; its data stay")


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@language_option
@with_appcontext
@tells_refusals
def backup_command(*, file: Path, language: str) -> None:
    """Write the whole database to FILE in PostgreSQL's custom format."""
    pg_dump.backup(current_app.config["SQLALCHEMY_DATABASE_URI"], file)
    size = file.stat().st_size
    say(language, f"已备份到 {file}（{size:,} 字节）", f"Backed up to {file} ({size:,} bytes)")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Drop what the database holds now.")
@language_option
@with_appcontext
@tells_refusals
def restore_command(*, file: Path, replace: bool, language: str) -> None:
    """Fill the database from FILE, whole or not at all."""
    pg_dump.restore(current_app.config["SQLALCHEMY_DATABASE_URI"], file, replace=replace)
    say(language, f"已从 {file} 恢复", f"Restored from {file}")
