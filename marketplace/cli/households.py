"""`flask households`: the keys of personal data."""

import click
from flask.cli import with_appcontext

from marketplace.cli.edge import language_option, now, say, tells_refusals
from marketplace.cli.progress import row_bar
from marketplace.gateways.personal_data import CiphertextUnreadable
from marketplace.kernel.actor import Via, system
from marketplace.transaction import transaction
from marketplace.workflows import rotate_keys
from marketplace.workflows.rotate_keys import Position


@click.group("households")
def households() -> None:
    """Tend the household register."""


@households.command("rotate-keys")
@language_option
@with_appcontext
@tells_refusals
def rotate(*, language: str) -> None:
    """Seal all personal data anew under the newest key: the first of PERSONAL_DATA_KEYS.

    Broken off, it goes on where it stopped. The older keys may be removed once it says that nothing is left.
    """
    actor = system(Via.CLI)
    total, done = rotate_keys.count_stale(), 0
    position: Position | None = Position()
    try:
        with row_bar("rotate-keys") as progress:
            while position is not None:
                with transaction():
                    position = rotate_keys.renew_next(position, actor=actor, now=now())
                done += position.rows if position else 0
                progress(done, total)
    except CiphertextUnreadable as error:
        raise click.ClickException(str(error)) from None
    left = rotate_keys.count_stale()
    say(language, f"已用新密钥重新加密 {done} 行，剩余 {left} 行", f"{done} rows sealed anew, {left} left")
