"""How the documentation is built: without network, every code cell executed, nothing loaded from outside."""

import hashlib
import inspect
import re
import sys
from pathlib import Path

from sphinx.ext.napoleon import NumpyDocstring

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT), str(HERE / "_ext")]

import deterrence  # noqa: E402

project = "deterrence"
author = "The deterrence developers"
copyright = "The deterrence developers"  # the name that Sphinx reads
release = version = deterrence.__version__
language = "en"  # the catalogue of en_GB lacks what the search page counts with

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.mathjax",
    "sphinx_copybutton",
    "sphinx_design",
    "accessible",
    "gallery",
    "generated",
]
exclude_patterns = ["_build", "_static/vendor"]
default_role = "code"
# the types in docstrings are prose ("array, shape (n, m)"), whose words may be names of several things
suppress_warnings = ["ref.python"]

# --- executed pages ---------------------------------------------------------------------------------------------------


def digest_of_sources() -> str:
    """Name of the cache of executed pages: it changes with the code and the examples that the pages run."""
    digest = hashlib.sha256()
    for path in sorted([*ROOT.glob("deterrence/**/*.py*"), *ROOT.glob("examples/*")]):
        if path.suffix in (".py", ".pyi", ".toml"):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


nb_execution_mode = "cache"
nb_execution_cache_path = str(HERE / "_build" / ".jupyter_cache" / digest_of_sources())
nb_execution_raise_on_error = True
nb_execution_timeout = 120
nb_merge_streams = True
myst_enable_extensions = ["amsmath", "colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
# the configuration in _static/mathjax-config.js is the only one
myst_update_mathjax = False

# --- the API, from docstrings -----------------------------------------------------------------------------------------

napoleon_google_docstring = False
napoleon_numpy_docstring = True
napoleon_use_rtype = False
autodoc_typehints = "none"
autodoc_member_order = "bysource"
autodoc_class_signature = "mixed"
add_module_names = False
toc_object_entries_show_parents = "hide"
python_maximum_signature_line_length = 100


def number_references(app, what, name, obj, options, lines):
    """References of many docstrings share a page, so they become numbered lists instead of footnotes."""
    for i, line in enumerate(lines):
        line = re.sub(r"^\.\. \[(\d+)\] ", r"\1. ", line)
        lines[i] = re.sub(r"\[(\d+)\]_", r"[\1]", line)


def read_property(app, what, name, obj, options, lines):
    """Read a property as one reads a method: a colon in its first line does not set off a type."""
    if what == "property":
        text = inspect.getdoc(obj) or ""
        lines[:] = NumpyDocstring(text, app.config, app, "method", name, obj, options).lines()


def hide_constructor(app, what, name, obj, options, signature, returned):
    """Results are made by the package, never by hand: their constructors are nobody's business."""
    made = re.match(r"deterrence\.(analysis|equilibria|solve|scenario)\.", getattr(obj, "__module__", ""))
    return ("", None) if what == "class" and made else None


def skip_member(app, what, name, obj, skip, options):
    """Fields of named tuples are described by the class that has them."""
    return True if type(obj).__name__ == "_tuplegetter" else None


# --- pages ------------------------------------------------------------------------------------------------------------

html_theme = "pydata_sphinx_theme"
html_title = "deterrence"
html_static_path = ["_static"]
html_favicon = "_static/favicon.svg"
html_context = {"default_mode": "auto"}
html_css_files = ["site.css"]
html_js_files = [("mathjax-config.js", {"priority": 100})]
html_show_sourcelink = False
html_copy_source = False
mathjax_path = "vendor/mathjax/tex-svg.js"
html_theme_options = {
    "logo": {"text": "deterrence"},
    "show_toc_level": 2,
    "navigation_with_keys": False,
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
html_sidebars = {"index": []}
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True


def setup(app):
    """Connect what happens while the site is built."""
    app.connect("autodoc-process-docstring", number_references, priority=100)  # before napoleon
    app.connect("autodoc-process-docstring", read_property, priority=900)  # after it
    app.connect("autodoc-process-signature", hide_constructor)
    app.connect("autodoc-skip-member", skip_member)
