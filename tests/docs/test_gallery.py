"""The gallery: a notebook holds the whole script, cut where it may be cut, and nothing else that runs."""

import ast
import importlib.util
import json
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
SPEC = importlib.util.spec_from_file_location("gallery", DOCS / "_ext" / "gallery.py")
gallery = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(gallery)

SCRIPTS = {path.stem: path for path in gallery.scripts()}


def code_of(path):
    """Code cells of a script's notebook, without magic commands."""
    cells = json.loads(gallery.notebook(path))["cells"]
    return [cell["source"] for cell in cells if cell["cell_type"] == "code" and not cell["source"].startswith("%")]


def statements(text):
    return [ast.dump(node) for node in ast.parse(text).body]


def test_there_are_scripts():
    assert {"01_probe_game", "05_sweep", "25_ten_probes"} <= set(SCRIPTS)


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_notebook_runs_its_script(name):
    text = SCRIPTS[name].read_text(encoding="utf-8")
    cells = code_of(SCRIPTS[name])
    added = [cell for cell in cells if "\n__file__ = " in cell]
    assert len(added) == ("__file__" in text)
    picture = gallery.PICTURE.search(text)
    if picture:
        assert isinstance(ast.parse(picture[1]).body[0], ast.Expr)
        assert cells.pop() == f"{picture[1]}.figure"
    run = [node for cell in cells if cell not in added for node in statements(cell)]
    # everything but the docstring, in its order
    assert run == statements(text)[1:]


@pytest.mark.parametrize("name", SCRIPTS)
def test_an_example_says_its_idea(name):
    assert len(gallery.idea(SCRIPTS[name])) > 20
    assert not gallery.idea(SCRIPTS[name]).startswith("One idea")
    story = json.loads(gallery.notebook(SCRIPTS[name]))["cells"][0]["source"]
    assert story.startswith(f"# {gallery.title(SCRIPTS[name])}\n")
    assert "from a clone" not in story
    assert "python examples/" not in story


def test_cuts_and_pictures(tmp_path):
    """A comment within a block is no place to cut; the story goes up to the advice on how to run it."""
    script = tmp_path / "07_two_steps.py"
    script.write_text(
        '"""One idea: two\nsteps.\n\nThe story. Run\nit from a clone:\n\n    python examples/07_two_steps.py\n"""\n\n'
        "if True:\n    x = 1\n\n    # within\n    y = 2\n\n# at the margin\nprint(x)\n# Picture: draw(x)\n",
        encoding="utf-8",
    )
    kinds = [(kind, text) for kind, text, _ in gallery.cells(script) if not text.startswith("%")]
    assert kinds == [
        ("markdown", "# Two steps\n\nTwo steps.\n\nThe story."),
        ("code", "if True:\n    x = 1\n\n    # within\n    y = 2"),
        ("code", "# at the margin\nprint(x)"),
        ("code", "draw(x).figure"),
    ]
