"""Files and functions stay small enough to be read at one sitting."""

import ast

import pytest

from tests.house.source import docstrings, files, module, tree

#: Lines of a file, and of a function without its docstring.
FILE, FUNCTION = 330, 55


def long_functions(source: ast.Module, name: str) -> list[str]:
    """Functions with too many lines; a docstring is no burden, nor is a signature with its many parameters."""
    found = []
    documented = {id(d): d.end_lineno - d.lineno + 1 for d in docstrings(source)}
    for node in ast.walk(source):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            text = documented.get(id(first.value), 0) if isinstance(first, ast.Expr) else 0
            lines = node.end_lineno - first.lineno + 1 - text
            if lines > FUNCTION:
                found.append(f"{name}.{node.name} has {lines} lines")
    return found


@pytest.mark.parametrize("path", files(), ids=module)
def test_files_and_functions(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= FILE
    assert long_functions(tree(path), module(path)) == []


def test_a_long_function_is_seen():
    body = "    x = 1\n" * (FUNCTION + 1)
    assert long_functions(ast.parse(f"def f():\n{body}"), "m") == [f"m.f has {FUNCTION + 1} lines"]
    assert long_functions(ast.parse(f"class C:\n    def f(self):\n{body.replace('    ', '        ')}"), "m") != []
    within = "    x = 1\n" * (FUNCTION - 1)
    assert long_functions(ast.parse(f'def f():\n    """Two\n    lines."""\n{within}'), "m") == []
