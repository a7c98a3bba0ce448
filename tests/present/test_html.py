"""HTML tables: nothing in a label is obeyed, everything is shown."""

from html.parser import HTMLParser

import pytest

import deterrence as dt
from deterrence.present.html import comparison_html, equilibria_html, equilibrium_html, game_html
from tests.present import crises

ALLOWED = {"div", "p", "b", "br", "span", "table", "thead", "tbody", "tr", "th", "td"}
HOSTILE = (
    "<script>alert(1)</script>",
    "</td></table><h1>",
    '" onmouseover="alert(1)',
    "<img src=x onerror=alert(1)>",
    "&lt;b&gt;",
    "' style='x",
    "<!--",
)


class Reader(HTMLParser):
    """Tags, attributes and text of a page; tags must nest."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.attributes, self.text = [], set(), set(), []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)

    def handle_comment(self, data):
        raise AssertionError(f"a comment: {data}")


def read(page):
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert not reader.open
    assert reader.tags <= ALLOWED
    assert reader.attributes <= {"style", "title"}
    return "\n".join(reader.text)


def pages(game, eqs):
    return [game_html(game), equilibria_html(eqs), equilibrium_html(eqs.extreme[0])]


def test_hostile_labels_are_text():
    signalling, table = crises.hostile(HOSTILE)
    for game, solve in ((signalling, dt.perfect_bayesian), (table, dt.nash)):
        eqs = solve(game)
        whole = "".join(read(page) for page in pages(game, eqs))
        comparison = read(comparison_html(dt.compare({HOSTILE[0]: game, HOSTILE[1]: game})))
        for label in (*game.players, *HOSTILE[2:6]):
            assert label in whole
        assert HOSTILE[6] in whole
        assert HOSTILE[0] in comparison
        assert HOSTILE[1] in comparison


def test_best_replies_are_bold_and_starred():
    page = game_html(crises.probe())
    assert '<b><span title="-1">-1</span>*</b>' in page
    assert page.index("challenger") < page.index("defender")


def test_numbers_are_exact_with_the_decimal_as_a_tooltip():
    page = equilibria_html(dt.perfect_bayesian(crises.warning("private")))
    assert '<span title="-0.911">-1139/1250</span>' in page


def test_replies_and_beliefs_say_after_which_message():
    eqs = dt.perfect_bayesian(crises.warning("private"))
    text = read(equilibria_html(eqs))
    assert "after stay_silent: probe" in text
    assert text.count("after warn (unsent): ") == 2  # the reply and the belief of the silent equilibrium
    silent = next(eq for eq in eqs.extreme if eq.shape == "pooling")
    assert "after warn (unsent)" in read(equilibrium_html(silent))


def test_a_comparison_has_both_bands_and_the_verdicts():
    page = comparison_html(dt.compare(crises.channels(), refine="d1", baseline="silence"))
    text = read(page)
    assert "[0, 89/345]" in text
    assert "silence (baseline)" in text
    assert "depends on which equilibrium" in text


def test_free_parameters_and_several_tables():
    text = read(game_html(crises.probe(gain=None)))
    assert "challenger's gain from an unanswered incursion" in text
    cube = dt.NormalForm(
        players=("a", "b", "c"),
        payoffs=lambda *cell: (1, 2, 3),
        actions={"a": ("x",), "b": ("x",), "c": tuple(map(str, range(20)))},
    )
    assert "and 8 more tables" in read(game_html(cube))


@pytest.mark.parametrize("name", ["game", "set", "equilibrium", "comparison"])
def test_notebooks_find_these_tables(name):
    game = crises.probe()
    eqs = dt.nash(game)
    shown = {
        "game": (game, game_html),
        "set": (eqs, equilibria_html),
        "equilibrium": (eqs.extreme[0], equilibrium_html),
        "comparison": (dt.compare({"one": game, "two": game}), comparison_html),
    }
    thing, draw = shown[name]
    assert thing._repr_html_() == draw(thing)
