"""Every internal link of the built pages leads somewhere. Skipped where there is no build."""

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

BUILT = Path(__file__).parents[2] / "docs" / "_build" / "html"
needs_build = pytest.mark.skipif(not (BUILT / "index.html").exists(), reason="the documentation is not built")


class Page(HTMLParser):
    """The links of a page, and the places in it that links may point to."""

    def __init__(self, text):
        super().__init__()
        self.links, self.places = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.places |= {given[key] for key in ("id", "name") if given.get(key)}
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])


def broken(root):
    """Links from pages below a folder to files or places that do not exist, as (page, link)."""
    pages = {path.resolve(): Page(path.read_text(encoding="utf-8")) for path in sorted(root.rglob("*.html"))}
    found = []
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            place = unquote(parts.fragment)
            if not target.exists() or (place and target in pages and place not in pages[target].places):
                found.append((path.relative_to(root.resolve()).as_posix(), link))
    return found


def test_broken_links_are_found(tmp_path):
    (tmp_path / "a.html").write_text(
        '<a href="b.html">1</a><a href="b.html#here">2</a><a href="#top">3</a><a href="https://example.org/x">4</a>'
        '<a href="c.html">5</a><a href="b.html#gone">6</a><p id="top"></p>',
        encoding="utf-8",
    )
    (tmp_path / "b.html").write_text('<p id="here"></p>', encoding="utf-8")
    assert broken(tmp_path) == [("a.html", "c.html"), ("a.html", "b.html#gone")]


@needs_build
def test_every_internal_link_resolves():
    assert sum(len(Page(page.read_text(encoding="utf-8")).links) for page in BUILT.glob("*.html")) > 20
    assert broken(BUILT) == []
