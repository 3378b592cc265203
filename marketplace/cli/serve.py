"""`flask serve`: everything on one machine, for trying out: schema, reference year, web server and worker."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from typing import Final, Literal

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from config import Config
from marketplace.cli.demo import load, logins_file
from marketplace.cli.edge import language_option, say, tells_refusals
from marketplace.gateways import embedded_postgres

_HOST: Final = "127.0.0.1"
_WORKERS: Final = "2"
_PATIENCE: Final = 20
"""Seconds that web server and worker have to end what they are at."""


@click.command("serve")
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True, envvar="PORT")
@click.option("--scale", type=click.Choice(["full", "small", "none"]), default="full", show_default=True)
@language_option
@with_appcontext
@tells_refusals
def serve(*, port: int, scale: Literal["full", "small", "none"], language: str) -> None:
    """Bring the schema up to date, load the reference year once, and serve until stopped."""
    _refuse_taken(port, language)
    upgrade()
    if scale != "none":
        load(scale, language)
    _tell(port, language)
    running = _start(port)
    try:
        ended = _wait(running)
    finally:
        _stop(running)
        config: Config = current_app.config["BANGFU"]
        if not config.database_url:
            embedded_postgres.stop(config.instance_path)
    sys.exit(ended)


def _refuse_taken(port: int, language: str) -> None:
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


def _tell(port: int, language: str) -> None:
    address = f"http://{_HOST}:{port}"
    say(
        language, f"\n打开 {address}（接口文档 {address}/api/docs）", f"\nOpen {address} (API docs: {address}/api/docs)"
    )
    if logins_file().exists():
        say(language, f"登录（保存在 {logins_file()}）：", f"Logins (kept in {logins_file()}):")
        click.echo(logins_file().read_text(encoding="utf-8"))
    say(language, "Ctrl-C 停止，数据保留", "Ctrl-C stops it; the data stay")


def _start(port: int) -> list[subprocess.Popen[bytes]]:
    """Start web server and worker, each a process of its own as in the Procfile."""
    environment = {**os.environ, "PUBLIC_URL": os.environ.get("PUBLIC_URL", f"http://{_HOST}:{port}")}
    web = [sys.executable, "-m", "gunicorn", "--workers", _WORKERS, "--bind", f"{_HOST}:{port}"]
    web += ["--no-control-socket", "wsgi:app"]
    worker = [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "work"]
    return [subprocess.Popen(command, env=environment) for command in (web, worker)]  # noqa: S603  our own programs


def _wait(running: Sequence[subprocess.Popen[bytes]]) -> int:
    """Wait until one ends or we are told to stop; tell the exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        while True:
            for process in running:
                try:
                    return process.wait(timeout=0.5)
                except subprocess.TimeoutExpired:
                    continue
    except KeyboardInterrupt:
        return 0


def _stop(running: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in running:
        if process.poll() is None:
            process.terminate()
    for process in running:
        try:
            process.wait(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
