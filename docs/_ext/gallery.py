"""The gallery: each numbered script under ``examples/`` becomes a notebook, which is a page and can be downloaded.

A script may name its picture in a line of its own, ``# Picture: dt.plot_best_replies(equilibria)``. Notebooks are written
when the site is built, into ``docs/gallery``, and only where they change.
"""

import ast
import json
import re
from pathlib import Path

DOCS = Path(__file__).parents[1]
EXAMPLES = DOCS.parent / "examples"
PICTURE = re.compile(r"^# Picture: (.+)\n", re.MULTILINE)


def scripts():
    """The numbered scripts, in their order."""
    return sorted(EXAMPLES.glob("[0-9]*.py"))


def title(path):
    """What a script is called: its file's name without number."""
    return path.stem.partition("_")[2].replace("_", " ").capitalize()


def idea(path):
    """First paragraph of a script's docstring, without the words that all of them begin with."""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    text = " ".join(text.partition("\n\n")[0].split()).removeprefix("One idea: ")
    return text[0].upper() + text[1:]


def cells(path):
    """The script in pieces: its story, its code cut before comments at the margin, and its picture."""
    source = path.read_text(encoding="utf-8")
    module = ast.parse(source)
    code = "".join(source.splitlines(keepends=True)[module.body[0].end_lineno :])
    picture, code = PICTURE.search(code), PICTURE.sub("", code)
    paragraphs = ast.get_docstring(module).split("\n\n")[1:]
    story = "\n\n".join(re.sub(r"\s*Run\s+it\s+from\s.*", "", p, flags=re.DOTALL) for p in paragraphs if p[0] != " ")
    yield "markdown", f"# {title(path)}\n\n{idea(path)}\n\n{story}".strip(), []
    yield "code", '%matplotlib inline\n%config InlineBackend.figure_formats = ["svg"]', ["remove-cell"]
    if "__file__" in code:
        yield (
            "code",
            f'# where the script and its files are, seen from this notebook\n__file__ = "../../examples/{path.name}"',
            [],
        )
    for part in re.split(r"\n\n(?=# )", code.strip()):
        yield "code", part.strip(), []
    if picture:
        yield "code", f"{picture[1]}.figure", []


def notebook(path):
    """A script as a notebook, in the fourth format."""
    found = []
    for number, (kind, text, tags) in enumerate(cells(path)):
        cell = {"cell_type": kind, "id": f"cell-{number}", "metadata": {"tags": tags} if tags else {}, "source": text}
        found.append(cell | ({"execution_count": None, "outputs": []} if kind == "code" else {}))
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return json.dumps({"cells": found, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}, indent=1) + "\n"


def write_notebooks(app):
    """Write what has changed, and take away the notebooks of scripts that are gone."""
    folder = DOCS / "gallery"
    wanted = {folder / f"{path.stem}.ipynb": notebook(path) for path in scripts()}
    for old in set(folder.glob("*.ipynb")) - set(wanted):
        old.unlink()
    for target, text in wanted.items():
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.write_text(text, encoding="utf-8")


def setup(app):
    """Connect to Sphinx."""
    app.connect("builder-inited", write_notebooks)
    return {"parallel_read_safe": True}
