"""The built pages load nothing from outside: no script, style, image or font. Skipped where there is no build."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

BUILT = Path(__file__).parents[2] / "docs" / "_build" / "html"
needs_build = pytest.mark.skipif(
    not (BUILT / "index.html").exists(),
    reason="the documentation is not built: python -m sphinx -b html docs docs/_build/html",
)

#: Elements that load what they point to, and the attributes with which they do it. Links that a reader may follow are free.
LOADING = {
    "script": ("src",),
    "link": ("href",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "iframe": ("src",),
    "object": ("data",),
    "embed": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "image": ("href", "xlink:href"),
    "use": ("href", "xlink:href"),
}
#: Links that say something about a page and load nothing.
HARMLESS = {"canonical", "author", "license", "next", "prev", "index", "search", "help", "copyright"}
OUTSIDE = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
STYLED = re.compile(r"(?:@import\s+(?:url\()?|url\()\s*[\"']?((?:https?:)?//[^\"')\s]+)", re.IGNORECASE)


class Loads(HTMLParser):
    """Collects what a page would fetch from outside."""

    def __init__(self):
        super().__init__()
        self.found, self.styling = [], False

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.styling = tag == "style"
        self.found += STYLED.findall(given.get("style") or "")
        if tag == "link" and set((given.get("rel") or "").split()) <= HARMLESS:
            return
        for name in LOADING.get(tag, ()):
            for target in (given.get(name) or "").split(","):
                if OUTSIDE.match(target):
                    self.found.append(target.strip())

    def handle_data(self, data):
        if self.styling:
            self.found += STYLED.findall(data)

    def handle_endtag(self, tag):
        self.styling = False


def outside(page):
    parser = Loads()
    parser.feed(page)
    return parser.found


@pytest.mark.parametrize(
    "page",
    [
        '<script src="https://cdn.example/x.js"></script>',
        '<script src="//cdn.example/x.js"></script>',
        '<link rel="stylesheet" href="https://fonts.example/css">',
        '<link rel="preload" as="font" href="http://fonts.example/a.woff2">',
        '<img srcset="a.png 1x, https://images.example/b.png 2x">',
        '<style>@import url("https://fonts.example/css");</style>',
        '<p style="background: url(https://images.example/a.png)">',
    ],
)
def test_what_is_loaded_from_outside_is_found(page):
    assert len(outside(page)) == 1


@pytest.mark.parametrize(
    "page",
    [
        '<a href="https://www.example.org">a link that a reader may follow</a>',
        '<script src="_static/x.js"></script><link rel="stylesheet" href="../_static/x.css?v=1">',
        '<link rel="canonical" href="https://docs.example.org/">',
        '<img src="data:image/png;base64,AAAA">',
    ],
)
def test_what_is_not_loaded_from_outside_passes(page):
    assert outside(page) == []


@needs_build
def test_no_page_loads_from_outside():
    pages = sorted(BUILT.rglob("*.html"))
    assert len(pages) > 20
    found = {page.relative_to(BUILT).as_posix(): outside(page.read_text(encoding="utf-8")) for page in pages}
    assert {page: targets for page, targets in found.items() if targets} == {}


@needs_build
def test_no_style_loads_from_outside():
    sheets = sorted(BUILT.rglob("*.css"))
    assert sheets
    found = {sheet.relative_to(BUILT).as_posix(): STYLED.findall(sheet.read_text(encoding="utf-8")) for sheet in sheets}
    assert {sheet: targets for sheet, targets in found.items() if targets} == {}


@needs_build
def test_formulae_are_set_by_the_vendored_script():
    page = (BUILT / "explanation" / "solver.html").read_text(encoding="utf-8")
    assert 'class="math' in page
    assert "_static/vendor/mathjax/tex-svg.js" in page
    assert "_static/mathjax-config.js" in page
    assert (BUILT / "_static" / "vendor" / "mathjax" / "a11y" / "assistive-mml.js").exists()


@needs_build
def test_the_tutorial_was_executed():
    page = (BUILT / "tutorials" / "private-warning.html").read_text(encoding="utf-8")
    # the private and the public warning of the worked crisis, and the private one against a proud challenger
    for result in ("[0, 89/345]", "89/375", "commitment_gap - reputation_cost"):
        assert result in page
    assert page.count("<img") >= 2
