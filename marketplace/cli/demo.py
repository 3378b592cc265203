"""`flask demo`: load the reference year Qingyang 2020 and a day's work for those who sign in, once."""

import os
import tempfile
from pathlib import Path
from typing import Literal

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_security import hash_password

from config import Config
from marketplace.cli.edge import either_language_option, now, say, tells_refusals
from marketplace.cli.progress import step_bars
from marketplace.gateways.files import file_store
from marketplace.kernel.actor import Actor, Via, system
from marketplace.transaction import transaction
from marketplace.workflows.demo import loading, logins
from marketplace.workflows.demo.waiting import day
from marketplace.workflows.demo.waiting.desk import Desk


@click.command("demo")
@click.option("--scale", type=click.Choice(["full", "small"]), default="full", show_default=True)
@either_language_option
@with_appcontext
@tells_refusals
def demo(*, scale: Literal["full", "small"], language: str | None) -> None:
    """Load the reference year Qingyang 2020, who signs in and what waits for them; a second time changes nothing."""
    load(scale, language)


def load(scale: Literal["full", "small"], language: str | None) -> None:
    """Load the reference year unless it is there."""
    if loading.is_loaded():
        say(language, "参考年度已载入", "The reference year is loaded already")
        return
    say(language, "正在载入参考年度，约需几分钟", "Loading the reference year; it takes a few minutes")
    actor = system(Via.CLI)
    with tempfile.TemporaryDirectory(prefix="bangfu-demo-") as folder, step_bars(says_steps=True) as progress:
        loading.bring_files(Path(folder), scale=scale, actor=actor, now=now(), progress=progress)
    say(language, "正在建立登录用户和待办", "Making those who sign in and what waits for them")
    with transaction():
        made = logins.make(hash_password=hash_password, actor=actor, now=now())
        day.lay_out(_desk(actor))
        _keep(logins.lines_of(made))
        loading.finish(actor=actor, now=now())
    say(language, "参考年度（庆阳市 2020 年）已载入", "The reference year (Qingyang 2020) is loaded")


def logins_file() -> Path:
    """Tell where the demo's passwords are kept, readable by their owner alone."""
    config: Config = current_app.config["BANGFU"]
    return config.instance_path / "demo-logins.txt"


def _desk(operator: Actor) -> Desk:
    config: Config = current_app.config["BANGFU"]
    folder = config.instance_path / "files"
    return Desk(
        operator=operator,
        store=file_store(config.file_store_url, endpoint=config.file_store_endpoint, folder=folder),
        order_approval_fen=config.order_approval_fen,
        reservation_days=config.reservation_days,
        now=now(),
    )


def _keep(lines: str) -> None:
    with os.fdopen(
        os.open(logins_file(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(lines)
