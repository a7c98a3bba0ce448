"""Data flows one way: which room of the house may import which."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import ROOT, files, module, tree

EVERYWHERE = {"errors", "exact", "frozen", "roots"}
GAMES = {"games", "parameters"}
SOLVE = {"equilibria", *GAMES}
ANALYSIS = {"solve", *SOLVE}
PRESENT = {"analysis", *ANALYSIS}
SCENARIO = {"models", *GAMES}
MAY_IMPORT = {
    "errors": set(),
    "exact": set(),
    "frozen": set(),
    "roots": set(),
    "parameters": set(),
    "games": {"parameters"},
    "equilibria": GAMES,
    "solve": SOLVE,
    "analysis": ANALYSIS,
    "present": PRESENT,
    "models": GAMES,
    "scenario": SCENARIO,
    "cli": {"present", "scenario", *PRESENT, *SCENARIO, ""},
    "check": set(),
    "": {"cli"},  # the package itself and its __main__
}
#: Runs as a plain file where nothing is installed, so it imports nothing of the package at all.
ALONE = "check"


ROOMS = {path.stem if path.suffix else path.name for path in ROOT.iterdir() if not path.name.startswith("_")}


def imports(node: ast.AST, name: str, *, package: bool) -> Iterator[tuple[str, int, str]]:
    """Every import of this package: the imported module, the line, and the function it stands in."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from ((alias.name, child.lineno, "") for alias in child.names if alias.name.split(".")[0] == "deterrence")
        elif isinstance(child, ast.ImportFrom):
            base = _absolute(child, name, package=package)
            if base.split(".")[0] == "deterrence":
                # `from . import x` imports a module, `from .x import y` a name of one
                targets = [f"{base}.{alias.name}" for alias in child.names] if base == "deterrence" else [base]
                yield from ((target, child.lineno, "") for target in targets)
        inside = child.name if isinstance(child, ast.FunctionDef) else ""
        for target, line, function in imports(child, name, package=package):
            yield target, line, function or inside


def _absolute(node: ast.ImportFrom, name: str, *, package: bool) -> str:
    if not node.level:
        return node.module or ""
    parts = name.split(".")
    parts = parts[: len(parts) - node.level + package]
    return ".".join([*parts, node.module] if node.module else parts)


def room(name: str) -> str:
    """`solve` for `deterrence.solve.nash`, and nothing for the package itself and the names that it offers."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in ROOMS else ""


def faults(source: ast.Module, name: str, *, package: bool = False) -> list[str]:
    """Imports that the house forbids."""
    mine = room(name)
    found = []
    for target, line, function in imports(source, name, package=package):
        theirs = room(target)
        shows = theirs == "present" and (function.startswith("_repr_") or function in ("to_latex", "__repr__"))
        allowed = MAY_IMPORT[mine] | {mine} | (EVERYWHERE if mine != ALONE else set())
        if theirs not in allowed and not shows:
            found.append(f"{name}:{line} imports {target}")
    return found


@pytest.mark.parametrize("path", files(), ids=module)
def test_import_directions(path: Path):
    assert faults(tree(path), module(path), package=path.name == "__init__.py") == []


def test_every_room_is_known():
    assert {room(module(path)) for path in files()} == set(MAY_IMPORT)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("deterrence.games.game", "from ..solve.nash import nash"),
        ("deterrence.games.game", "from deterrence.solve import nash"),
        ("deterrence.games.game", "import deterrence.solve.nash"),
        ("deterrence.equilibria.piece", "def f():\n    from ..solve import nash"),
        ("deterrence.equilibria.refinements.divinity", "from ...analysis.compare import compare"),
        ("deterrence.solve.nash", "if True:\n    from ..analysis import compare"),
        ("deterrence.solve.nash", "from ..models import probe_game"),
        ("deterrence.models.probe", "from ..equilibria.piece import Piece"),
        ("deterrence.models.probe", "from .. import solve"),
        ("deterrence.scenario.files", "from ..analysis.compare import compare"),
        ("deterrence.present.text", "from ..cli import main"),
        ("deterrence.exact", "from .parameters import Parameter"),
        ("deterrence.check", "from .errors import DeterrenceError"),
        ("deterrence.solve.nash", "from .. import load"),
        # showing is allowed where something shows itself, not elsewhere
        ("deterrence.games.game", "from ..present.text import game_text"),
        ("deterrence.games.game", "def summary(self):\n    from ..present.text import game_text"),
    ],
)
def test_forbidden_imports_are_seen(name, code):
    assert len(faults(ast.parse(code), name)) == 1


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("deterrence.games.game", "from .normal_form import NormalForm\nfrom ..errors import InvalidGame"),
        ("deterrence.solve.symbolic.regimes", "from ..nash import nash\nfrom ...games.game import Game"),
        ("deterrence.games.game", "class Game:\n    def _repr_html_(self):\n        from ..present.html import game_html"),
        ("deterrence.games.game", "class Game:\n    def __repr__(self):\n        from ..present.text import game_text"),
        ("deterrence.cli.solve", "from ..present.text import game_text\nfrom .. import load"),
        ("deterrence.games.game", "import sympy\nfrom collections import abc"),
    ],
)
def test_allowed_imports_are_not_faults(name, code):
    assert faults(ast.parse(code), name) == []


def test_a_package_counts_its_own_level():
    """In `deterrence/solve/__init__.py` one dot is `deterrence.solve`."""
    assert faults(ast.parse("from .nash import nash"), "deterrence.solve", package=True) == []
    assert len(faults(ast.parse("from ..analysis import compare"), "deterrence.solve", package=True)) == 1
