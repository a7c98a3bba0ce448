"""The sources of the documentation: every public name is there, all code is executed, vendored scripts are intact."""

import ast
import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
VENDOR = DOCS / "_static" / "vendor"
PAGES = sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md") if "_build" not in path.parts)
SOURCES = [name for name in PAGES if not name.startswith("_static")]


def public_names(stub):
    """Names that a stub re-exports, submodules left aside."""
    imports = [node for node in ast.parse(stub).body if isinstance(node, ast.ImportFrom)]
    return {alias.asname or alias.name for node in imports if node.module for alias in node.names}


def documented(text):
    """Last parts of the names that autodoc directives document."""
    return {name.rsplit(".", 1)[-1] for name in re.findall(r"^\.\. auto\w+:: ([\w.]+)", text, re.MULTILINE)}


def test_every_public_name_is_in_the_reference():
    names = public_names((ROOT / "deterrence" / "__init__.pyi").read_text(encoding="utf-8"))
    assert {"nash", "perfect_bayesian", "compare", "Threshold", "load"} <= names
    pages = "\n".join(path.read_text(encoding="utf-8") for path in (DOCS / "reference" / "api").glob("*.md"))
    assert names - documented(pages) == set()


def test_every_model_is_in_the_reference():
    from deterrence import models

    page = (DOCS / "reference" / "api" / "models.md").read_text(encoding="utf-8")
    assert set(models.__all__) == documented(page)


def test_a_missing_name_would_be_noticed():
    stub = "from . import models as models\nfrom .a import one as one\nfrom .b import two as two\n"
    assert public_names(stub) - documented(".. autofunction:: one\n") == {"two"}


def unexecuted(text):
    """Blocks of Python that Sphinx shows without running them."""
    return re.findall(r"^```(?:\{code-block\} *)?(?:python|ipython|py)\w*\b", text, re.MULTILINE)


@pytest.mark.parametrize("page", SOURCES)
def test_all_python_is_executed(page):
    text = (DOCS / page).read_text(encoding="utf-8")
    assert unexecuted(text) == []
    if "{code-cell}" in text:
        assert text.startswith("---\nfile_format: mystnb\n"), "without this header code cells are not run"


def test_python_that_is_not_executed_would_be_noticed():
    assert unexecuted("```python\n1\n```\n") == ["```python"]
    assert unexecuted("```{code-block} python\n1\n```\n") == ["```{code-block} python"]
    assert unexecuted("```{code-cell} ipython3\n1\n```\n") == []


def checksums(folder):
    """Files of a folder, as SHA256SUMS lists them."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() and path.parent != folder)
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def test_vendored_scripts_are_what_was_checked_in():
    lines = (VENDOR / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert dict(reversed(line.split("  ", 1)) for line in lines) == checksums(VENDOR)
    assert (VENDOR / "mathjax" / "LICENSE").read_text(encoding="utf-8").strip().startswith("Apache License")


def test_a_changed_script_would_be_noticed(tmp_path):
    (tmp_path / "mathjax").mkdir()
    script = tmp_path / "mathjax" / "a.js"
    script.write_text("1", encoding="utf-8")
    before = checksums(tmp_path)
    script.write_text("2", encoding="utf-8")
    assert set(before) == {"mathjax/a.js"}
    assert checksums(tmp_path) != before


def error_classes():
    """The errors that users meet, the parent left aside."""
    from deterrence import errors

    return [name for name in errors.__all__ if name[0].isupper() and name != "DeterrenceError"]


def shown_errors(text):
    """Sections of a page that run code and print an error, by heading."""
    sections = re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return {name for name, body in sections if "{code-cell}" in body and "*Remedy:*" in body}


def test_every_error_is_shown_with_its_remedy():
    page = (DOCS / "reference" / "errors.md").read_text(encoding="utf-8")
    assert len(error_classes()) >= 6
    assert set(error_classes()) - shown_errors(page) == set()


def test_an_error_without_a_remedy_would_be_noticed():
    cell = "```{code-cell} ipython3\n1\n```\n"
    assert shown_errors(f"## One\n*Remedy:* none\n{cell}\n## Two\n{cell}\n## Three\n*Remedy:* x\n") == {"One"}
