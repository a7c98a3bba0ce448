"""Every public name exists, is documented, and costs nothing until it is used."""

import ast
import importlib
import inspect
import os
import subprocess
import sys
import textwrap

import pytest

import deterrence as dt
from tests.house.source import ROOT

HEAVY = {"scipy", "sympy", "matplotlib", "nashpy", "xarray", "pandas", "pydantic"}
STUB = ast.parse((ROOT / "__init__.pyi").read_text(encoding="utf-8"))
#: Name to the module that the stub takes it from.
NAMES = {
    alias.asname or alias.name: f"deterrence.{node.module}" if node.module else "deterrence"
    for node in STUB.body
    if isinstance(node, ast.ImportFrom)
    for alias in node.names
}


def python(code: str, **environment: str) -> str:
    """Run code in a fresh interpreter, warnings as errors."""
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_the_stub_lists_what_the_package_offers():
    assert set(dt.__all__) == set(NAMES)
    assert set(NAMES) <= set(dir(dt))


@pytest.mark.parametrize("name", NAMES)
def test_names_can_be_imported(name):
    home = importlib.import_module(NAMES[name])
    expected = importlib.import_module("deterrence.models") if name == "models" else getattr(home, name)
    assert getattr(dt, name) is expected


def test_an_unknown_name_is_an_error():
    with pytest.raises(AttributeError):
        _ = dt.nsah


def missing(thing: object) -> list[str]:
    """Sections that the docstring of a public name lacks."""
    text = inspect.getdoc(thing) or ""
    if not text:
        return ["docstring"]
    sections = {title for title, line in zip(text.splitlines(), text.splitlines()[1:], strict=False) if set(line) == {"-"}}
    wanted = set()
    if inspect.isclass(thing):
        if not issubclass(thing, BaseException) and _fields(thing) and not sections & {"Parameters", "Attributes"}:
            wanted.add("Parameters or Attributes")
    elif callable(thing):
        signature = inspect.signature(thing)
        wanted |= {"Parameters"} if signature.parameters else set()
        wanted |= {"Returns"} if signature.return_annotation not in (None, "None", inspect.Signature.empty) else set()
        wanted |= {"Raises"} if _raises(thing) else set()
        wanted |= {"Examples"}
    return sorted(wanted - sections)


def _fields(cls: type) -> list[str]:
    own = [name for name in getattr(cls, "__dataclass_fields__", {}) if not name.startswith("_")]
    return own or [name for name in inspect.signature(cls).parameters if name not in ("args", "kwargs")]


def _raises(function: object) -> bool:
    source = textwrap.dedent(inspect.getsource(inspect.unwrap(function)))
    return any(isinstance(node, ast.Raise) for node in ast.walk(ast.parse(source)))


@pytest.mark.parametrize("name", NAMES)
def test_names_are_documented(name):
    assert missing(getattr(dt, name)) == []


@pytest.mark.parametrize("name", ["probe_game", "ambiguous_incursion", "warning_game", "warning_channels"])
def test_models_are_documented(name):
    assert missing(getattr(dt.models, name)) == []


def test_a_poor_docstring_is_seen():
    def bare(x):
        return x

    def poor(x: int) -> int:
        """Double a number."""
        if x < 0:
            raise ValueError
        return 2 * x

    class Poor:
        """A pair."""

        def __init__(self, first, second):
            self.both = first, second

    assert missing(bare) == ["docstring"]
    assert missing(poor) == ["Examples", "Parameters", "Raises", "Returns"]
    assert missing(Poor) == ["Parameters or Attributes"]


def loaded(code: str) -> set[str]:
    """Heavy packages that some code loads."""
    return set(python(f"import sys\n{code}\nprint(*sys.modules)").split()) & HEAVY


def test_importing_loads_nothing_heavy():
    assert loaded("import deterrence") == set()


def test_what_is_loaded_would_be_seen():
    assert loaded("import sympy") == {"sympy"}


def test_plain_numbers_need_no_algebra():
    """A game of numbers is built and solved without sympy."""
    assert loaded("import deterrence as dt\ndt.nash(dt.NormalForm.from_arrays([[1, 0]], [[0, 1]])).verify()") == set()


def test_importing_everything_at_once_works():
    """A stub that names what does not exist fails here rather than at first use."""
    python("import deterrence", EAGER_IMPORT="1")
