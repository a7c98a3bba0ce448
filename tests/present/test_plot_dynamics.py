"""Phase portraits, by what is drawn on the axes."""

import pytest

import deterrence as dt
from tests.present import crises

pytest.importorskip("matplotlib")

PENNIES = dt.NormalForm.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
START = {"player 1": {"action 1": "1/2", "action 2": "1/2"}, "player 2": {"action 1": "1/5", "action 2": "4/5"}}


def lines(ax, label):
    return [line for line in ax.lines if line.get_label() == label]


def ends(ax, marker):
    return [tuple(map(float, (*line.get_xdata(), *line.get_ydata()))) for line in ax.lines if line.get_marker() == marker]


def test_a_path_from_its_start_to_its_end():
    path = dt.replicator(PENNIES, START, duration=3)
    ax = dt.plot_dynamics(path)
    (line,) = lines(ax, "replicator")
    assert list(line.get_xdata()) == list(path.probabilities["player 1"]["action 1"])
    assert list(line.get_ydata()) == list(path.probabilities["player 2"]["action 1"])
    assert ends(ax, "o") == [pytest.approx((0.5, 0.2))]
    assert ends(ax, "x") == [pytest.approx((path.final["player 1"]["action 1"], path.final["player 2"]["action 1"]))]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("Pr(player 1: action 1)", "Pr(player 2: action 1)")


def test_arrows_point_the_way():
    """In matching pennies the first player's chance falls where the second player's first action is rare."""
    ax = dt.plot_dynamics(dt.replicator(PENNIES, START, duration=1))
    arrows = [text for text in ax.texts if text.arrow_patch is not None]
    assert len(arrows) == 2
    assert all(arrow.xy[0] < arrow.xyann[0] for arrow in arrows)
    resting = dt.plot_dynamics(dt.replicator(PENNIES, dt.nash(PENNIES).extreme[0]))
    assert not [text for text in resting.texts if text.arrow_patch is not None]


def test_every_dynamics_has_one_colour_and_one_label():
    paths = [dt.replicator(PENNIES, START, 2), dt.replicator(PENNIES, None, 2), dt.logit_dynamics(PENNIES, 1, START, 2)]
    ax = dt.plot_dynamics(paths, equilibria=dt.nash(PENNIES))
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels == ["replicator", "logit", "equilibria"]
    drawn = [line for line in ax.lines if line.get_linestyle() == "-"]
    assert len(drawn) == 3
    assert drawn[0].get_color() == drawn[1].get_color() != drawn[2].get_color()


def test_paths_go_on_top_of_best_replies():
    ax = dt.plot_best_replies(dt.nash(PENNIES))
    before = len(ax.lines)
    assert dt.plot_dynamics(dt.replicator(PENNIES, START, 2), ax=ax, color="black", linewidth=3) is ax
    (line,) = lines(ax, "replicator")
    assert (line.get_color(), line.get_linewidth()) == ("black", 3)
    assert len(ax.lines) == before + 3


def test_other_games_are_refused():
    with pytest.raises(dt.UnsupportedGame, match="two actions each"):
        dt.plot_dynamics(dt.replicator(dt.NormalForm.from_arrays([[1, 0, 0]], [[0, 1, 0]])))
    other = dt.NormalForm.from_arrays([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    with pytest.raises(dt.InvalidParameter, match="different games"):
        dt.plot_dynamics([dt.replicator(PENNIES), dt.replicator(other)])
    with pytest.raises(dt.InvalidParameter, match="different games"):
        dt.plot_dynamics(dt.replicator(PENNIES), equilibria=dt.nash(other))
    for wrong in (3, "path", [3]):
        with pytest.raises(dt.InvalidParameter, match="takes a Trajectory or a list of them"):
            dt.plot_dynamics(wrong)
    with pytest.raises(dt.InvalidParameter, match="no trajectory given"):
        dt.plot_dynamics([])


def test_labels_are_not_typeset():
    _, table = crises.hostile(("$x^2$", "$\\bad{", "$a", "b", "c", "d", "e"))
    dt.plot_dynamics(dt.replicator(table, duration=1)).figure.canvas.draw()
