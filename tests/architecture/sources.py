"""The program's own files, read once: text and syntax tree by path."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "marketplace"


@cache
def texts() -> dict[str, str]:
    """Every module of the program, as text by its path below the package."""
    return {
        str(path.relative_to(PACKAGE)): path.read_text(encoding="utf-8")
        for path in sorted(PACKAGE.rglob("*.py"))
        if "__pycache__" not in path.parts
    }


@cache
def trees() -> dict[str, ast.Module]:
    """Every module of the program, parsed."""
    return {path: ast.parse(text) for path, text in texts().items()}
