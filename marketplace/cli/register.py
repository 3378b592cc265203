"""Every command, by noun."""

from typing import Final

import click
from flask import Flask

from marketplace.cli.database import backup_command, database, restore_command
from marketplace.cli.demo import demo
from marketplace.cli.households import households
from marketplace.cli.imports import import_command, undo_command
from marketplace.cli.serve import serve
from marketplace.cli.statistics import statistics
from marketplace.cli.users import users_command

COMMANDS: Final[tuple[click.Command, ...]] = (
    serve,
    demo,
    import_command,
    undo_command,
    households,
    statistics,
    users_command,
    backup_command,
    restore_command,
    database,
)
"""In the order of `flask --help`."""


def register(app: Flask) -> None:
    """Hang the commands on the flask command."""
    for command in COMMANDS:
        app.cli.add_command(command)
