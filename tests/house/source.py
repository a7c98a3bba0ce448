"""The package's source as syntax trees, for the tests that walk it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import deterrence

ROOT = Path(deterrence.__file__).parent


@cache
def tree(path: Path) -> ast.Module:
    """One file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def files(room: str = "") -> list[Path]:
    """All modules of the package, or of one room."""
    found = sorted((ROOT / room).rglob("*.py"))
    assert found, f"no such room: {room}"
    return found


def module(path: Path) -> str:
    """Dotted name of a file's module."""
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def docstrings(node: ast.AST) -> Iterator[ast.Constant]:
    """The docstrings of a tree."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and inner.body:
            first = inner.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
                yield first.value
