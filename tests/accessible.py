"""What axe-core finds wrong with a page, by the rules of WCAG 2.2 A and AA and its own best practice."""

import pytest

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page):
    """Each rule that an open page breaks, with the elements; the page must have been opened with ``bypass_csp``."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed: nothing was audited")
    found = axe.Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response
    assert found["passes"], "no rule was tried"
    return [f"{v['id']}: {', '.join(str(node['target'][0]) for node in v['nodes'][:5])}" for v in found["violations"]]
