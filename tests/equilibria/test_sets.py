"""Families, components and sets of equilibria, against sets worked out by hand."""

from fractions import Fraction

import pytest

import deterrence as dt
from tests.equilibria.games import beer_quiche, guess, idle, piece, vector

F = Fraction
PROBE = dt.NormalForm(
    players=("challenger", "defender"),
    payoffs={
        ("probe", "respond"): (-3, -1),
        ("probe", "tolerate"): (1, -2),
        ("refrain", "respond"): (0, 0),
        ("refrain", "tolerate"): (0, 0),
    },
)


def test_the_continuum_of_refraining():
    """Refrain against any response probability of at least p* = 1/4: one component, one segment."""
    (component,) = dt.nash(PROBE)
    assert component.subsets == (((vector(0, 1),), (vector(1, 0), vector("1/4", "3/4"))),)
    assert component.dimension == 1
    assert component.closed
    assert [eq["defender"]["respond"] for eq in component.extreme] == [1, F(1, 4)]


def test_families_of_the_continuum():
    """The interior of the segment mixes, its end at certainty does not."""
    families = dt.nash(PROBE).families
    assert [f.supports for f in families] == [
        {"challenger": ("refrain",), "defender": ("respond",)},
        {"challenger": ("refrain",), "defender": ("respond", "tolerate")},
    ]
    assert [f.shape for f in families] == [None, None]
    assert [len(f.extreme) for f in families] == [1, 2]
    assert families[1].sample["defender"]["respond"] == F(5, 8)
    assert families[0].name == "challenger: refrain; defender: respond"
    assert all(f.exists_when is True for f in families)


def test_beer_quiche():
    """Two families, pooling on beer and on quiche; what the bully does off the path does not tell families apart."""
    eqs = dt.perfect_bayesian(beer_quiche())
    assert [f.shape for f in eqs.families] == ["pooling", "pooling"]
    assert [f.supports for f in eqs.families] == [
        {"diner": {"surly": (m,), "wimp": (m,)}, "bully": {m: ("leave",)}} for m in ("beer", "quiche")
    ]
    assert [c.dimension for c in eqs] == [1, 1]
    assert {eq["bully"]["quiche"]["duel"] for eq in eqs[0].extreme} == {1, F(1, 2)}
    assert {eq["bully"]["beer"]["duel"] for eq in eqs[1].extreme} == {1, F(1, 2)}


def test_families_where_the_sender_is_idle():
    """Two types, two messages, one reply: supports are 3 x 3, the shapes follow."""
    eqs = dt.perfect_bayesian(idle(2, 2, ("1/2", "1/2")))
    (component,) = eqs
    assert (component.dimension, len(component.extreme), len(eqs.families)) == (2, 4, 9)
    shapes = [f.shape for f in eqs.families]
    assert {s: shapes.count(s) for s in shapes} == {"pooling": 2, "separating": 2, "semi_separating": 5}


def test_messages_of_types_of_prior_zero_are_off_the_path():
    """The wimp does not exist: when it alone has quiche, quiche is not answered on the path."""
    families = dt.perfect_bayesian(beer_quiche(1)).families
    assert all(f.shape == "pooling" for f in families)
    alone = [f for f in families if f.supports["diner"]["wimp"] == ("quiche",)]
    assert [(f.supports["diner"]["surly"], f.supports["bully"]) for f in alone] == [
        (("beer",), {"beer": ("leave",)}),
        (("quiche",), {"quiche": ("leave",)}),
    ]


def test_components_touch_through_each_other():
    """Two segments that share a corner are one component; a third that touches neither is another."""
    game = guess(("1/2", "1/2"), n_messages=1)
    corners = [(1, 0, 0), (0, 1, 0), (0, 0, 1)]
    sends = [(1, 1)]
    first, second = piece(sends, corners[:2]), piece(sends, corners[1:])
    eqs = dt.EquilibriumSet.build(game, "perfect_bayesian", [first, second])
    assert [len(c.pieces) for c in eqs] == [2]
    apart = dt.EquilibriumSet.build(game, "perfect_bayesian", [piece(sends, corners[:1]), piece(sends, corners[1:])])
    assert [len(c.pieces) for c in apart] == [1, 1]
    assert [len(c.extreme) for c in eqs] == [3]  # the shared corner counts once


def test_a_set_is_a_sequence_of_components():
    eqs = dt.perfect_bayesian(beer_quiche())
    assert len(eqs) == 2
    assert list(eqs) == [eqs[0], eqs[1]] == list(eqs[:])
    assert eqs.extreme == tuple(eqs[0].extreme + eqs[1].extreme)
    assert eqs.pieces == eqs[0].pieces + eqs[1].pieces
    assert (eqs.complete, eqs.why, eqs.concept) == (True, "", "perfect_bayesian")


def test_verify_and_refinements_by_name():
    eqs = dt.perfect_bayesian(beer_quiche())
    assert eqs.verify().max_regret == 0
    with pytest.raises(dt.UnsupportedGame, match=r"no refinement 'D1'.*undominated, intuitive_criterion, d1, undefeated"):
        eqs.refine("D1")
    with pytest.raises(dt.UnsupportedGame, match="did you mean 'undominated'"):
        eqs.refine("undominatd")
    with pytest.raises(dt.UnsupportedGame, match="game in normal form use 'undominated', 'iterated_dominance'"):
        dt.nash(PROBE).refine("d1")


def test_solvers_name_the_other_solver():
    with pytest.raises(
        dt.UnsupportedGame, match=r"nash takes a NormalForm or an ExtensiveForm, not SignallingGame; .* use perfect_bayesian"
    ):
        dt.nash(beer_quiche())
    with pytest.raises(dt.UnsupportedGame, match=r"perfect_bayesian takes a SignallingGame, not NormalForm; .* use nash"):
        dt.perfect_bayesian(PROBE)
    with pytest.raises(dt.UnsupportedGame, match=r"free parameters \(gain\); give them values: game.at\(gain=\.\.\.\)"):
        dt.compare({"probe": dt.models.probe_game(clash_cost=1, tolerate_cost=2, respond_cost=1)})
