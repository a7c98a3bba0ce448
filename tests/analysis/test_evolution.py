"""Evolutionary stability, against games from the literature and against its definition on a grid of mutants."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random

import numpy as np
import pytest

import deterrence as dt
from deterrence.analysis.copositive import MOST_BOUNDED, lowest

F = Fraction
ESS, NEUTRAL, NEITHER = "evolutionarily stable", "neutrally stable", "neither"


def symmetric(payoffs, labels=None):
    """The symmetric game in which the row player has these payoffs."""
    columns = [list(column) for column in zip(*payoffs, strict=True)]
    return dt.NormalForm.from_arrays(payoffs, columns, actions=None if labels is None else [labels, labels])


def verdicts(payoffs):
    return {tuple(found.strategy.values()): found.verdict for found in dt.evolutionary_stability(symmetric(payoffs))}


@pytest.mark.parametrize(
    "name, payoffs, expected",
    [
        # Maynard Smith (1982), Evolution and the theory of games: a prize V, an injury C
        ("hawk-dove, V = 2 < C = 4", [[-1, 2], [0, 1]], {(F(1, 2), F(1, 2)): ESS}),
        ("hawk-dove, V = 3 < C = 4", [[F(-1, 2), 3], [0, F(3, 2)]], {(F(3, 4), F(1, 4)): ESS}),
        ("hawk-dove, V = C", [[0, 2], [0, 1]], {(1, 0): ESS}),
        ("hawk-dove, V = 4 > C = 2", [[1, 4], [0, 2]], {(1, 0): ESS}),
        ("prisoner's dilemma", [[2, 0], [3, 1]], {(0, 1): ESS}),
        ("coordination", [[2, 0], [0, 1]], {(1, 0): ESS, (0, 1): ESS, (F(1, 3), F(2, 3)): NEITHER}),
        # Weibull (1995), Evolutionary game theory: rock-paper-scissors in which a win pays 1 + a over a tie
        ("rock-paper-scissors", [[0, -1, 1], [1, 0, -1], [-1, 1, 0]], {(F(1, 3),) * 3: NEUTRAL}),
        ("winning pays more", [[0, -1, 2], [2, 0, -1], [-1, 2, 0]], {(F(1, 3),) * 3: ESS}),
        ("losing costs more", [[0, -2, 1], [1, 0, -2], [-2, 1, 0]], {(F(1, 3),) * 3: NEITHER}),
        # Zeeman (1980): the inner equilibrium attracts, but is not evolutionarily stable; action 1 is
        ("Zeeman", [[0, 6, -4], [-3, 0, 5], [-1, 3, 0]], {(1, 0, 0): ESS, (F(1, 3),) * 3: NEITHER}),
        ("all the same", [[1]], {(1,): ESS}),
    ],
)
def test_games_from_the_literature(name, payoffs, expected):
    found = verdicts(payoffs)
    assert {point: verdict for point, verdict in found.items() if point in expected} == expected
    assert all(verdict == NEITHER for point, verdict in found.items() if point not in expected)


def test_a_continuum_is_never_evolutionarily_stable():
    """Nothing depends on anything: all mixtures are neutrally stable, whatever they use."""
    found = dt.evolutionary_stability(symmetric([[0, 0], [0, 0]], ("a", "b")))
    assert {s.used: s.verdict for s in found} == {("a",): NEUTRAL, ("b",): NEUTRAL, ("a", "b"): NEUTRAL}
    assert len(found) == 3
    (both,) = [s for s in found if s.used == ("a", "b")]
    assert sorted(v["a"] for v in both.vertices) == [0, 1]
    assert both.strategy == {"a": F(1, 2), "b": F(1, 2)}


def test_a_verdict_can_change_along_a_continuum():
    """Repeated prisoner's dilemma: who retaliates and who is always kind do equally well, until enough are kind.

    Retaliators and the kind get 3 from each other; a defector gets 1 from a retaliator, 5 from the kind, who get 0. Nobody
    defects as long as p + 5 (1 - p) <= 3, so the retaliators are at least 1/2; at 1/2 the defectors are best replies too.
    """
    game = symmetric([[3, 3, 1], [3, 3, 0], [1, 5, 1]], ("retaliate", "be kind", "defect"))
    found = {(s.used, s.best_replies): s for s in dt.evolutionary_stability(game)}
    nice = ("retaliate", "be kind")
    assert found[nice, nice].verdict == NEUTRAL
    assert sorted(v["retaliate"] for v in found[nice, nice].vertices) == [F(1, 2), 1]
    assert found[("retaliate",), nice].verdict == NEUTRAL
    edge = found[nice, (*nice, "defect")]
    assert edge.strategy == {"retaliate": F(1, 2), "be kind": F(1, 2), "defect": 0}
    assert edge.verdict == NEITHER
    assert edge.reason.endswith("does better against itself")


def definition(payoffs, x, y):
    """What x gains over y against y."""
    return sum((a - b) * u * c for a, b, row in zip(x, y, payoffs, strict=True) for u, c in zip(row, y, strict=True))


def against(payoffs, x):
    return [sum(u * p for u, p in zip(row, x, strict=True)) for row in payoffs]


@pytest.mark.parametrize("seed", range(150))
def test_against_the_definition(seed):
    """Mutants on a grid of best replies; the invader that is named; and no symmetric equilibrium is left out."""
    rng = Random(seed)
    n = rng.choice((2, 3, 3, 4))
    payoffs = [[F(rng.randint(-2, 2)) for _ in range(n)] for _ in range(n)]
    game = symmetric(payoffs)
    grid = [g for g in product(range(7), repeat=n) if sum(g) == 6]
    for found in dt.evolutionary_stability(game):
        x = tuple(found.strategy.values())
        pays = against(payoffs, x)
        best = {i for i, u in enumerate(pays) if u == max(pays)}
        assert {i for i, p in enumerate(x) if p} <= best
        assert [game.actions["player 1"][i] for i in sorted(best)] == list(found.best_replies)
        gains = []
        for g in grid:
            y = tuple(F(k, 6) for k in g)
            if y != x and all(i in best for i, k in enumerate(g) if k):
                gains.append(definition(payoffs, x, y))
        if found.verdict == ESS:
            assert all(g > 0 for g in gains)
            assert found.invader is None
            continue
        y = tuple(found.invader.values())
        assert y != x
        assert sum(y) == 1
        assert all(p >= 0 and (not p or i in best) for i, p in enumerate(y))
        if found.verdict == NEUTRAL:
            assert all(g >= 0 for g in gains)
            assert definition(payoffs, x, y) == 0
        else:
            assert definition(payoffs, x, y) < 0
    corners = {tuple(v.values()) for s in dt.evolutionary_stability(game) for v in s.vertices}
    assert {eq.flat[0] for eq in dt.nash(game).extreme if eq.flat[0] == eq.flat[1]} <= corners


def test_unsymmetric_games_are_refused():
    with pytest.raises(dt.UnsupportedGame, match=r"action 1 / action 1 .* do not mirror each other"):
        dt.evolutionary_stability(dt.NormalForm.from_arrays([[1, 2], [3, 4]], [[0, 3], [2, 4]]))
    with pytest.raises(dt.UnsupportedGame, match="the actions of 'defender' are not those of 'challenger'"):
        dt.evolutionary_stability(dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=1, respond_cost=2))
    with pytest.raises(dt.UnsupportedGame, match="has 3"):
        dt.evolutionary_stability(dt.NormalForm.from_arrays(*[[[[0]]]] * 3))


def test_an_incomplete_search_is_no_answer(monkeypatch):
    game = symmetric([[1, 0], [0, 1]])
    cut_off = replace(dt.nash(game), complete=False, why="the time limit was reached")
    monkeypatch.setattr("deterrence.analysis.evolution.nash", lambda *_, **__: cut_off)
    with pytest.raises(dt.LimitReached, match="not all equilibria were found: the time limit was reached"):
        dt.evolutionary_stability(game)


# --- copositivity ---------------------------------------------------------------------------------------------------------

HORN = [[1, -1, 1, 1, -1], [-1, 1, -1, 1, 1], [1, -1, 1, -1, 1], [1, 1, -1, 1, -1], [-1, 1, 1, -1, 1]]


def form(matrix, z):
    return sum(a * matrix[i][j] * b for i, a in enumerate(z) for j, b in enumerate(z))


@pytest.mark.parametrize("shift, sign", [(0, 0), (F(-1, 1000), -1), (F(1, 1000), 1)])
def test_horns_matrix_is_copositive_and_no_more(shift, sign):
    """Hall and Newman (1963): no sum of a positive semidefinite and a non-negative matrix."""
    matrix = [[F(x) + shift * (i == j) for j, x in enumerate(row)] for i, row in enumerate(HORN)]
    found, point = lowest(matrix, [True] * 5)
    assert found == sign
    if sign <= 0:
        assert all(x >= 0 for x in point)
        assert any(point)
        assert (form(matrix, point) > 0) - (form(matrix, point) < 0) == sign


@pytest.mark.parametrize("seed", range(200))
def test_forms_on_cones_against_a_grid(seed):
    rng = Random(seed)
    n = rng.choice((1, 2, 3, 4))
    half = [[rng.randint(-2, 3) for _ in range(n)] for _ in range(n)]
    matrix = [[F(half[min(i, j)][max(i, j)]) for j in range(n)] for i in range(n)]
    bounded = [rng.random() < 0.6 for _ in range(n)]
    sign, point = lowest(matrix, bounded)
    values = [form(matrix, z) for z in product(*(range(4) if b else range(-3, 4) for b in bounded)) if any(z)]
    if sign <= 0:
        assert any(point)
        assert all(z >= 0 for z, b in zip(point, bounded, strict=True) if b)
        at = form(matrix, point)
        assert (at > 0) - (at < 0) == sign
    if sign == 1:
        assert min(values) > 0
    if sign == 0:
        assert min(values) >= 0


def test_too_many_bounded_coordinates_are_refused():
    n = MOST_BOUNDED + 1
    with pytest.raises(dt.LimitReached, match="needs 2\\*\\*13 cases; at most 12"):
        lowest([[F(int(i == j)) for j in range(n)] for i in range(n)], [True] * n)


# --- eigenvalues ----------------------------------------------------------------------------------------------------------


def test_matching_pennies_is_a_centre():
    """Near (1/2, 1/2): x' = y, y' = -x in deviations, by hand."""
    pennies = dt.NormalForm.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    (eq,) = dt.nash(pennies).extreme
    found = dt.replicator_stability(pennies, eq)
    assert sorted(found.eigenvalues.imag) == pytest.approx([-1, 1])
    assert found.eigenvalues.real == pytest.approx([0, 0], abs=1e-12)
    assert found.verdict == "not decided by the linearisation"


def test_an_attractor_need_not_be_evolutionarily_stable():
    """Zeeman's game: the eigenvalues at (1/3, 1/3, 1/3) are (-1 +- i sqrt(2)) / 3."""
    game = symmetric([[0, 6, -4], [-3, 0, 5], [-1, 3, 0]])
    third = dict.fromkeys(game.actions["player 1"], F(1, 3))
    found = dt.replicator_stability(game, third, single_population=True)
    assert found.verdict == "asymptotically stable"
    assert sorted(found.eigenvalues, key=lambda e: e.imag) == pytest.approx([(-1 - 1j * 2**0.5) / 3, (-1 + 1j * 2**0.5) / 3])


@pytest.mark.parametrize("seed", range(40))
def test_evolutionarily_stable_strategies_are_never_repelling(seed):
    """Taylor and Jonker (1978), and strict equilibria attract in two populations too."""
    rng = Random(seed)
    game = symmetric([[rng.randint(-3, 3) for _ in range(3)] for _ in range(3)])
    for found in dt.evolutionary_stability(game):
        if found.verdict == ESS:
            assert dt.replicator_stability(game, found.strategy, single_population=True).verdict != "unstable"
            if len(found.best_replies) == 1:
                both = dict.fromkeys(game.players, found.strategy)
                assert dt.replicator_stability(game, both).verdict == "asymptotically stable"


def test_eigenvalues_agree_with_differences():
    """The Jacobian of three players, at pure and mixed equilibria, against differences of the velocity written out."""
    arrays = [[[3, 2], [6, 1]], [[6, 2], [3, 2]]], [[[0, 2], [1, 3]], [[1, 8], [1, 1]]], [[[1, 0], [1, 1]], [[1, 2], [0, 1]]]
    game = dt.NormalForm.from_arrays(*arrays)

    def velocity(p):
        mixed = [np.array([x, 1 - x]) for x in p]
        speeds = []
        for i, array in enumerate(arrays):
            others = [mixed[k] for k in range(3) if k != i]
            pays = np.einsum("abc,b,c->a", np.moveaxis(np.array(array, float), i, 0), *others)
            speeds.append(p[i] * (1 - p[i]) * (pays[0] - pays[1]))
        return np.array(speeds)

    mixed = 0
    for eq in dt.nash(game).extreme:
        at = np.array([float(v[0]) for v in eq.flat])
        mixed += bool(np.all((at > 0) & (at < 1)))
        jacobian = np.array([(velocity(at + 1e-6 * e) - velocity(at - 1e-6 * e)) / 2e-6 for e in np.eye(3)]).T
        found = dt.replicator_stability(game, eq).eigenvalues
        assert np.poly(found) == pytest.approx(np.poly(np.linalg.eigvals(jacobian)), abs=1e-6)
    assert mixed == 2


def test_points_that_move_are_refused():
    game = symmetric([[2, 0], [3, 1]])
    with pytest.raises(dt.InvalidParameter, match="do not rest there"):
        dt.replicator_stability(game, {"action 1": "1/2", "action 2": "1/2"}, single_population=True)
