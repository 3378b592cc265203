"""What the map of imports cannot show: sizes, docstrings, commits, floats, states, codes of refusals."""

import ast
import importlib
import re
from collections import defaultdict

import pytest

from marketplace.kernel.errors import DomainError
from tests.architecture.sources import texts, trees

CEILINGS = {"errors": 100, "rules": 250, "models": 300, "queries": 300, "schemas": 300}
CEILING = 400

# One refusal told by several classes: the caller needs no other answer, the program does.
SHARED_CODES = {
    "cell.not_number": "a number out of bounds, told with its decimals or as a whole one",
    "move_refused": "a move that a state machine does not hold, and one out of its last state",
    "reason.missing": "whatever needs a reason",
    "separation_of_duties": "law 11, whoever entered the thing",
}

# Seconds of the process's own clock, to wait or to keep something for a while; nothing that is counted.
WAITING = {"cli/serve.py", "gateways/embedded_postgres/server.py", "web/public/figures.py"}

# Where a state is set: one door for each machine.
DOORS = {
    "benefits/service/payments.py",
    "catalogue/service/listings/moves.py",
    "households/service/linkages.py",
    "imports/service/batches.py",
    "payments/service/matching.py",
    "purchasing/service/moves.py",
    "reporting/service/reports.py",
    "sales/service/look_alikes.py",
    "suppliers/service/checking.py",
    "suppliers/service/moves.py",
}


def ceiling_of(path: str) -> int:
    *folders, name = path.removesuffix(".py").split("/")
    kinds = {part.rsplit("_", 1)[-1] for part in [*folders, name]}
    return min((CEILINGS[kind] for kind in kinds if kind in CEILINGS), default=CEILING)


def test_no_file_is_longer_than_its_ceiling():
    too_long = {path: lines for path, text in texts().items() if (lines := text.count("\n")) > ceiling_of(path)}
    assert too_long == {}


def test_half_of_the_files_are_short():
    lengths = sorted(text.count("\n") for text in texts().values())
    assert lengths[len(lengths) // 2] < 100


def test_every_module_says_what_it_is():
    assert [path for path, tree in trees().items() if not ast.get_docstring(tree)] == []


def test_only_the_transaction_commits():
    committing = re.compile(r"\b(?:session|connection|conn)\.commit\(")
    assert [path for path, text in texts().items() if committing.search(text)] == ["transaction.py"]


def test_law_1_nothing_is_a_float():
    floats = [
        f"{path}:{node.lineno}"
        for path, tree in trees().items()
        if path not in WAITING
        for node in ast.walk(tree)
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float")
        or (isinstance(node, ast.Attribute) and node.attr in {"Float", "REAL", "DOUBLE_PRECISION"})
    ]
    assert floats == []


def test_a_state_is_set_at_one_door():
    setting = {
        path
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Attribute) and target.attr == "state"
    }
    assert setting <= DOORS


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX", "HACK"])
def test_nothing_is_left_to_do(word):
    assert [path for path, text in texts().items() if re.search(rf"\b{word}\b", text)] == []


def refusals() -> list[type[DomainError]]:
    """Every refusal of the program, found by importing all of its modules."""
    for path in texts():
        importlib.import_module("marketplace." + path.removesuffix(".py").removesuffix("/__init__").replace("/", "."))

    def below(kind: type[DomainError]) -> list[type[DomainError]]:
        return [each for child in kind.__subclasses__() for each in (child, *below(child))]

    return [kind for kind in below(DomainError) if kind.__module__.startswith("marketplace.")]


def test_every_refusal_has_a_code_and_sentences_of_its_own():
    wanting = [kind.__qualname__ for kind in refusals() if not {"code", "zh", "en"} <= set(vars(kind))]
    assert wanting == []


def test_what_is_raised_names_its_case_by_a_class_with_sentences():
    kinds = {"Conflict", "Invalid", "Unavailable", "NotFound", "Forbidden"}
    bare = [
        f"{path}:{node.lineno}"
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and isinstance(node.exc.func, ast.Name)
        if node.exc.func.id in kinds and any(isinstance(argument, ast.Constant) for argument in node.exc.args)
    ]
    assert bare == []


def test_a_code_names_one_refusal():
    by_code = defaultdict(set)
    for kind in refusals():
        by_code[kind.code].add(f"{kind.__module__}.{kind.__qualname__}")
    shared = {code: names for code, names in by_code.items() if len(names) > 1 and code not in SHARED_CODES}
    assert shared == {}


def test_a_sentence_speaks_of_the_same_facts_in_both_languages():
    def places(sentence):
        return {re.sub("_(zh|en)$", "", place) for place in re.findall(r"{(\w+)", sentence)}

    assert [kind.__qualname__ for kind in refusals() if places(kind.zh) != places(kind.en)] == []
