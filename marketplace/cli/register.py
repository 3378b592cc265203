"""Every command, by noun."""

from typing import Final

import click
from flask import Flask

from marketplace.cli.imports import import_command
from marketplace.cli.statistics import statistics

COMMANDS: Final[tuple[click.Command, ...]] = (import_command, statistics)
"""In the order of `flask --help`."""


def register(app: Flask) -> None:
    """Hang the commands on the flask command."""
    for command in COMMANDS:
        app.cli.add_command(command)
