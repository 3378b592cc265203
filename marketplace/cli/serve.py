"""`flask serve`: everything on one machine, for trying out: schema, reference year, web server and worker.

What ends by itself is started again, as a platform does that runs the Procfile; what will not stay up ends it all.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from config import Config
from marketplace.cli.demo import load, logins_file
from marketplace.cli.edge import either_language_option, say, tells_refusals, worded
from marketplace.cli.serving import held
from marketplace.gateways import embedded_postgres

_HOST: Final = "127.0.0.1"
_WORKERS: Final = "2"
_PATIENCE: Final = 20
"""Seconds that web server and worker have to end what they are at."""
_LOOKED_EVERY: Final = 0.2
_LIVES_AT_LEAST: Final = 5
"""Seconds; what ends sooner than this so often in a row does not stay up."""
_MOST_SHORT_LIVES: Final = 10


@click.command("serve")
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True, envvar="PORT")
@click.option("--scale", type=click.Choice(["full", "small", "none"]), default="full", show_default=True)
@either_language_option
@with_appcontext
@tells_refusals
def serve(*, port: int, scale: Literal["full", "small", "none"], language: str | None) -> None:
    """Bring the schema up to date, load the reference year once, and serve until stopped."""
    _refuse_taken(port, language)
    config: Config = current_app.config["BANGFU"]
    with held(config.instance_path):
        upgrade()
        if scale != "none":
            load(scale, language)
        _tell(port, language)
        running = _programs(port)
        try:
            ended = _watch(running, language)
        finally:
            _stop(running)
            if not config.database_url:
                embedded_postgres.stop(config.instance_path)
    sys.exit(ended)


def _refuse_taken(port: int, language: str | None) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except OSError:
            say(
                language,
                f"端口 {port} 已被占用，可用 PORT=8001 换一个",
                f"Port {port} is taken; choose one by PORT=8001",
            )
            sys.exit(1)


def _tell(port: int, language: str | None) -> None:
    address = f"http://{_HOST}:{port}"
    click.echo(f"\n{worded(language, '打开', 'Open')} {address}")
    click.echo(f"{worded(language, '接口文档', 'API docs')} {address}/api/docs")
    if logins_file().exists():
        click.echo(f"{worded(language, '登录名单保存在', 'Logins, kept in')} {logins_file()}")
        click.echo(logins_file().read_text(encoding="utf-8"))
    say(language, "Ctrl-C 停止，数据保留", "Ctrl-C stops it; the data stay")


@dataclass(slots=True)
class _Program:
    """A process that is started again when it ends by itself."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] = field(init=False)
    started_at: float = field(init=False)
    short_lives: int = 0

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, env=self.environment)  # noqa: S603  our own programs
        self.started_at = time.monotonic()

    def may_start_again(self) -> bool:
        """Tell whether it lived long enough, or has not often ended at once."""
        lived = time.monotonic() - self.started_at
        self.short_lives = 0 if lived > _LIVES_AT_LEAST else self.short_lives + 1
        return self.short_lives < _MOST_SHORT_LIVES


def _programs(port: int) -> list[_Program]:
    """Start web server and worker, each a process of its own as in the Procfile."""
    environment = {**os.environ, "PUBLIC_URL": os.environ.get("PUBLIC_URL", f"http://{_HOST}:{port}")}
    web = [sys.executable, "-m", "gunicorn", "--workers", _WORKERS, "--bind", f"{_HOST}:{port}"]
    web += ["--no-control-socket", "wsgi:app"]
    worker = [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "work"]
    programs = [_Program("web", web, environment), _Program("worker", worker, environment)]
    for program in programs:
        program.start()
    return programs


def _watch(programs: Sequence[_Program], language: str | None) -> int:
    """Start again what ends, until we are told to stop or one does not stay up; tell the exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        while True:
            for program in programs:
                code = program.process.poll()
                if code is None:
                    continue
                if not program.may_start_again():
                    return code or 1
                say(
                    language,
                    f"{program.name} 已结束（{code}），重新启动",
                    f"{program.name} ended ({code}) and is started again",
                )
                program.start()
            time.sleep(_LOOKED_EVERY)
    except KeyboardInterrupt:
        return 0


def _stop(programs: Sequence[_Program]) -> None:
    running = [program.process for program in programs]
    for process in running:
        if process.poll() is None:
            process.terminate()
    for process in running:
        try:
            process.wait(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
