"""Every page says who may see it, and its view is short: parse, one call down, show."""

import ast
import inspect
import textwrap

import pytest

from marketplace.kernel.permissions import Permission

MOST_LINES = 15


@pytest.fixture(scope="module")
def views(application):
    """Every view of the pages, by its endpoint."""
    return {
        rule.endpoint: view
        for rule in application.url_map.iter_rules()
        if (view := application.view_functions[rule.endpoint]).__module__.startswith("marketplace.web.")
    }


def test_every_page_names_its_permission(views):
    known = {*Permission, "signed_in", "public"}
    assert [name for name, view in views.items() if getattr(view, "permission", None) not in known] == []
    assert len(views) > 4


def test_a_view_is_short(views):
    long = {}
    for name, view in views.items():
        source = textwrap.dedent(inspect.getsource(inspect.unwrap(view)))
        (function,) = ast.parse(source).body
        _docstring, *body = function.body
        lines = body[-1].end_lineno - body[0].lineno + 1
        if lines > MOST_LINES:
            long[name] = lines
    assert long == {}
