"""Pictures, by what is drawn on the axes."""

import sys
from fractions import Fraction

import pytest

import deterrence as dt
from deterrence.present.plots import COLOURS, plot_best_replies, plot_compare
from tests.present import crises

pytest.importorskip("matplotlib")


def texts(ax):
    return [text.get_text() for text in ax.texts]


def lines(ax, label):
    return [line for line in ax.lines if line.get_label() == label]


@pytest.fixture(scope="module")
def comparison():
    return dt.compare(crises.channels(), refine="d1", baseline="silence")


def test_bands_are_bars_with_labels(comparison):
    ax = plot_compare(comparison, measures=["deterred"])
    (bar,) = ax.patches
    assert bar.get_x() == 0
    assert bar.get_width() == pytest.approx(89 / 345)
    assert bar.get_hatch()
    assert texts(ax) == ["deterred", "0", "1", "0.258   (all: 0 to 0.258)"]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["silence", "public", "private"]
    markers = [float(line.get_xdata()[0]) for line in ax.lines if line.get_marker() == "o"]
    assert markers == pytest.approx([0, 1, 89 / 345])


def test_without_refinements_bands_are_solid():
    ax = plot_compare(dt.compare(crises.channels()), measures=["clash"])
    (bar,) = ax.patches
    assert not bar.get_hatch()
    assert bar.get_x() == pytest.approx(111 / 1000)


def test_the_default_is_what_the_criteria_ask_about(comparison):
    shown = texts(plot_compare(comparison))
    assert [name for name in ("deterred", "clash", "payoff of defender", "bluff_called") if name in shown] == [
        "deterred",
        "clash",
        "payoff of defender",
        "bluff_called",
    ]
    dear = dt.compare(crises.channels(loss_resolute=1000), refine="d1")
    assert "payoff of defender" not in texts(plot_compare(dear))


def test_bars_take_keyword_arguments_and_axes(comparison):
    from matplotlib.figure import Figure

    ax = Figure().add_subplot()
    assert plot_compare(comparison, measures=["deterred"], ax=ax, height=0.2) is ax
    assert ax.patches[0].get_height() == pytest.approx(0.2)


def test_unknown_and_giant_measures(comparison):
    with pytest.raises(dt.InvalidParameter, match="did you mean 'deterred'"):
        plot_compare(comparison, measures=["detered"])
    giant = dt.compare(crises.channels(loss_resolute="1" + "0" * 400))
    with pytest.raises(dt.UnsupportedGame, match="cannot be drawn"):
        plot_compare(giant, measures=["payoff:defender"])


def test_best_replies_of_the_inspection_game():
    """x = 1/3, y = 1/4: the challenger turns at y = 1/4, the defender at x = 1/3."""
    ax = plot_best_replies(dt.nash(crises.probe(readiness_cost="1/2")))
    (challenger,) = lines(ax, "best replies of challenger")
    (defender,) = lines(ax, "best replies of defender")
    assert list(zip(*map(list, challenger.get_data()), strict=True)) == [(1, 0), (1, 0.25), (0, 0.25), (0, 1)]
    assert [tuple(map(float, p)) for p in zip(*defender.get_data(), strict=True)] == [
        (0, 0),
        (pytest.approx(1 / 3), 0),
        (pytest.approx(1 / 3), 1),
        (1, 1),
    ]
    (point,) = lines(ax, "equilibria")
    assert (float(point.get_xdata()[0]), float(point.get_ydata()[0])) == (pytest.approx(1 / 3), 0.25)
    assert texts(ax) == ["(0.333, 0.25)"]
    assert ax.get_xlabel() == "Pr(challenger: probe)"
    assert challenger.get_color() == COLOURS[0]


def test_a_continuum_is_a_thick_line():
    ax = plot_best_replies(dt.nash(crises.probe()))
    (segment,) = lines(ax, "equilibria")
    assert list(segment.get_xdata()) == [0, 0]
    assert sorted(segment.get_ydata()) == [0.25, 1]


@pytest.mark.parametrize(
    "gains, corners",
    [
        ((1, 1), [(0, 1), (1, 1)]),
        ((-1, -1), [(0, 0), (1, 0)]),
        ((1, 0), [(0, 0), (0, 1), (1, 1)]),
        ((-1, 0), [(0, 1), (0, 0), (1, 0)]),
        ((0, 1), [(0, 1), (1, 1), (1, 0)]),
        ((0, -1), [(0, 0), (1, 0), (1, 1)]),
        ((3, -1), [(0, 0), (Fraction(1, 4), 0), (Fraction(1, 4), 1), (1, 1)]),
    ],
)
def test_correspondences_with_ties(gains, corners):
    """The first player gains gains[0] where the other takes its first action, gains[1] where it does not."""
    game = dt.NormalForm.from_arrays([[gains[0], gains[1]], [0, 0]], [[1, 0], [0, 1]])
    ax = plot_best_replies(dt.nash(game))
    (line,) = lines(ax, "best replies of player 1")
    xs, ys = line.get_data()
    assert [(float(y), float(x)) for x, y in zip(xs, ys, strict=True)] == [tuple(map(float, c)) for c in corners]


def test_always_indifferent_is_a_square():
    ax = plot_best_replies(dt.nash(dt.NormalForm.from_arrays([[0, 0], [0, 0]], [[0, 0], [0, 0]])))
    assert [patch.get_label() for patch in ax.patches] == [
        "best replies of player 1",
        "best replies of player 2",
        "equilibria",
    ]


def test_other_games_are_refused():
    with pytest.raises(dt.UnsupportedGame, match="two actions each"):
        plot_best_replies(dt.perfect_bayesian(crises.warning("silence")))


def test_labels_are_not_typeset():
    game, table = crises.hostile(("$x^2$", "$\\bad{", "$a", "b", "c", "d", "e"))
    plot_best_replies(dt.nash(table)).figure.canvas.draw()
    plot_compare(dt.compare({"$\\bad{": game, "b": game})).figure.canvas.draw()


def test_missing_matplotlib_says_what_to_install(monkeypatch, comparison):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(ImportError, match=r'pip install "deterrence\[plot\]"') as caught:
        plot_compare(comparison)
    assert isinstance(caught.value, dt.DeterrenceError)


def test_nothing_is_shown_or_kept_open(comparison):
    plot_compare(comparison)
    pyplot = sys.modules.get("matplotlib.pyplot")
    assert pyplot is None or not pyplot.get_fignums()
