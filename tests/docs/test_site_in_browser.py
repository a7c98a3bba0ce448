"""The built pages in a real browser: quiet, self-contained, searchable, with mathematics. Skipped without a build or Chromium."""

import re
import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.accessible import violations

BUILT = Path(__file__).parents[2] / "docs" / "_build" / "html"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.skipif(not (BUILT / "index.html").exists(), reason="the documentation is not built"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
PAGES = [
    "index.html",
    "tutorials/probe-game.html",
    "explanation/beliefs.html",
    "gallery/index.html",
    "reference/models.html",
]


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def site():
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(BUILT))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture
def page(browser, site):
    """A page that remembers what went wrong on it."""
    opened = browser.new_page()
    opened.set_default_timeout(30_000)
    opened.wrong = []
    opened.on("console", lambda said: opened.wrong.append(said.text) if said.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: opened.wrong.append(str(error)))
    opened.on("request", lambda asked: None if asked.url.startswith((site, "data:")) else opened.wrong.append(asked.url))
    opened.on("response", lambda answer: opened.wrong.append(answer.url) if answer.status >= 400 else None)
    yield opened
    opened.close()


@pytest.mark.parametrize("name", PAGES)
def test_pages_load_without_a_fault(page, site, name):
    page.goto(f"{site}/{name}", wait_until="networkidle")
    assert page.wrong == []
    assert page.locator("main h1").first.is_visible()


def test_a_fault_would_be_noticed(page, site):
    page.goto(f"{site}/index.html", wait_until="networkidle")
    page.evaluate("fetch('no_such_file.json').then(() => console.error('broken'))")
    page.wait_for_timeout(300)
    assert any("no_such_file" in what for what in page.wrong)
    assert "broken" in page.wrong


def test_search_finds_the_audience_cost(page, site):
    page.goto(f"{site}/search.html?q=audience+cost", wait_until="networkidle")
    found = page.locator("#search-results li a")
    found.first.wait_for()
    titles = " ".join(found.all_inner_texts())
    assert "audience costs and loss of face" in titles
    assert page.wrong == []


def test_mathematics_is_set(page, site):
    page.goto(f"{site}/explanation/beliefs.html", wait_until="networkidle")
    formula = page.locator("mjx-container svg").first
    formula.wait_for()
    box = formula.bounding_box()
    assert min(box["width"], box["height"]) > 5
    assert not re.search(r"\\\[|\\\(", page.locator("main").inner_text())


#: Milliseconds in which colours have faded into each other and what scrolls has been made reachable by keyboard.
SETTLED = 1000


@pytest.mark.parametrize("name", [*PAGES, "reference/api/games.html", "search.html"])
def test_everybody_can_read_it(page, site, name):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{site}/{name}", wait_until="networkidle")
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(SETTLED)
    assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 900})
    page.wait_for_timeout(SETTLED)
    assert violations(page) == []


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_the_screen(page, site, width):
    page.set_viewport_size({"width": width, "height": 900})
    for name in PAGES:
        page.goto(f"{site}/{name}", wait_until="networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
