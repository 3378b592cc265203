"""What every command needs of its surroundings: the clock, the reader's language, refusals told without a traceback."""

import functools
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any, NoReturn

import click
from flask import current_app

from marketplace.kernel.errors import DomainError, Invalid

language_option = click.option(
    "--lang", "language", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Language of messages."
)


def now() -> datetime:
    """Read the application's clock."""
    moment: datetime = current_app.config["CLOCK"]()
    return moment


def say(language: str, zh: str, en: str) -> None:
    """Print a line in the reader's language."""
    click.echo(en if language == "en" else zh)


def refuse(error: DomainError, language: str) -> NoReturn:
    """Tell a refusal of the domain, its fields included, and leave with 1."""
    click.echo(f"{error.sentence(language)} [{error.reason}]", err=True)
    for path, wrong in (error.fields if isinstance(error, Invalid) else {}).items():
        for each in wrong:
            click.echo(f"  {path}: {each.sentence(language)} [{each.reason}]", err=True)
    sys.exit(1)


def tells_refusals(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let a command with a `--lang` option end with the sentence of a refusal."""

    @functools.wraps(command)
    def told(*args: Any, **options: Any) -> Any:
        try:
            return command(*args, **options)
        except DomainError as error:
            refuse(error, str(options.get("language", "zh")))

    return told
