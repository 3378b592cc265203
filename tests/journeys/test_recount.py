"""A random small year, brought by `flask import`, gives the figures of a naive recount in every slice."""

import json
from pathlib import Path

import pytest

from tests.statistics import naive
from tests.statistics.small_year import SmallYear, write_year

OPTIONS = {
    "month_from": "--from",
    "month_to": "--to",
    "buyer_kind": "--buyer-kind",
    "buyer_region": "--buyer-region",
}


@pytest.fixture
def flask(app):
    """Runs a command and gives what it printed."""
    runner = app.test_cli_runner()

    def run(*words: str) -> str:
        done = runner.invoke(args=words)
        assert done.exit_code == 0, done.output + str(done.exception)
        return done.stdout

    return run


def differences(flask, year: SmallYear) -> list[tuple[dict[str, str], object, object]]:
    """The questions whose answers differ from the recount, with both answers."""
    found = []
    for question in year.questions():
        words = [word for name, value in question.items() for word in (OPTIONS.get(name, f"--{name}"), value)]
        told = json.loads(flask("statistics", "figures", *words, "--format", "json"))
        recounted = naive.figures(year.folder, **question)
        if told != recounted:
            found.append((question, told, recounted))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("seed", [11, 23, 35])
def test_an_imported_year_gives_the_figures_of_a_naive_recount(flask, tmp_path: Path, seed: int):
    year = write_year(tmp_path, seed=seed)
    for kind, path in year.files:
        flask("import", kind, str(path))
    assert differences(flask, year) == []


@pytest.mark.slow
def test_rosters_that_arrive_after_their_sales_give_the_same_figures(flask, tmp_path: Path):
    year = write_year(tmp_path, seed=47)
    for kind, path in sorted(year.files, key=lambda file: file[0] == "rosters"):
        flask("import", kind, str(path))
    assert differences(flask, year) == []


@pytest.mark.slow
def test_law_3_the_same_files_twice_change_no_figure(flask, tmp_path: Path):
    year = write_year(tmp_path, seed=59)
    for kind, path in [*year.files, *year.files]:
        said = flask("import", kind, str(path), "--lang", "en")
    assert ", 0 written," in said
    assert differences(flask, year) == []
