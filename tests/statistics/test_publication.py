"""Law 14 as a rule: what is hidden cannot be had by adding and subtracting what is told, on any page or all of them."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.statistics.rules import By
from marketplace.statistics.rules.publication import LEAST_HOUSEHOLDS, REACHED, Page, publish
from marketplace.statistics.rules.rows import PAID_HOUSEHOLDS, figure_row

CITY, COUNTIES, CHANNELS = "621000", ("621021", "621022", "621026"), ("event", "outlet", "online_retail")


def cell(value, by, households, sales_fen=100):
    """A row in which each household has 4 persons and 100 fen of 1,000 benefiting."""
    sold = {
        "sales_fen": sales_fen + 1000 * households,
        "benefiting_fen": 1000 * households,
        "unattributed_fen": sales_fen,
        "attributed_fen": 100 * households,
        "households": households,
        "persons": 4 * households,
        "household_times": households,
    }
    paid = {"evidenced_fen": 7 * households, "households": households}
    return figure_row(value, by, sold, paid, knows_payments=by is None or by.knows_payments)


def page_of(numbers, by):
    return Page(whole=cell(None, None, sum(numbers)), parts={by: rows_of(numbers, by)})


def rows_of(numbers, by):
    values = {By.CHANNEL: CHANNELS, By.REGION: COUNTIES}[by]
    return [cell(value, by, number) for value, number in zip(values, numbers, strict=False)]


def told_households(page, by):
    return [row["households"] for row in page.parts[by]]


def test_enough_households_everywhere_hide_nothing():
    page = publish(CITY, page_of((5, 6, 7), By.REGION), [])
    assert (page.whole["households"], told_households(page, By.REGION)) == (18, [5, 6, 7])
    assert page.whole["suppressed"] == []
    assert PAID_HOUSEHOLDS not in page.whole


def test_a_small_part_is_hidden_and_with_it_the_smallest_that_is_not():
    page = publish(CITY, page_of((4, 60, 7), By.REGION), [])
    assert told_households(page, By.REGION) == [None, 60, None]
    small = page.parts[By.REGION][0]
    assert small["sales_fen"] == 4100
    assert set(small["suppressed"]) == {*REACHED.hidden_together, "evidenced_fen"}
    assert {small[name] for name in REACHED.hidden_together} == {None}


def test_several_small_parts_do_not_stand_for_one_another():
    page = publish(CITY, page_of((1, 2, 70), By.REGION), [])
    assert told_households(page, By.REGION) == [None, None, None]  # 1 + 2 is a small cell as well


def test_a_small_whole_hides_all_its_parts():
    page = publish(CITY, page_of((4, 0, 0), By.REGION), [])
    assert page.whole["households"] is page.whole["evidenced_fen"] is None
    assert told_households(page, By.REGION) == [None, 0, 0]


def test_nothing_is_told_as_nothing():
    row = publish(CITY, page_of((0, 0, 0), By.REGION), []).parts[By.REGION][0]
    assert (row["households"], row["unattributed_fen"], row["suppressed"]) == (0, 100, [])


def test_income_that_was_taken_back_is_of_somebody_too():
    taken_back = {**cell("621021", By.REGION, 0), "attributed_fen": -5}
    rows = [cell("621022", By.REGION, 9), taken_back]
    told = publish(CITY, Page(whole=cell(None, None, 9), parts={By.REGION: rows}), []).parts[By.REGION]
    assert [row["attributed_fen"] for row in told] == [None, None]


def test_a_region_hidden_among_its_siblings_is_hidden_on_its_own_page():
    above = [rows_of((3, 8, 50), By.REGION)]
    for code, is_told in zip(COUNTIES, (False, False, True), strict=True):
        whole = cell(None, None, (3, 8, 50)[COUNTIES.index(code)])
        page = publish(code, Page(whole=whole, parts={}), above)
        assert (page.whole["households"] is not None) == is_told


def test_what_lies_in_a_hidden_region_is_hidden():
    province_rows = [{**cell("621000", By.REGION, 9)}, {**cell("621100", By.REGION, 2)}]
    page = publish("621021", Page(whole=cell(None, None, 9), parts={}), [province_rows, rows_of((9,), By.REGION)])
    assert page.whole["households"] is None


def test_counties_and_provinces_tell_of_households_by_region_only():
    for code in ("621021", "620000"):
        page = publish(code, page_of((50, 60, 70), By.CHANNEL), [])
        assert (page.whole["households"], told_households(page, By.CHANNEL)) == (180, [None] * 3)
        assert [row["sales_fen"] for row in page.parts[By.CHANNEL]] == [50_100, 60_100, 70_100]


def test_channels_tell_of_households_only_while_none_of_them_and_no_county_is_hidden():
    for channels, counties, is_told in (
        ((9, 9, 9), (9, 18), True),
        ((3, 9, 9), (9, 12), False),
        ((9, 9), (4, 14), False),
    ):
        parts = {By.CHANNEL: rows_of(channels, By.CHANNEL), By.REGION: rows_of(counties, By.REGION)}
        page = publish(CITY, Page(whole=cell(None, None, sum(channels)), parts=parts), [])
        assert told_households(page, By.CHANNEL) == (list(channels) if is_told else [None] * len(channels))


def test_channels_tell_of_nothing_where_one_county_has_too_few_households_in_one_of_them():
    parts = {By.CHANNEL: rows_of((20, 30), By.CHANNEL), By.REGION: rows_of((25, 25), By.REGION)}
    crossed = {By.CHANNEL: [cell("event 621021", By.CHANNEL, number) for number in (18, 2, 7, 23)]}
    page = publish(CITY, Page(whole=cell(None, None, 50), parts=parts, crossed=crossed), [])
    assert told_households(page, By.CHANNEL) == [None, None]


# ── all pages of a country together ──

TREE = {
    "000000": ("110000", "620000"),
    "110000": ("110100",),
    "620000": ("620100", "621000"),
    "110100": ("110101",),
    "620100": ("620102", "620103"),
    "621000": ("621021", "621022", "621026"),
}
LEAVES = [code for codes in TREE.values() for code in codes if code not in TREE]
MONTHS = ("2020-01", "2020-02", "2020-03")
amounts = st.sampled_from((0, 0, 1, 2, 4, 5, 6, 9, 40))
countries = st.fixed_dictionaries({code: st.tuples(*(amounts for _ in MONTHS)) for code in LEAVES})


def months_of(country, code):
    if code in country:
        return country[code]
    return tuple(sum(column) for column in zip(*(months_of(country, child) for child in TREE[code]), strict=True))


def published(country):
    """Publish every page: each household stands in one county and one month, so that everything adds up."""
    for code in (*TREE, *LEAVES):
        above = [
            [cell(child, By.REGION, sum(months_of(country, child))) for child in TREE[parent]]
            for parent in TREE
            if parent != code and code.startswith(parent.rstrip("0"))
        ]
        parts = {By.MONTH: [cell(m, By.MONTH, n) for m, n in zip(MONTHS, months_of(country, code), strict=True)]}
        if code in TREE:
            parts[By.REGION] = [cell(child, By.REGION, sum(months_of(country, child))) for child in TREE[code]]
        counties = [leaf for leaf in LEAVES if leaf.startswith(code[:4])]
        crossed = {By.MONTH: [cell("", By.MONTH, number) for leaf in counties for number in country[leaf]]}
        yield code, publish(code, Page(cell(None, None, sum(months_of(country, code))), parts, crossed), above)


def cells_of(country) -> Iterator[tuple[tuple[str, str], int | None]]:
    for code, page in published(country):
        yield (code, "year"), page.whole["attributed_fen"]
        for by, rows in page.parts.items():
            for row in rows:
                value = row["slice"][by.key]
                yield ((code, value) if by is By.MONTH else (value, "year")), row["attributed_fen"]


def determined(told, equations) -> set:
    """Solve what is told and what adds up; the unknowns that have only one value."""
    unknown = sorted({name for equation in equations for name in equation} - told.keys())
    column = {name: i for i, name in enumerate(unknown)}
    rows = []
    for equation in equations:
        row = [Fraction(0)] * len(unknown)
        for name, factor in equation.items():
            if name in column:
                row[column[name]] += factor
        rows.append(row)
    pivots, next_row = [], count()
    at = next(next_row)
    for i in range(len(unknown)):
        chosen = next((r for r in range(at, len(rows)) if rows[r][i]), None)
        if chosen is None:
            continue
        rows[at], rows[chosen] = rows[chosen], rows[at]
        rows[at] = [value / rows[at][i] for value in rows[at]]
        for r in range(len(rows)):
            if r != at and rows[r][i]:
                rows[r] = [a - rows[r][i] * b for a, b in zip(rows[r], rows[at], strict=True)]
        pivots.append((i, at))
        at = next(next_row)
    return {unknown[i] for i, r in pivots if sum(1 for value in rows[r] if value) == 1}


def equations_of():
    for code in (*TREE, *LEAVES):
        yield {(code, "year"): -1, **{(code, month): 1 for month in MONTHS}}
        if code in TREE:
            for column in ("year", *MONTHS):
                yield {(code, column): -1, **{(child, column): 1 for child in TREE[code]}}


@settings(max_examples=300, deadline=None)
@given(countries)
def test_law_14_no_hidden_value_follows_from_all_that_is_told(country):
    told: dict = {}
    hidden = set()
    for name, value in cells_of(country):
        if value is None:
            hidden.add(name)
        else:
            assert told.setdefault(name, value) == value
    assert not hidden & told.keys()  # what one page hides no other tells
    follows = determined(told, list(equations_of()))
    for code, column in follows & hidden:
        value = sum(months_of(country, code)) if column == "year" else months_of(country, code)[MONTHS.index(column)]
        assert value >= LEAST_HOUSEHOLDS, (code, column)


@settings(max_examples=300, deadline=None)
@given(countries)
def test_law_14_no_small_value_is_told(country):
    for (code, column), value in cells_of(country):
        households = (
            sum(months_of(country, code)) if column == "year" else months_of(country, code)[MONTHS.index(column)]
        )
        assert value is None or households == 0 or households >= LEAST_HOUSEHOLDS
        assert households or value == 0
