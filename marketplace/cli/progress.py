"""Bars on a terminal; elsewhere nothing, or a line for each step where somebody waits long."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

Progress = Callable[[int, int], None]
Steps = Callable[[str, int, int], None]


@contextmanager
def row_bar(label: str) -> Iterator[Progress]:
    """Draw how many rows are done of how many at most."""
    with step_bars() as step:
        yield lambda done, total: step(label, done, total)


@contextmanager
def step_bars(*, says_steps: bool = False) -> Iterator[Steps]:
    """Draw a bar for each step in turn: its name, how much is done and how much there is.

    Where there is no terminal, `says_steps` writes each step's name as it begins.
    """
    shown = ""
    if not sys.stderr.isatty():

        def name(label: str, _done: int, _total: int) -> None:
            nonlocal shown
            if says_steps and shown != label:
                shown = label
                click.echo(f"  {label}", err=True)

        yield name
        return

    def show(label: str, done: int, total: int) -> None:
        nonlocal shown
        if shown and shown != label:
            click.echo(err=True)
        shown = label
        filled = 30 * done // max(total, 1)
        click.echo(f"\r{label:<22} [{'#' * filled:<30}] {done:>9,}/{total:,}", nl=False, err=True)

    yield show
    if shown:
        click.echo(err=True)
