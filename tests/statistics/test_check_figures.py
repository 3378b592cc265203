"""The figures of a report against one another, as rules."""

from dataclasses import replace

import pytest

from marketplace.statistics.rules import By
from marketplace.statistics.rules.checks import Severity, Told, check_figures, is_sound
from marketplace.statistics.rules.rows import figure_row

SOLD = {
    "sales_fen": 1000,
    "certified_fen": 400,
    "benefiting_fen": 700,
    "unattributed_fen": 300,
    "attributed_fen": 70,
    "households": 3,
    "persons": 10,
    "household_times": 5,
}
COUNTS = {"households": 3, "persons": 10, "household_times": 5}


def row(by=None, value=None, paid=50, **changes):
    return figure_row(value, by, SOLD | changes, {"evidenced_fen": paid}, knows_payments=by is not By.CHANNEL)


SOUND = Told(
    whole=row(),
    base=row(sales_fen=900),
    parts={
        By.CHANNEL: [row(By.CHANNEL, "event")],
        By.MONTH: [row(By.MONTH, "2020-05"), row(By.MONTH, "2020-06", paid=0, **dict.fromkeys(SOLD, 0))],
    },
    covered=2,
    registered=8,
    coverage_bp=2500,
    recounted=COUNTS,
)


def broken(told):
    return {finding.id: finding.rows for finding in check_figures(told) if not finding.holds}


def test_figures_that_agree_pass_every_check():
    assert broken(SOUND) == {}
    assert is_sound(check_figures(SOUND))
    assert len(check_figures(SOUND)) == 5


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"whole": row(certified_fen=1001)}, "certified_fen"),
        ({"whole": row(attributed_fen=1001)}, "attributed_fen"),
        ({"whole": row(unattributed_fen=301)}, "benefiting_fen + unattributed_fen"),
        ({"registered": 1, "coverage_bp": 20_000}, "covered"),
    ],
)
def test_a_part_above_its_whole_is_found(changes, part):
    rows = broken(replace(SOUND, parts={}, **changes))["parts_within_whole"]
    assert [found["part"] for found in rows] == [part]


def test_channels_that_do_not_add_up_are_an_error():
    told = replace(SOUND, parts={By.CHANNEL: [row(By.CHANNEL, "event", sales_fen=999)]})
    assert broken(told) == {"partitions_add_up": [{"by": "channel", "measure": "sales_fen", "sum": 999, "whole": 1000}]}
    assert not is_sound(check_figures(told))


def test_payments_add_up_only_where_they_can_be_told_apart():
    assert broken(replace(SOUND, parts={By.CHANNEL: [row(By.CHANNEL, "event")]})) == {}
    found = broken(replace(SOUND, parts={By.MONTH: [row(By.MONTH, "2020-05", paid=49)]}))
    assert found["partitions_add_up"][0]["measure"] == "evidenced_fen"


def test_a_coverage_that_is_not_its_quotient_is_found():
    assert set(broken(replace(SOUND, coverage_bp=2501))) == {"rates_recompute"}


def test_every_measure_that_has_a_base_recomputes(monkeypatch):
    monkeypatch.setattr("marketplace.statistics.rules.checks.change_bp", lambda *_: 7)
    found = broken(replace(SOUND, base=row(persons=9)))
    assert {each["measure"] for each in found["rates_recompute"]} >= {"sales.v1", "households.v1", "persons.v1"}


def test_what_a_narrowed_slice_cannot_tell_is_no_fault():
    whole = figure_row(None, None, SOLD, {}, knows_payments=False)
    parts = {By.MONTH: [figure_row("2020-05", By.MONTH, SOLD, {}, knows_payments=False)]}
    assert broken(replace(SOUND, whole=whole, base=whole, parts=parts)) == {}


def test_persons_fewer_than_households_are_found():
    assert set(broken(replace(SOUND, whole=row(persons=2), parts={}, recounted={}))) == {"averages_agree"}


def test_a_second_count_that_differs_is_found():
    found = broken(replace(SOUND, recounted=COUNTS | {"persons": 11}))
    assert found == {"distinct_counts_recount": [{"measure": "persons", "value": 10, "recounted": 11}]}


def test_a_warning_does_not_make_figures_unsound():
    found = check_figures(replace(SOUND, whole=row(certified_fen=1001), parts={}))
    assert {finding.severity for finding in found if not finding.holds} == {Severity.WARNING}
    assert is_sound(found)
