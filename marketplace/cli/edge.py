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


either_language_option = click.option(
    "--lang", "language", type=click.Choice(["zh", "en"]), help="Language of messages; both unless told."
)


def now() -> datetime:
    """Read the application's clock."""
    moment: datetime = current_app.config["CLOCK"]()
    return moment


def worded(language: str | None, zh: str, en: str) -> str:
    """Choose the words of the reader's language; both beside each other where none was told."""
    return f"{zh} / {en}" if language is None else en if language == "en" else zh


def say(language: str | None, zh: str, en: str) -> None:
    """Print a line in the reader's language, or in both."""
    click.echo(worded(language, zh, en))


def refuse(error: DomainError, language: str | None) -> NoReturn:
    """Tell a refusal of the domain, its fields included, and leave with 1."""
    click.echo(f"{_sentence(error, language)} [{error.reason}]", err=True)
    for path, wrong in (error.fields if isinstance(error, Invalid) else {}).items():
        for each in wrong:
            click.echo(f"  {path}: {_sentence(each, language)} [{each.reason}]", err=True)
    sys.exit(1)


def _sentence(error: DomainError, language: str | None) -> str:
    return worded(language, error.sentence("zh"), error.sentence("en"))


def tells_refusals(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let a command with a `--lang` option end with the sentence of a refusal."""

    @functools.wraps(command)
    def told(*args: Any, **options: Any) -> Any:
        try:
            return command(*args, **options)
        except DomainError as error:
            refuse(error, options.get("language", "zh"))

    return told
