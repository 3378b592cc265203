"""Every verb that writes leaves an audit line: followed through the calls it makes, as they stand in the source."""

import ast
from functools import cache

from tests.architecture.sources import trees

Name = tuple[str, str]
"""A function by the path of its module and its name."""

LINELESS = {
    ("catalogue/service/stock/outward.py", "release"),
    ("catalogue/service/stock/outward.py", "release_all"),
    ("catalogue/service/stock/outward.py", "ship"),
    ("catalogue/service/stock/reserving.py", "reserve"),
    ("catalogue/service/stock/reserving.py", "reserve_each"),
    ("households/service/rosters/moves.py", "move"),
    ("purchasing/service/moves.py", "move"),
    ("purchasing/service/settlements.py", "complete"),
    ("reporting/service/lines.py", "write_lines"),
}
"""Parts of verbs: the verb around them writes the line."""


@cache
def functions() -> dict[Name, ast.FunctionDef]:
    return {
        (path, node.name): node for path, tree in trees().items() for node in tree.body if type(node) is ast.FunctionDef
    }


@cache
def imported(path: str) -> dict[str, tuple[str, str]]:
    """What each imported name of a module stands for: a module's dotted name, and the name in it."""
    return {
        alias.asname or alias.name: (node.module or "", alias.name)
        for node in ast.walk(trees()[path])
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def path_of(dotted: str) -> str | None:
    stem = dotted.removeprefix("marketplace.").replace(".", "/")
    return next((path for path in (f"{stem}.py", f"{stem}/__init__.py") if path in trees()), None)


def meant(path: str | None, name: str) -> Name | None:
    """The function that a name means in a module, through what packages hand on."""
    if path is None:
        return None
    if (path, name) in functions():
        return path, name
    if name in imported(path):
        module, original = imported(path)[name]
        return meant(path_of(module), original)
    return None


def called(path: str, function: ast.FunctionDef) -> set[Name]:
    found = set()
    for node in ast.walk(function):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name):
            found.add(meant(path, node.func.id))
        elif isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            module, name = imported(path).get(node.func.value.id, ("", ""))
            found.add(meant(path_of(f"{module}.{name}"), node.func.attr))
    return found - {None}


def writes_a_line(name: Name, seen: frozenset[Name] = frozenset()) -> bool:
    if name == ("audit/service.py", "record"):
        return True
    inner = called(name[0], functions()[name]) - seen
    return any(writes_a_line(each, seen | inner) for each in inner)


def verbs() -> list[Name]:
    """The public functions of services that are told who acts and when."""
    return [
        (path, name)
        for (path, name), node in functions().items()
        if "/service" in path
        and not name.startswith("_")
        and {"actor", "now"} <= {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
    ]


def test_law_13_every_verb_leaves_an_audit_line():
    assert [verb for verb in verbs() if not writes_a_line(verb) and verb not in LINELESS] == []
    assert len(verbs()) > 100


def test_no_part_of_a_verb_is_named_that_is_none():
    assert {verb for verb in LINELESS if verb not in functions() or writes_a_line(verb)} == set()
