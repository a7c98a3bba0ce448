"""A real browser moves a slider by keyboard and sees the numbers change; nothing is asked of other machines."""

import shutil
import threading

import pytest

import deterrence as dt
from deterrence.present.explorer import Explorer, exported, serve
from deterrence.scenario.writing import to_toml
from tests.accessible import violations

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: the browser was not tried")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: the browser was not tried")
PHONE = {"width": 390, "height": 800}


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture
def page(browser):
    """A page that keeps what goes wrong and what it asks for."""
    opened = browser.new_page(viewport={"width": 1200, "height": 1000})
    opened.faults, opened.asked = [], []
    opened.on("console", lambda message: opened.faults.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: opened.faults.append(str(error)))
    opened.on("request", lambda request: opened.asked.append(request.url))
    yield opened
    opened.close()


@pytest.fixture
def audited(browser):
    """A page for the audit, which brings a script of its own that the page's policy would refuse."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def address():
    server, address = serve(Explorer(dt.load("examples/airspace.toml"), lambda changed: to_toml(changed.document)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield address
    server.shutdown()
    server.server_close()


def test_a_slider_moves_by_keyboard_and_the_equilibria_follow(page, address):
    page.goto(address)
    cell = page.locator('td[data-measure="deterred"][data-channel="private"]')
    cell.filter(has_text="89/345").wait_for()
    page.get_by_role("slider", name="credibility").focus()
    before = page.locator("#slider-credibility-value").inner_text()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert page.locator("#slider-credibility-value").inner_text() != before
    cell.filter(has_not_text="89/345").wait_for()
    assert "credibility=" in page.url
    page.get_by_role("tab", name="private").click()
    page.locator("#families li.gone").first.wait_for()
    page.locator("#map rect").nth(5).wait_for(state="attached")
    shared = page.url
    page.goto("about:blank")
    page.goto(shared)
    page.locator('#tabs button[aria-selected="true"]', has_text="private").wait_for()
    cell.filter(has_not_text="89/345").wait_for()
    page.get_by_role("button", name="Back to the file").click()
    cell.filter(has_text="89/345").wait_for()
    assert page.faults == []
    assert all(url.startswith((address.split("/?")[0], "about:")) for url in page.asked)


def test_it_fits_a_phone(page, address):
    page.set_viewport_size(PHONE)
    page.goto(address)
    page.locator("#families li").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_everybody_can_use_it(audited, address):
    audited.goto(address)
    audited.locator("#map rect").nth(5).wait_for(state="attached")
    assert violations(audited) == []
    audited.set_viewport_size(PHONE)
    assert violations(audited) == []


def test_a_page_that_not_everybody_can_use_is_noticed(audited):
    audited.set_content(
        '<html lang="en"><title>x</title><main><h1>x</h1><p style="color: #bbb">faint</p><input></main></html>'
    )
    assert [found.partition(":")[0] for found in violations(audited)] == ["color-contrast", "label"]


def test_everybody_can_read_the_report(audited, tmp_path):
    path = tmp_path / "report.html"
    path.write_text(dt.report(dt.load("examples/tripwire.toml"), maps=8, samples=16), encoding="utf-8")
    audited.goto(path.as_uri())
    assert violations(audited) == []
    audited.set_viewport_size(PHONE)
    assert violations(audited) == []


def test_the_exported_page_works_from_a_file(page, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(exported(Explorer(dt.load("examples/tripwire.toml")), points=5), encoding="utf-8")
    page.goto(path.as_uri())
    page.locator("#families li").first.wait_for()
    assert violations(page) == []
    page.get_by_role("slider", name="clash cost").focus()
    before = page.locator("#bands").inner_text()
    page.keyboard.press("Home")
    assert page.locator("#bands").inner_text() != before
    assert page.faults == []
    assert page.asked == [path.as_uri()]


def test_the_report_asks_for_nothing(page, tmp_path):
    path = tmp_path / "report.html"
    path.write_text(dt.report(dt.load("examples/tripwire.toml"), maps=0), encoding="utf-8")
    page.goto(path.as_uri())
    assert page.locator("h1").inner_text() == "A tripwire on the border"
    assert page.locator("math").count() > 0
    assert page.faults == []
    assert page.asked == [path.as_uri()]
