"""Risk dominance and payoff dominance, against games from the literature and against their definitions."""

from fractions import Fraction
from itertools import product
from random import Random

import pytest

import deterrence as dt
from deterrence.equilibria.refinements.pareto import Run, survivors
from tests.brute.linear import maximise
from tests.equilibria.games import beer_quiche, vector

F = Fraction


def points(eqs):
    """Extreme equilibria as the probabilities of the first actions."""
    return sorted(tuple(v[0] for v in eq.flat) for eq in eqs.extreme)


def symmetric(payoffs):
    return dt.NormalForm.from_arrays(payoffs, [list(column) for column in zip(*payoffs, strict=True)])


# --- risk dominance -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "payoffs, risk, payoff",
    [
        # Harsanyi and Selten (1988), as discussed by Aumann (1990): losses are 1 each at the first, 7 each at the second
        ([[9, 0], [8, 7]], (0, 0), (1, 1)),
        # a stag hunt: losses 1 and 2
        ([[4, 0], [3, 2]], (0, 0), (1, 1)),
        # both criteria agree: losses 2 and 1
        ([[2, 0], [0, 1]], (1, 1), (1, 1)),
    ],
)
def test_two_strict_equilibria(payoffs, risk, payoff):
    eqs = dt.nash(symmetric(payoffs))
    assert len(eqs.extreme) == 3
    assert points(eqs.refine("risk_dominance")) == [risk]
    assert points(eqs.refine("payoff_dominance")) == [payoff]


def test_products_count_not_sums():
    """Losses (5, 1) against (2, 3): the sums say the first, the products 5 < 6 the second."""
    game = dt.NormalForm.from_arrays([[5, 0], [0, 2]], [[1, 0], [0, 3]])
    refined = dt.nash(game).refine("risk_dominance")
    assert points(refined) == [(0, 0)]
    assert {r.reason for r in refined.removed} == {
        "product of deviation losses 5, against 6",
        "product of deviation losses 0, against 6",
    }
    assert all(r.whole and r.refinement == "risk_dominance" for r in refined.removed)


def test_a_tie_keeps_both_and_says_so():
    """The battle of the sexes: 2 * 1 on both sides. Only the mixed equilibrium, from which deviating is free, goes."""
    game = dt.NormalForm.from_arrays([[2, 0], [0, 1]], [[1, 0], [0, 2]])
    refined = dt.nash(game).refine("risk_dominance")
    assert points(refined) == [(0, 0), (1, 1)]
    (removed,) = refined.removed
    assert removed.reason == "product of deviation losses 0, against 2; 2 equilibria tie at the largest"


def test_without_a_strict_equilibrium_nothing_goes():
    pennies = dt.NormalForm.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    refined = dt.nash(pennies).refine("risk_dominance")
    assert points(refined) == [(F(1, 2), F(1, 2))]
    assert refined.removed == ()


def test_a_strict_equilibrium_beats_a_continuum():
    """The probe game: (probe, tolerate) is strict; respond and tolerate are the same to a defender whom nobody probes."""
    game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=1, respond_cost=2)
    eqs = dt.nash(game)
    refined = eqs.refine("risk_dominance")
    assert [eq["challenger"]["probe"] for eq in refined.extreme] == [1]
    assert [r.whole for r in refined.removed] == [True]


@pytest.mark.parametrize("name", ["risk_dominance", "payoff_dominance"])
def test_messages_are_not_what_these_criteria_are_about(name):
    with pytest.raises(dt.UnsupportedGame, match=f"{name} compares equilibria of games in normal form, not of a Signal"):
        dt.perfect_bayesian(beer_quiche()).refine(name)


def test_risk_dominance_needs_two_by_two():
    with pytest.raises(dt.UnsupportedGame, match="two players and two actions each"):
        dt.nash(symmetric([[1, 0, 0], [0, 1, 0], [0, 0, 1]])).refine("risk_dominance")


def test_refinements_for_messages_name_these():
    known = "use 'undominated', 'iterated_dominance', 'trembling_hand', 'risk_dominance' or 'payoff_dominance'"
    with pytest.raises(dt.UnsupportedGame, match=known):
        dt.nash(symmetric([[1, 0], [0, 1]])).refine("d1")


# --- payoff dominance -----------------------------------------------------------------------------------------------------


def test_a_segment_becomes_its_best_point():
    """Row 1 dominates; the second player does not care, but the first gets 3 against column 1 and 1 against column 2."""
    game = dt.NormalForm.from_arrays([[3, 1], [0, 0]], [[0, 0], [1, 0]])
    eqs = dt.nash(game)
    assert points(eqs) == [(1, 0), (1, 1)]
    refined = eqs.refine("payoff_dominance")
    assert points(refined) == [(1, 1)]
    (removed,) = refined.removed
    assert not removed.whole
    assert removed.reason == "only where payoffs are largest: player 1 3, player 2 0"
    assert all(component.closed for component in refined)
    assert refined.verify().max_regret == 0


def test_weak_dominance_is_enough():
    """(1, 1) pays (1, 1), (2, 2) pays (1, 0): nobody loses and somebody gains."""
    game = dt.NormalForm.from_arrays([[1, 0], [0, 1]], [[1, 0], [0, 0]])
    refined = dt.nash(game).refine("payoff_dominance")
    assert {tuple(eq.payoffs.values()) for eq in refined.extreme} == {(1, 1)}


def test_equilibria_that_players_rank_differently_all_stay():
    """The battle of the sexes: only the mixed equilibrium, which pays both 2/3, goes."""
    game = dt.NormalForm.from_arrays([[2, 0], [0, 1]], [[1, 0], [0, 2]])
    refined = dt.nash(game).refine("payoff_dominance")
    assert points(refined) == [(0, 0), (1, 1)]
    (removed,) = refined.removed
    assert removed.reason == "another equilibrium pays player 1 2, player 2 1; here at most player 1 2/3, player 2 2/3"


def test_criteria_follow_each_other():
    eqs = dt.nash(symmetric([[9, 0], [8, 7]]))
    refined = eqs.refine("payoff_dominance").refine("risk_dominance")
    assert points(refined) == [(1, 1)]
    assert refined.refinements == ("payoff_dominance", "risk_dominance")


def test_comparisons_take_them():
    games = {name: symmetric([[9, 0], [8, x]]) for name, x in (("one", 7), ("two", 2))}
    comparison = dt.compare(games, refine="payoff_dominance", baseline="one")
    assert {c: tuple(comparison.bands[c]["payoff:player 1"].refined) for c in games} == {"one": (9, 9), "two": (9, 9)}


def mixtures(side, parts=3):
    """Points of a polytope: all mixtures of its vertices in thirds."""
    n = len(side.vertices)
    for weights in product(range(parts + 1), repeat=n):
        if sum(weights) == parts:
            yield tuple(
                sum((F(w, parts) * x for w, x in zip(weights, column, strict=True)), F(0))
                for column in zip(*side.vertices, strict=True)
            )


def pays(a, b, x, y):
    return tuple(sum(p * m[i][j] * q for i, p in enumerate(x) for j, q in enumerate(y)) for m in (a, b))


@pytest.mark.parametrize("seed", range(60))
def test_against_the_definition(seed):
    """On mixtures of extreme points of all pieces: an equilibrium survives iff none of the others dominates it."""
    rng = Random(seed)
    rows, columns = rng.choice(((2, 2), (2, 3), (3, 2), (3, 3)))
    a, b = ([[rng.randint(0, 1) for _ in range(columns)] for _ in range(rows)] for _ in range(2))
    eqs = dt.nash(dt.NormalForm.from_arrays(a, b))
    sampled = {(x, y) for p in eqs.pieces for x, y in product(*(mixtures(side) for side in p.sides))}
    payoffs = {point: pays(a, b, *point) for point in sampled}
    refined = eqs.refine("payoff_dominance")
    assert refined.verify().max_regret == 0
    kept = [p.described(refined.game) for p in refined.pieces]
    distinct = set(payoffs.values())
    for point, mine in payoffs.items():
        beaten = any(other != mine and other[0] >= mine[0] and other[1] >= mine[1] for other in distinct)
        inside = any(all(side.contains(v) for side, v in zip(p.sides, point, strict=True)) for p in kept)
        assert inside == (not beaten)


def test_the_draws_cut_pieces_in_part_and_whole():
    """The games above are no empty test."""
    found = set()
    for seed in range(60):
        rng = Random(seed)
        rows, columns = rng.choice(((2, 2), (2, 3), (3, 2), (3, 3)))
        a, b = ([[rng.randint(0, 1) for _ in range(columns)] for _ in range(rows)] for _ in range(2))
        found |= {r.whole for r in dt.nash(dt.NormalForm.from_arrays(a, b)).refine("payoff_dominance").removed}
    assert found == {True, False}


# --- payoff dominance with more players -----------------------------------------------------------------------------------


def three_players(worth):
    """Payoffs of some cells, by their actions in a row; all others pay -1 to everybody."""
    return dt.NormalForm(("a", "b", "c"), {c: worth.get("".join(c), (-1, -1, -1)) for c in product("xy", repeat=3)})


def chance(refined, point):
    """Whether a refined set has an equilibrium."""
    return any(
        all(side.contains(v) for side, v in zip(p.sides, point, strict=True)) and p.attains(point) for p in refined.pieces
    )


def test_three_players_at_single_points():
    eqs = dt.nash(three_players({"xxx": (1, 1, 1), "yyy": (2, 2, 2)}))
    assert len(eqs.extreme) == 3
    assert [eq.flat for eq in eqs.refine("payoff_dominance").extreme] == [(vector(0, 1),) * 3]


@pytest.mark.parametrize(
    "rival, kept",
    [
        # at (x, x, t) payoffs are (t, 1 - t, 0): (1/2, 3/4, 0) dominates 1/4 <= t <= 1/2
        (("1/2", "3/4", 0), {0: True, "1/5": True, "1/4": False, "3/8": False, "1/2": False, "3/5": True, 1: True}),
        # (1/2, 1/2, 0) is one of them, and dominates none
        (("1/2", "1/2", 0), {0: True, "1/2": True, 1: True}),
        # (1, 0, 1) dominates t = 1 only
        ((1, 0, 1), {0: True, "1/2": True, "99/100": True, 1: False}),
        # (1/3, 2, -1/2) dominates nothing: c gets less
        (("1/3", 2, "-1/2"), {0: True, "1/3": True, 1: True}),
        ((1, 1, 0), {0: False, "1/2": False, 1: False}),
    ],
)
def test_a_segment_may_lose_its_middle_or_an_end(rival, kept):
    game = three_players({"xxx": (1, 0, 0), "xxy": (0, 1, 0), "yyy": rival})
    refined = dt.nash(game).refine("payoff_dominance")
    assert {t: chance(refined, (vector(1, 0), vector(1, 0), vector(t, 1 - F(t)))) for t in kept} == kept
    assert chance(refined, (vector(0, 1),) * 3)
    half_open = any(p.open_at for p in refined.pieces)
    assert half_open == (False in kept.values() and True in kept.values())


def test_what_a_half_open_segment_lacks_is_not_attained():
    game = three_players({"xxx": (1, 0, 0), "xxy": (0, 1, 0), "yyy": (1, 0, 1)})
    refined = dt.nash(game).refine("payoff_dominance")
    (removed,) = (r for r in refined.removed if not r.whole)
    assert removed.reason == "another equilibrium pays a 1, b 0, c 1; here they run from a 1, b 0, c 0 to a 0, b 1, c 0"
    band = dt.probability(refined, "payoff:c")
    assert (band.least, band.least_attained) == (0, True)
    middle = dt.nash(three_players({"xxx": (1, 0, 0), "xxy": (0, 1, 0), "yyy": ("1/2", "3/4", 0)}))
    notes = [p.open_at for p in middle.refine("payoff_dominance").pieces]
    assert sorted(notes) == [(), *[("not where another equilibrium begins to dominate it",)] * 2]


def beaten(rival, payoffs):
    """Whether some point of a rival, given by its ends, Pareto-dominates some payoffs: a linear program in the share."""
    (start, end), n = rival, len(payoffs)
    slopes = [y - x for x, y in zip(start, end, strict=True)]
    limits = [([slopes[i]], ">=", payoffs[i] - start[i]) for i in range(n)]
    most = maximise([sum(slopes)], [*limits, ([1], "<=", 1)])
    return most is not None and most + sum(start) > sum(payoffs)


def exactly(*numbers):
    return tuple(map(F, numbers))


def test_segments_of_payoffs_that_leave_single_points():
    """Along (t, 1 - t, 0): one rival beats all t < 1/2, the other all t > 1/2, and both begin at t = 1/2."""
    path = exactly(0, 1, 0), exactly(1, 0, 0)
    centre = exactly("1/2", "1/2", 0)
    left, right = (centre, exactly(0, 1, 1)), (centre, exactly(1, 0, 1))
    assert survivors(path, [path, left])[0] == [Run(F(1, 2), F(1))]
    assert survivors(path, [path, left, right])[0] == [Run(F(1, 2), F(1, 2))]
    assert survivors(path, [path, right, (exactly(0, 1, 1),) * 2])[0] == [Run(F(0), F(1, 2), has_low=False)]


@pytest.mark.parametrize("seed", range(100))
def test_segments_of_payoffs_against_linear_programs(seed):
    """Three rivals, points or segments: whether a point is in some run, at all ends of runs and on a grid."""
    rng = Random(seed)

    def segment():
        while True:
            ends = tuple(exactly(*(rng.randint(0, 3) for _ in range(3))) for _ in range(2))
            changes = {(y > x) - (y < x) for x, y in zip(*ends, strict=True)}
            if changes >= {1, -1}:
                return ends
            if rng.random() < 0.2:
                return ends[0], ends[0]

    path, *rivals = (segment() for _ in range(4))
    runs, better = survivors(path, rivals)
    assert (better is None) == (runs == [Run(F(0), F(1))] or (path[0] == path[1] and runs != []))
    places = {F(k, 24) for k in range(25)} | {end for run in runs for end in (run.low, run.high)}
    for t in places:
        payoffs = tuple(x + t * (y - x) for x, y in zip(*path, strict=True))
        inside = any(
            run.low < t < run.high or (t == run.low and run.has_low) or (t == run.high and run.has_high) for run in runs
        )
        assert inside == (not any(beaten(rival, payoffs) for rival in rivals))


@pytest.mark.parametrize("seed", range(60))
def test_three_players_against_the_definition(seed):
    """Every point in twelfths of the way along each piece of a 2x2x2 game survives iff no other equilibrium dominates it."""
    rng = Random(seed)
    most = rng.choice((1, 2, 4))
    arrays = [[[[rng.randint(0, most) for _ in "xy"] for _ in "xy"] for _ in "xy"] for _ in "abc"]
    game = dt.NormalForm.from_arrays(*arrays)
    eqs = dt.nash(game)
    if any(len(p.points) > 2 or not p.polytopal for p in eqs.pieces) or not all(eq.exact for eq in eqs.extreme):
        return

    def utilities(point):
        cells = list(product(range(2), repeat=3))
        return tuple(sum(u[i][j][k] * point[0][i] * point[1][j] * point[2][k] for i, j, k in cells) for u in arrays)

    ends = [(utilities(p.points[0]), utilities(p.points[-1])) for p in eqs.pieces]
    refined = eqs.refine("payoff_dominance")
    for p in eqs.pieces:
        for step in range(13):
            point = tuple(
                tuple(x + F(step, 12) * (y - x) for x, y in zip(v, w, strict=True))
                for v, w in zip(p.points[0], p.points[-1], strict=True)
            )
            assert chance(refined, point) == (not any(beaten(rival, utilities(point)) for rival in ends))


def test_irrational_equilibria_cut_a_segment():
    """Points with payoffs in sqrt(7) and -sqrt(7), two fields, beside a segment with payoffs (2, 5 to 8, 1 to 2)."""
    first, second = [[[3, 2], [6, 1]], [[6, 2], [3, 2]]], [[[0, 2], [1, 3]], [[1, 8], [1, 1]]]
    game = dt.NormalForm.from_arrays(first, second, [[[1, 0], [1, 1]], [[1, 2], [0, 1]]])
    eqs = dt.nash(game)
    assert not all(eq.exact for eq in eqs.extreme)
    refined = eqs.refine("payoff_dominance")
    # the points pay about (2.50, 2.14, 0.86) and (3.64, 1.43, 0.83); another segment, from (6, 1, 1) to (9/4, 5/2, 1), has
    # (2.51, 2.39, 1) and (3.64, 1.94, 1)
    assert {tuple(map(float, eq.payoffs.values())) for eq in refined.extreme} == {(6, 1, 1), (2.25, 2.5, 1), (2, 8, 2)}


@pytest.mark.parametrize(
    "arrays, words",
    [
        (
            (
                [[[0, 1], [1, 0]], [[0, 1], [1, 1]]],
                [[[0, 1], [0, 1]], [[1, 1], [1, 1]]],
                [[[1, 1], [0, 0]], [[1, 1], [1, 1]]],
            ),
            "what several players do changes payoffs together",
        ),
        (
            (
                [[[1, 1], [0, 0]], [[0, 1], [0, 1]]],
                [[[0, 1], [0, 1]], [[1, 1], [1, 0]]],
                [[[1, 1], [1, 1]], [[1, 0], [1, 1]]],
            ),
            "one is no product of polytopes",
        ),
        (
            (
                [[[0, 1], [0, 1]], [[0, 1], [1, 1]]],
                [[[1, 0], [1, 0]], [[1, 0], [1, 0]]],
                [[[0, 1], [1, 0]], [[1, 1], [0, 0]]],
            ),
            "change in different directions, and not along a line",
        ),
    ],
)
def test_three_players_whose_payoffs_change_together_are_refused(arrays, words):
    with pytest.raises(dt.UnsupportedGame, match=rf"payoff_dominance does not cover all .* {words}; compare eq\.payoffs"):
        dt.nash(dt.NormalForm.from_arrays(*arrays)).refine("payoff_dominance")
