"""The sequence form and the agent form of a tree: by hand, and one equilibrium against all of them."""

import random
from fractions import Fraction
from itertools import product

import pytest

import deterrence as dt
from deterrence.equilibria.tree_piece import hulls_meet
from tests.brute.sequential import build, children, draw, value

F = Fraction


def opposed(node):
    """The same tree, the second player getting minus what the first gets."""
    if node[0] == "chance":
        return ("chance", [(p, opposed(n)) for p, n in node[1]])
    if node[0] == "move":
        return (*node[:3], [opposed(n) for n in node[3]])
    return node[0], -node[0]


def test_sequences_by_hand():
    """One moves, two answers without seeing it, then one moves again after left."""
    tree = build(("move", 0, "a", [
        ("move", 1, "b", [("move", 0, "c", [(1, 2), (3, 4)]), (5, 6)]), ("move", 1, "b", [(7, 8), (9, 10)]),
    ]), ("one", "two"))  # fmt: skip
    form = tree.sequence_form()
    assert form.shape == (5, 3)
    assert form.sequences["two"] == ((), (("b", "b0"),), (("b", "b1"),))
    one = {words: s for s, words in enumerate(form.sequences["one"])}
    left, right = one[("a", "a0"),], one[("a", "a1"),]
    deep = one[("a", "a0"), ("c", "c1")]
    assert form.plans["one"] == ({0: -1, left: 1, right: 1}, {left: -1, one[("a", "a0"), ("c", "c0")]: 1, deep: 1})
    assert form.payoffs[deep, 1] == (3, 4)
    assert form.payoffs[right, 2] == (9, 10)
    assert (left, 1) not in form.payoffs
    assert sum(form.chances.values()) == 5


def test_one_equilibrium_is_one_of_all():
    rng, seen = random.Random(2), 0
    while seen < 12:
        tree = draw(rng, 2, 3, rng.choice([(0, 1), tuple(range(-9, 10))]))
        tree = opposed(tree) if seen % 4 == 0 else tree
        if not any(n[0] == "move" for n in (tree, *children(tree))):
            continue
        game = build(tree, ("one", "two"))
        (piece,) = dt.nash(game, method="one").pieces
        everything = dt.nash(game, method="all", time_limit=20)
        if everything.complete:
            seen += 1
            pairs = [zip(piece.sides, p.sides, strict=True) for p in everything.pieces]
            assert any(all(hulls_meet(a.vertices, b.vertices) for a, b in pair) for pair in pairs)


def test_a_tree_too_large_for_a_table():
    """Twenty coins that each player guesses at without seeing the other's guess: fair guesses only."""
    one, two = dt.players("one two")

    def stage(k):
        def ends(a):
            return two.chooses({b: dt.outcome(one=int(a == b), two=2 * int(a != b)) for b in "ht"}, knowing=f"two{k}")

        return one.chooses({a: ends(a) for a in "ht"}, knowing=f"one{k}")

    game = dt.ExtensiveForm(dt.nature({str(k): (F(1, 20), stage(k)) for k in range(20)}))
    with pytest.raises(dt.UnsupportedGame, match="strategies in this tree"):
        game.normal_form()
    eqs = dt.nash(game)
    assert not eqs.complete
    assert "only one equilibrium of this tree with 41 x 41 sequences" in eqs.why
    (eq,) = eqs.extreme
    assert {x for v in eq.flat for x in v} == {F(1, 2)}
    assert eqs.verify().max_regret == 0
    with pytest.raises(dt.UnsupportedGame):
        dt.nash(game, method="all")


def test_a_limit_comes_back_without():
    tree = draw(random.Random(4), 2, 6, tuple(range(-9, 10)))
    eqs = dt.nash(build(tree, ("one", "two")), method="one", time_limit=1e-9)
    assert not eqs.complete
    assert not eqs.pieces
    assert "was reached before one equilibrium was found" in eqs.why


def test_agents_get_what_their_players_get():
    rng = random.Random(6)
    for _ in range(5):
        tree = ("move", 0, "root", [draw(rng, 2, 2, tuple(range(-9, 10))), (1, 2)])
        game = build(tree, ("one", "two"))
        table = game.agent_form()
        for cell in product(*table.actions.values()):
            chances = {name.split(": ")[1]: int(a.endswith("0")) for name, a in zip(table.players, cell, strict=True)}
            wanted = value(tree, chances)
            assert table.payoffs[cell] == tuple(wanted[["one", "two"].index(n.split(":")[0])] for n in table.players)


def test_agent_forms_that_are_refused():
    one, two = dt.players("one two")
    end = dt.outcome("end", one=0, two=0)
    with pytest.raises(dt.UnsupportedGame, match="nobody moves"):
        dt.ExtensiveForm(dt.nature(a=("1/2", end), b=("1/2", end))).agent_form()
    many = dt.nature({str(k): (F(1, 21), one.chooses(a=end, b=end, knowing=f"s{k}")) for k in range(21)})
    with pytest.raises(dt.UnsupportedGame, match="4,194,304 cells"):
        dt.ExtensiveForm(dt.nature(a=("1/2", many), b=("1/2", two.chooses(a=end, b=end)))).agent_form()


def test_trembling_hands_of_two_players():
    """Myerson 1978, figure 1 without its third column: (b, b) is undone by the smallest mistake."""
    game = dt.NormalForm.from_arrays([[1, 0], [0, 0]], [[1, 0], [0, 0]])
    eqs = dt.nash(game).refine("trembling_hand")
    assert [eq.vectors for eq in eqs.extreme] == [((1, 0), (1, 0))]
    assert {r.refinement for r in eqs.removed} == {"trembling_hand"}
    three = dt.NormalForm.from_arrays(*[[[[0, 0], [0, 0]], [[0, 0], [0, 0]]]] * 3)
    with pytest.raises(dt.UnsupportedGame, match="for two players in normal form, not for a NormalForm with 3 players"):
        dt.nash(three).refine("trembling_hand")
