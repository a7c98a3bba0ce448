"""What a terminal shows, held against results that are known from elsewhere."""

from fractions import Fraction

import pytest

import deterrence as dt
from deterrence.equilibria.piece import Piece
from deterrence.equilibria.polytope import Polytope
from deterrence.present.numbers import decimal, full, short, span
from deterrence.present.text import (
    comparison_text,
    component_text,
    equilibria_text,
    explain_text,
    game_text,
    thresholds_text,
)
from deterrence.present.words import choices, dependent
from tests.present import crises


def squeezed(text):
    """Runs of spaces do not matter, lines do."""
    return [" ".join(line.split()) for line in text.splitlines()]


def _piece(sides):
    return Piece(tuple(Polytope(tuple(tuple(map(Fraction, v)) for v in side)) for side in sides))


# --- numbers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value, text",
    [
        (Fraction(89, 345), "89/345 = 0.258"),
        (Fraction(37, 92), "37/92 = 0.402"),
        (Fraction(-7), "-7"),
        (Fraction(-1, 4), "-1/4 = -0.25"),
        (Fraction(1, 900), "1/900 = 0.00111"),
        (Fraction(9999, 10000), "9999/10000 = 0.9999"),
        (Fraction(22, 7), "22/7 = 3.143"),
    ],
)
def test_numbers_are_exact_with_a_decimal_beside_them(value, text):
    assert full(value) == text


def test_a_rounded_number_never_looks_like_an_integer():
    assert decimal(Fraction(10**12 - 1, 10**12)) == "0.999999"
    assert decimal(Fraction(3 * 10**9 + 1, 10**9)) == "3.000000"


@pytest.mark.parametrize("value", [Fraction(10**9000 + 1, 7), Fraction(7, 10**9000 + 1), -Fraction(3**20000, 2**20000)])
def test_giant_numbers_are_short_and_do_not_raise(value):
    for shown in (decimal(value), short(value), full(value), span(value, value + 1)):
        assert len(shown) < 60
    assert short(value).startswith("~")


def test_intervals_mark_ends_that_are_only_approached():
    assert span(Fraction(0), Fraction(1, 3), most_attained=False) == "[0, 1/3) = 0 to 0.333"


# --- games --------------------------------------------------------------------------------------------------------


def test_a_bimatrix_game_is_a_matrix_with_best_replies_starred():
    lines = squeezed(game_text(crises.probe()))
    assert "respond tolerate" in lines
    assert "probe (-3, -1*) (1*, -2)" in lines
    assert "refrain (0*, 0*) (0, 0*)" in lines


def test_a_signalling_game_has_a_table_for_each_type_and_its_priors():
    lines = squeezed(game_text(crises.warning("private")))
    assert "sender: defender; receiver: challenger" in lines
    assert "types: resolute 1/5 = 0.2, irresolute 4/5 = 0.8" in lines
    # face cost 3/2 times leak 1/10; probing a resolute defender costs 2
    assert "warn (-101/1000, -3/20*) (-1001/1000, -2)" in lines


def test_free_parameters_are_listed_with_meaning_domain_and_unit():
    lines = squeezed(game_text(crises.probe(gain=None)))
    assert "gain > 0 utils challenger's gain from an unanswered incursion" in lines
    assert "probe (-3, -1) (gain, -2)" in [line.replace("*", "") for line in lines]


def test_formulae_too_wide_for_a_table_are_listed():
    text = game_text(dt.models.warning_game("public", credibility="1/5"))
    assert max(map(len, text.splitlines())) <= 100
    assert "warn / refrain" in squeezed(text)


def test_games_of_one_and_of_three_players():
    cube = dt.NormalForm(
        players=("a", "b", "c"),
        payoffs=lambda *cell: (cell.count("x"), 1, 2),
        actions={"a": ("x", "y"), "b": ("x", "y"), "c": ("x", "y")},
    )
    lines = squeezed(game_text(cube))
    assert "c: x" in lines
    assert "c: y" in lines
    assert "x (3*, 1*, 2*) (2*, 1*, 2*)" in lines
    alone = dt.NormalForm(players=("a",), payoffs={("x",): (1,), ("y",): (2,)})
    assert "y (2*)" in squeezed(game_text(alone))


def test_replies_that_differ_by_message_leave_gaps():
    game = dt.SignallingGame(
        "s", "r", {"t": 1}, ("m", "n"), {"m": ("a",), "n": ("a", "b")}, payoffs=lambda t, m, a: (0, int(a == "b"))
    )
    lines = squeezed(game_text(game))
    assert "m (0, 0*) -" in lines
    assert "n (0, 0) (0, 1*)" in lines


# --- equilibria ---------------------------------------------------------------------------------------------------


def test_the_probe_game_is_a_point_times_a_segment():
    """x = 0 and y in [p*, 1] with p* = gain / (gain + clash cost) = 1/4."""
    lines = squeezed(equilibria_text(dt.nash(crises.probe())))
    assert lines[0] == "Nash equilibria: 1 component, 1 piece, 2 extreme points; these are all"
    assert "challenger refrain" in lines
    assert "defender respond with probability in [1/4, 1] = 0.25 to 1, else tolerate" in lines


def test_a_refinement_says_what_it_removed_and_why():
    eqs = dt.nash(crises.probe(tolerate_cost=1, respond_cost=2)).refine("undominated")
    lines = squeezed(equilibria_text(eqs))
    assert "challenger probe" in lines
    assert "removed by undominated: all of challenger: refrain; defender: respond or tolerate" in lines
    assert "defender: respond is weakly dominated" in lines


def test_the_bluffing_equilibrium_in_words():
    """The irresolute warns with probability 37/92, a warning is tested with probability 91/180; beliefs 23/60."""
    text = equilibria_text(dt.perfect_bayesian(crises.warning("private")))
    lines = squeezed(text)
    assert lines[0].startswith("Perfect Bayesian equilibria: 2 components, 2 pieces, 3 extreme points")
    assert "1. pooling on stay_silent (a segment)" in lines
    assert "2. semi-separating (one point)" in lines
    assert "irresolute stay_silent with probability 55/92 = 0.598, else warn" in lines
    assert "after warn probe with probability 91/180 = 0.506, else refrain" in lines
    assert "after warn Pr(resolute) = 23/60 = 0.383" in lines
    assert "after warn (unsent) probe with probability in [899/900, 1] = 0.999 to 1, else refrain" in lines
    assert "after warn (unsent) Pr(resolute) in [0, 23/60] = 0 to 0.383" in lines
    assert "payoffs defender -1139/1250 = -0.911, challenger 2/5 = 0.4" in lines
    assert "deterred 89/345 = 0.258" in text


def test_every_mixture_is_said_so():
    eqs = dt.nash(dt.NormalForm.from_arrays([[0, 0], [0, 0]], [[0, 0], [0, 0]]))
    lines = squeezed(equilibria_text(eqs))
    assert "player 1 any mixture of action 1 and action 2" in lines
    assert any("a set of dimension 2" in line for line in lines)


def test_ranges_that_a_cut_left_apart_stay_apart():
    game = crises.probe()
    refrain, tolerate, respond, quarter = (0, 1), (0, 1), (1, 0), (Fraction(1, 4), Fraction(3, 4))
    pieces = [_piece([[refrain], [tolerate]]), _piece([[refrain], [quarter, respond]])]
    challenger, defender = choices(game, pieces)
    assert str(challenger) == "refrain"
    assert str(defender) == "respond with probability 0 or in [1/4, 1] = 0.25 to 1, else tolerate"


def test_three_actions_and_ranges_that_hang_together():
    """Rock, paper, scissors has its one equilibrium in the middle; a mixture of it and a corner is a joint range."""
    game = dt.NormalForm.from_arrays([[0, 0], [0, 0], [0, 0]], [[0, 0], [0, 0], [0, 0]])
    third = (Fraction(1, 3),) * 3
    (first, _) = choices(game, [_piece([[third], [(1, 0)]])])
    assert str(first) == "mixes action 1: 1/3 = 0.333; action 2: 1/3 = 0.333; action 3: 1/3 = 0.333"
    (first, _) = choices(game, [_piece([[(1, 0, 0), (0, 1, 0), (0, 0, 1)], [(1, 0)]])])
    assert str(first) == "any mixture of action 1, action 2 and action 3"
    signalling = crises.warning("private")
    together = _piece([[(1, 0, 1, 0), (0, 1, 0, 1)], [(1, 0, 1, 0)]])
    apart = _piece([[(1, 0, 1, 0), (0, 1, 1, 0)], [(1, 0, 1, 0)]])
    assert dependent(signalling, [together])
    assert not dependent(signalling, [apart])


def test_an_empty_set_and_long_lists():
    eqs = dt.perfect_bayesian(crises.warning("private"))
    empty = dt.EquilibriumSet(eqs.game, "perfect_bayesian", (), refinements=("d1",))
    assert equilibria_text(empty) == "Perfect Bayesian equilibria after d1: none is left"
    assert "... and 1 family more: .families" in equilibria_text(eqs, limit=1)
    incomplete = dt.EquilibriumSet(eqs.game, "perfect_bayesian", eqs.components, complete=False, why="the search was cut")
    assert "NOT complete" in equilibria_text(incomplete)
    assert "not complete: the search was cut" in equilibria_text(incomplete)


def test_one_component():
    (component,) = dt.nash(crises.probe())
    assert component_text(component).startswith("Component: 1 piece, 2 extreme points, dimension 1")


def test_reprs_are_these_texts():
    game = crises.probe()
    eqs = dt.nash(game)
    assert repr(game) == game_text(game)
    assert repr(eqs) == equilibria_text(eqs)
    assert repr(eqs[0]) == component_text(eqs[0])


# --- explanations -------------------------------------------------------------------------------------------------


def test_an_explanation_gives_every_alternative_and_its_loss():
    eqs = dt.perfect_bayesian(crises.warning("private"))
    lines = squeezed(explain_text(eqs, eqs.refine("d1")))
    # in the bluffing equilibrium the resolute gets -139/250 by warning, -1 by silence
    assert "defender resolute stay_silent 0 -1 loses 111/250 = 0.444" in lines
    assert "warn 37/92 = 0.402 -1 best" in lines
    assert "kept by d1" in lines
    removed = "removed by d1: after warn: resolute gains from it at every reply at which irresolute does not lose"
    assert lines.count(removed) == 2


def test_an_explanation_of_a_normal_form_and_a_refinement_that_removes_nothing():
    eqs = dt.nash(crises.probe(readiness_cost="1/2"))
    lines = squeezed(explain_text(eqs, eqs.refine("undominated")))
    # x = 1/3, y = 1/4: both are indifferent
    assert "challenger probe 1/3 = 0.333 0 best" in lines
    assert "undominated removed nothing" in lines


# --- comparisons --------------------------------------------------------------------------------------------------


def test_a_comparison_answers_at_a_glance():
    comparison = dt.compare(crises.channels(), refine="d1", baseline="silence")
    lines = squeezed(comparison_text(comparison))
    assert lines[0] == "At a glance, after d1"
    assert lines[1] == "silence (baseline) public private"
    assert "deterred 0 1 0.258" in lines
    assert "clash 0.2 0.1 0.111" in lines
    assert "equilibria pooling on stay_silent pooling on warn semi-separating" in lines
    assert "private deters more often depends on which equilibrium yes" in lines
    assert "bluff-proof depends on which equilibrium no" in lines
    assert "public defender gains 739/1000 = 0.739, challenger loses 19/10 = 1.9" in lines
    assert "private defender gains 111/1250 = 0.0888, challenger neither gains nor loses" in lines
    assert "clash 1/5 = 0.2 1/10 = 0.1 [111/1000, 1/5] = 0.111 to 0.2" in lines


def test_criteria_that_disagree_are_both_said():
    """A bluff-proof warning deters 1/5, a slightly cheaper one 467/800 although it can be bluffed."""
    games = {
        name: crises.warning("private", accident_rate="2/5", leak=0, reputation_cost=cost)
        for name, cost in (("frank", "8/5"), ("cheap", "7/5"))
    }
    text = " ".join(comparison_text(dt.compare(games, refine="d1")).split())
    assert "criteria disagree: frank is ahead on" in text
    assert "'bluff-proof' (0 against 0.166); cheap is ahead on 'deters more often' (0.584 against 0.2)" in text


def test_channels_that_nothing_survives_are_said_so():
    eqs = dt.compare(crises.channels(), refine="d1", baseline="silence")
    gone = dt.EquilibriumSet(eqs.games["public"], "perfect_bayesian", (), refinements=("d1",))
    bands = {c: dict(b) for c, b in eqs.bands.items()}
    measured = type(eqs.bands["public"]["clash"])
    bands["public"] = {name: measured(m.unrefined, None) for name, m in bands["public"].items()}
    emptied = dt.Comparison(eqs.games, "silence", ("d1",), eqs.equilibria, {**eqs.refined, "public": gone}, bands)
    text = comparison_text(emptied)
    assert "public, against silence: no equilibrium survives d1" in text
    assert "deterred 0 - 0.258" in squeezed(text)


def test_many_channels_stay_within_the_page():
    games = {f"credibility_of_{k}_percent": crises.probe(credibility=Fraction(k, 100)) for k in range(5, 96, 10)}
    text = comparison_text(dt.compare(games))
    table = text.partition("\n\nEquilibria")[0]
    assert max(map(len, table.splitlines())) <= 100
    assert "credibility_of_95_percent" in table


def test_objects_that_only_have_measures():
    class Told:
        def __init__(self, *ends):
            self.ends = ends

        def measures(self):
            return {"war": self.ends}

    lines = squeezed(comparison_text(dt.compare({"one": Told("1/10", "1/2"), "two": Told("3/5", "7/10")})))
    assert "war 0.1 to 0.5 0.6 to 0.7" in lines
    assert "war [1/10, 3/5] = 0.1 to 0.6" in lines


def test_giants_do_not_raise_anywhere():
    comparison = dt.compare(crises.channels(loss_resolute="9" * 3990, face_cost="1/" + "7" * 3000), refine="d1")
    assert "e+3989" in comparison_text(comparison)
    for eqs in comparison.equilibria.values():
        assert equilibria_text(eqs)
        assert explain_text(eqs)
        assert game_text(eqs.game)


# --- thresholds ---------------------------------------------------------------------------------------------------


def test_thresholds_in_words():
    games = {"silence": crises.warning("silence"), "private": crises.warning("private")}
    text = thresholds_text({name: dt.thresholds(game, "credibility") for name, game in games.items()})
    lines = squeezed(text)
    assert lines[:4] == [
        "silence:",
        "credibility = 1/3 = 0.333 = gain/(clash_cost + gain)",
        "below only: pooling on stay_silent, then probe",
        "above only: pooling on stay_silent, then refrain",
    ]
    # t = (gain + face_cost leak) / (gain + clash_cost) = (1 + 3/20) / 3 = 23/60
    assert any(line.startswith("credibility = 23/60 = 0.383 = ") for line in lines)


def test_no_threshold_is_said_so():
    assert "no threshold" in thresholds_text({"private": dt.thresholds(crises.warning("private"), "publicity")})


# --- labels -------------------------------------------------------------------------------------------------------


def test_labels_that_would_break_lines_are_shown_not_obeyed():
    labels = ("s\nx", "r\x1b[31m", "t\tt", "u‮", "m\r", "n\x00", "o\n")
    game, table = crises.hostile(labels)
    for text in (
        game_text(game),
        equilibria_text(dt.perfect_bayesian(game)),
        game_text(table),
        explain_text(dt.nash(table)),
    ):
        assert all(c.isprintable() or c == "\n" for c in text)
        assert "\n\n\n" not in text


# --- corners ------------------------------------------------------------------------------------------------------


def test_an_irrational_threshold_has_a_decimal():
    k = dt.Parameter("k").symbol
    game = dt.NormalForm(
        players=("a", "b"),
        payoffs={("x", "l"): (k**2 - 2, 0), ("x", "r"): (k**2 - 2, 1), ("y", "l"): (0, 0), ("y", "r"): (0, 1)},
    )
    lines = squeezed(thresholds_text({"game": dt.thresholds(game, "k")}))
    assert "k = -sqrt(2) = -1.414" in lines
    assert "k = sqrt(2) = 1.414" in lines
    free = squeezed(thresholds_text({"game": dt.thresholds(dt.models.warning_game("silence"), "credibility")}))
    assert "credibility = gain/(clash_cost + gain)" in free


def test_a_threshold_at_which_the_model_is_silent():
    """A warning binds once it costs more than commitment_gap to break; at equality the irresolute is indifferent."""
    lines = squeezed(thresholds_text({"public": dt.thresholds(crises.warning("public"), "audience_cost")}))
    assert "audience_cost = 3/2 = 1.5 = commitment_gap - reputation_cost" in lines
    assert "exactly there: the model says nothing there" in lines


def test_an_edge_that_a_refinement_left_out():
    eqs = dt.nash(crises.probe())
    (piece,) = eqs.pieces
    always = Polytope(piece.sides[1].vertices[:1], ((Fraction(0), Fraction(-1)),))  # respond for certain: -tolerate >= 0
    half_open = Piece(piece.sides, ("not where it touches defeated outcomes",), ((piece.sides[0], always),))
    refined = dt.EquilibriumSet(eqs.game, "nash", (dt.Component(eqs.game, (half_open,)),), refinements=("undefeated",))
    assert "an edge is left out: not where it touches defeated outcomes" in equilibria_text(refined)
    _, first, second = explain_text(eqs, refined).split("Extreme equilibrium")
    assert "on the edge of what undefeated keeps" in first
    assert "kept by undefeated" in second


def test_who_gains_may_depend_on_the_equilibrium():
    """Against the best and the worst of two coordination games the difference has either sign."""
    games = {
        name: dt.NormalForm.from_arrays([[s, 0], [0, 1]], [[s, 0], [0, 1]], players=("a", "b"))
        for name, s in (("low", 2), ("high", 3))
    }
    lines = squeezed(comparison_text(dt.compare(games)))
    # low pays 2/3, 1 or 2; high pays 3/4, 1 or 3
    assert "high a may gain or lose: [-5/4, 7/3] = -1.25 to 2.333, b may gain or lose: [-5/4, 7/3] = -1.25 to 2.333" in lines


def test_many_tables_and_many_families_are_counted():
    many = tuple(map(str, range(20)))
    cube = dt.NormalForm(
        players=("a", "b", "c"), payoffs=lambda *_: (1, 2, 3), actions={"a": ("x",), "b": ("x",), "c": many}
    )
    assert "... and 8 tables more: game.payoffs has every cell" in game_text(cube)
    # 7 efforts and 3 wages: hundreds of pieces
    cost = {"low": 1, "high": 2}
    spence = dt.SignallingGame(
        "worker",
        "firm",
        {"low": "1/2", "high": "1/2"},
        [str(e) for e in range(4)],
        ["1", "3/2", "2"],
        payoffs=lambda t, m, w: (Fraction(w) - Fraction(int(m), cost[t]), -((Fraction(w) - cost[t]) ** 2)),
    )
    eqs = dt.perfect_bayesian(spence)
    assert "pooling on 0" in equilibria_text(eqs)
    assert "equilibria more: .extreme has all of them" in explain_text(eqs)
