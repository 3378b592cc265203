"""Bars on a terminal; nothing elsewhere."""

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
def step_bars() -> Iterator[Steps]:
    """Draw a bar for each step in turn: its name, how much is done and how much there is."""
    if not sys.stderr.isatty():
        yield lambda _label, _done, _total: None
        return
    shown = ""

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
