"""`flask serve` holds its instance, and no command stops the database beneath it."""

import socket
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from marketplace.cli.serving import held
from marketplace.workflows.demo.logins import Login, lines_of

ZH, EN = "请先在运行它的终端按 Ctrl-C", "press Ctrl-C where it runs"


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    return tmp_path / "instance"


@pytest.fixture
def run(app: Flask, instance: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskCliRunner:
    """The commands of an instance of its own with the embedded server, which was never started."""
    monkeypatch.setitem(app.config, "BANGFU", replace(app.config["BANGFU"], database_url=None, instance_path=instance))
    return app.test_cli_runner()


def test_the_database_is_not_stopped_beneath_who_serves(run, instance):
    with held(instance):
        told = run.invoke(args=["database", "stop"])
        assert told.exit_code == 1
        assert ZH in told.output
        assert EN in told.output
        assert str(instance) in told.output
        english = run.invoke(args=["database", "stop", "--lang", "en"])
        assert ZH not in english.output
        assert EN in english.output


def test_a_file_that_a_killed_one_left_stops_nobody(run, instance):
    instance.mkdir()
    (instance / "serve.lock").touch()
    told = run.invoke(args=["database", "stop"])
    assert (told.exit_code, told.output.strip()) == (
        0,
        "数据库已停止，数据保留 / The database is stopped; its data stay",
    )


def test_an_instance_is_served_once(run, instance):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with held(instance):
        told = run.invoke(args=["serve", "--scale", "none", "--port", str(port)])
    assert told.exit_code == 1
    assert EN in told.output


def test_a_taken_port_is_told_in_both_languages(run):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        told = run.invoke(args=["serve", "--scale", "none", "--port", str(taken.getsockname()[1])])
    assert told.exit_code == 1
    assert "已被占用" in told.output
    assert "is taken" in told.output


def test_the_list_of_logins_names_the_organisation():
    [member, officer] = lines_of(
        [
            Login("supplier@demo.example", "secret", "供应商", "supplier", "环县一家合作社"),
            Login("city@demo.example", "secret", "市级", "city", ""),
        ]
    ).splitlines()
    assert member.endswith("供应商 / supplier · 环县一家合作社")
    assert officer.endswith("市级 / city")
