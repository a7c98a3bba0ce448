"""Refinements of equilibria of trees, and trees with free parameters: both through another form of the game, and back."""

import pickle
import random
from fractions import Fraction

import pytest
import sympy

import deterrence as dt

HALF = Fraction(1, 2)
challenger, defender = dt.players("challenger defender")


def crisis(cost=2):
    return dt.ExtensiveForm(
        challenger.chooses(
            refrain=dt.outcome("status_quo", challenger=0, defender=0),
            probe=defender.chooses(
                tolerate=dt.outcome("capitulation", challenger=1, defender=-1),
                respond=dt.outcome("clash", challenger=-1, defender=-cost),
            ),
        )
    )


def outside_option():
    """A battle of the sexes that one may leave: out pays 2, between the two pure equilibria (van Damme 1989)."""
    one, two = dt.players("one two")

    def ends(left, right):
        return two.chooses(
            knowing="inside", left=dt.outcome(one=left[0], two=left[1]), right=dt.outcome(one=right[0], two=right[1])
        )

    return dt.ExtensiveForm(
        one.chooses(
            out=dt.outcome("out", one=2, two=2), enter=one.chooses(top=ends((3, 1), (0, 0)), bottom=ends((0, 0), (1, 3)))
        )
    )


def beer_quiche():
    """Cho and Kreps (1987): the surly type likes beer, the wimp quiche; both would rather not fight."""

    def payoffs(kind, breakfast, reply):
        likes = (kind == "surly") == (breakfast == "beer")
        return int(likes) + 2 * (reply == "leave"), int((kind == "wimp") == (reply == "duel"))

    return dt.SignallingGame(
        sender="sender",
        receiver="receiver",
        types={"surly": "9/10", "wimp": "1/10"},
        messages=("beer", "quiche"),
        replies=("duel", "leave"),
        payoffs=payoffs,
    )


def test_an_incredible_threat_is_weakly_dominated():
    eqs = dt.nash(crisis())
    for name in ("undominated", "trembling_hand"):
        left = eqs.refine(name)
        (only,) = left.extreme
        assert (only["challenger"]["root"]["probe"], only["defender"]["probe"]["tolerate"]) == (1, 1)
        assert left.game == crisis()
        assert left.refinements == (name,)
        assert left.verify().max_regret == 0
        assert [(one.reason, one.whole, one.refinement) for one in left.removed] == [
            ("defender: respond is weakly dominated", True, name)
        ]
        assert left.removed[0].families[0].name == "root: refrain"
        assert pickle.loads(pickle.dumps(eqs)).refine(name) == left
    assert eqs.refine("undominated").refine("payoff_dominance").refinements == ("undominated", "payoff_dominance")


def test_one_round_of_dominance_leaves_the_outside_option():
    eqs = dt.nash(outside_option())
    # out needs 3 Pr(left) <= 2; inside, only top against left beats 2
    names = ["root: out", "root: enter, enter: top; inside: left"]
    assert [family.name for family in eqs.families] == names
    assert {eq["two"]["inside"]["left"] for eq in eqs.extreme} == {0, Fraction(2, 3), 1}
    # entering for bottom is dominated by out, but left and right are not in one round, and neither payoff vector is better
    for name in ("undominated", "payoff_dominance"):
        assert [family.name for family in eqs.refine(name).families] == names
        assert eqs.refine(name).removed == ()


def test_forward_induction_from_an_outside_option():
    """Van Damme (1989): bottom is dominated by out, then right by left, then out by top: one enters and gets its way."""
    left = dt.nash(outside_option()).refine("iterated_dominance")
    (only,) = left.extreme
    assert only["one"]["root"]["enter"] == only["one"]["enter"]["top"] == only["two"]["inside"]["left"] == 1
    (gone,) = left.removed
    assert gone.whole
    assert gone.reason == ("one: out is weakly dominated in round 3; two: right is weakly dominated in round 2")


def test_the_power_to_burn_money():
    """Ben-Porath and Dekel (1992): who might burn a util before a battle of the sexes gets its way without burning it."""
    one, two = dt.players("one two")

    def battle(burnt, name):
        def reply(mine, theirs):
            return two.chooses(
                knowing=name,
                left=dt.outcome(one=mine[0] - burnt, two=mine[1]),
                right=dt.outcome(one=theirs[0] - burnt, two=theirs[1]),
            )

        return one.chooses(top=reply((3, 1), (0, 0)), bottom=reply((0, 0), (1, 3)))

    tree = dt.ExtensiveForm(one.chooses(keep=battle(0, "kept"), burn=battle(1, "burnt")))
    eqs = dt.nash(tree)
    assert str(dt.expected_payoff(eqs, "two")) == "[3/4, 3]"
    left = eqs.refine("iterated_dominance")
    assert str(dt.probability(left, "keep")) == "1"
    assert {tuple(eq.payoffs.values()) for eq in left.extreme} == {(3, 1)}
    assert left.verify().max_regret == 0


def test_a_part_of_a_piece_goes_by_iteration():
    """One's b is dominated by a, and two's r by l; then c, which only r rewards. Of the mixtures of a and b against l, a stays."""
    game = dt.NormalForm.from_arrays([[1, 1], [1, 0], [0, 2]], [[1, 0], [1, 0], [1, 0]])
    left = dt.nash(game).refine("iterated_dominance")
    (only,) = left.extreme
    assert only.flat == ((1, 0, 0), (1, 0))
    (part,) = left.removed
    assert not part.whole
    assert part.reason == "player 1: action 2 is weakly dominated in round 1"
    # two never cares, and everything that one has may be worse than a
    wider = dt.NormalForm.from_arrays([[1, 1], [1, 0]], [[1, 1], [1, 1]])
    cut = dt.nash(wider).refine("iterated_dominance")
    assert {eq["player 1"]["action 1"] for eq in cut.extreme} == {1}
    assert any(not one.whole for one in cut.removed)
    with pytest.raises(dt.UnsupportedGame, match="iterated_dominance eliminates strategies of games in normal form"):
        dt.perfect_bayesian(beer_quiche()).refine("iterated_dominance")


def test_three_players_lose_what_is_weakly_dominated():
    one, two, three = dt.players("one two three")

    def end(a, b, c):
        return dt.outcome(one=a, two=b, three=c)

    # nobody needs two and three: two's "no" is never better than "yes", and worse when one goes in
    tree = dt.ExtensiveForm(
        one.chooses(
            stay=end(1, 1, 1),
            go=two.chooses(yes=three.chooses(up=end(2, 1, 1), down=end(2, 1, 0)), no=end(0, 0, 0)),
        )
    )
    left = dt.nash(tree).refine("undominated")
    assert str(dt.probability(left, "go")) == "1"
    assert str(dt.probability(left, "down")) == "0"
    with pytest.raises(dt.UnsupportedGame, match="trembling_hand is decided for two players"):
        dt.nash(tree).refine("trembling_hand")


def test_messages_are_refined_in_the_signalling_game():
    game = beer_quiche()
    eqs = dt.perfect_bayesian(game.tree())
    assert len(eqs) == 2
    for name in ("intuitive_criterion", "d1"):
        left = eqs.refine(name)
        # both types drink beer
        assert {eq["sender"][kind]["beer"] for eq in left.extreme for kind in ("surly", "wimp")} == {1}
        assert len(left) == 1
        assert left.refinements == (name,)
        assert any(one.whole for one in left.removed)
        assert left.verify().max_regret == 0


def test_what_is_left_half_open_is_told_of_the_signalling_game():
    # by hand in tests/derived/test_refinements.py: the intuitive criterion leaves y >= 1/2, without a part of its edge
    game = dt.SignallingGame(
        "sender", "receiver", {"t0": "1/2", "t1": "1/2"}, ["m0", "m1"], ["low", "high"],
        payoffs={
            ("t0", "m0", "low"): (2, 0), ("t0", "m0", "high"): (2, 0), ("t0", "m1", "low"): (0, 1), ("t0", "m1", "high"): (0, 0),
            ("t1", "m0", "low"): (0, 0), ("t1", "m0", "high"): (1, 0), ("t1", "m1", "low"): (0, 0),
            ("t1", "m1", "high"): ("1/2", 1),
        },
    )  # fmt: skip
    assert any(piece.open_at for piece in dt.perfect_bayesian(game).refine("intuitive_criterion").pieces)
    said = r"not closed, .* use perfect_bayesian\(tree\.signalling\(\)\)\.refine\('intuitive_criterion'\)"
    with pytest.raises(dt.UnsupportedGame, match=said):
        dt.perfect_bayesian(game.tree()).refine("intuitive_criterion")


def test_what_is_not_defined_says_so():
    with pytest.raises(dt.UnsupportedGame, match="d1 is defined for signalling games"):
        dt.nash(crisis()).refine("d1")
    with pytest.raises(dt.UnsupportedGame, match=r"not defined on trees for subgame_perfect; refine nash\(tree\)"):
        dt.subgame_perfect(crisis()).refine("undominated")
    with pytest.raises(dt.UnsupportedGame, match="no refinement 'undominate'"):
        dt.nash(crisis()).refine("undominate")


@pytest.mark.parametrize("seed", range(12))
def test_what_survives_is_what_the_table_keeps(seed):
    rng = random.Random(seed)
    one, two = dt.players("one two")

    def below(depth):
        if depth == 3:
            return dt.outcome(one=rng.randint(0, 2), two=rng.randint(0, 2))
        return (one, two)[depth % 2].chooses(a=below(depth + 1), b=below(depth + 1))

    tree = dt.ExtensiveForm(below(0))
    table = tree.normal_form()
    left = dt.nash(tree).refine("undominated")
    kept = dt.nash(table).refine("undominated")
    assert left.verify().max_regret == 0
    spread = {name: str(dt.probability(left, name)) for name in ("payoff:one", "payoff:two")}
    assert spread == {name: str(dt.probability(kept, name)) for name in spread}
    # every extreme point of the table's set plays like a point of the tree's, and the other way round for extreme points
    played = {tuple(sorted(eq.payoffs.items())) for eq in left.extreme}
    assert played <= {tuple(sorted(eq.payoffs.items())) for eq in kept.extreme}
    assert all(any(piece.meets(other) for other in left.pieces) for piece in left.pieces)


def test_families_of_a_tree_with_a_symbol():
    cost = sympy.Symbol("cost", real=True)
    eqs = dt.nash(crisis(cost))
    assert [(family.name, str(family.exists_when)) for family in eqs.families if family.generic] == [
        ("challenger: refrain; defender: respond", "always"),
        ("challenger: refrain; defender: tolerate or respond", "always"),
        ("challenger: probe; defender: tolerate", "cost >= 1"),
    ]
    assert eqs.game.tree == crisis(cost)
    for value in (HALF, 1, 3):
        there, here = eqs.at(cost=value), dt.nash(crisis(cost).at(cost=value))
        assert str(dt.probability(there, "clash")) == str(dt.probability(here, "clash"))
    for solve in (dt.perfect_bayesian, dt.sequential):
        found = solve(crisis(cost))
        assert found.concept == solve.__name__
        assert [(f.name, str(f.exists_when)) for f in found.families if f.generic] == [
            ("root: probe; probe: tolerate", "cost >= 1"),
            ("root: refrain", "cost <= 1"),
        ]


def test_families_of_a_signalling_tree_with_a_symbol():
    chance = sympy.Symbol("chance", real=True)
    game = dt.SignallingGame(
        sender="sender",
        receiver="receiver",
        types={"surly": 1 - chance, "wimp": chance},
        messages=("beer", "quiche"),
        replies=("duel", "leave"),
        payoffs=beer_quiche().payoffs,
    )
    for solve in (dt.perfect_bayesian, dt.sequential):
        eqs = solve(game.tree())
        assert eqs.concept == solve.__name__
        assert isinstance(eqs.game, dt.SignallingGame)
        assert len(eqs.at(chance="1/10")) == 2
        assert {f.name for f in eqs.families} == {f.name for f in dt.perfect_bayesian(game).families}


def test_symbols_that_are_not_covered_say_what_to_do():
    x = sympy.Symbol("x", real=True)
    one, two = dt.players("one two")

    def reply(a, b):
        return two.chooses(knowing="h", left=dt.outcome(one=a, two=b), right=dt.outcome(one=b, two=a))

    tree = dt.ExtensiveForm(one.chooses(top=reply(x, 0), bottom=reply(0, 1)))
    with pytest.raises(dt.UnsupportedGame, match=r"families of sequential equilibria.*sequential\(game\.at\(x=\.\.\.\)\)"):
        dt.sequential(tree)
    with pytest.raises(dt.UnsupportedGame, match="this tree is no signalling game"):
        dt.perfect_bayesian(tree)
    three = dt.players("one two three")
    many = dt.ExtensiveForm(three[2].chooses(a=dt.outcome(one=x, two=0, three=0), b=dt.outcome(one=0, two=0, three=0)))
    with pytest.raises(dt.UnsupportedGame, match=r"game\.at\(x="):
        dt.nash(many)
