"""Simultaneous moves above ties: their payoffs depend on how the ties are broken. Against the definition, and by hand."""

import random
from fractions import Fraction
from itertools import product

import pytest

import deterrence as dt
from tests.solve.test_subgame_perfect import build, end, holds, point_of, probabilities_of, sets_of, value_if_perfect

one, two = dt.players("one two")
F = Fraction


def draw(rng, names):
    """Two simultaneous moves, some of them followed by a move, its player often indifferent; sometimes after a first move."""

    def leaf():
        return rng.randint(0, 2), rng.randint(0, 2)

    def cell():
        if rng.random() >= 0.4:
            return leaf()
        player, same = rng.randint(0, 1), rng.randint(0, 2)
        ends = [leaf(), leaf()]
        if rng.random() < 0.7:
            ends = [(a, same) if player else (same, b) for a, b in ends]
        return "move", player, names.pop(), ends

    node = "both", names.pop(), names.pop(), [[cell() for _ in (0, 1)] for _ in (0, 1)]
    return ("move", rng.randint(0, 1), names.pop(), [node, leaf()]) if rng.random() < 0.5 else node


# 115, 251 and 494 have conditions that determine one choice, or say the same twice; 52, 226, 269 and 314 have curved ones
@pytest.mark.parametrize("seed", [*range(40), 52, 115, 226, 251, 269, 314, 494])
def test_the_set_is_what_the_definition_says_on_a_grid(seed):
    rng = random.Random(seed)
    node = draw(rng, [f"s{k}" for k in range(30)])
    names, tree = sets_of(node), dt.ExtensiveForm(build(node))
    eqs = dt.subgame_perfect(tree)
    assert eqs.complete
    assert eqs.verify().max_regret == 0
    grid = list(product((F(0), F(1, 3), F(1, 2), F(1)), repeat=len(names)))
    for chosen in rng.sample(grid, min(len(grid), 50)):
        known = probabilities_of(rng.choice(eqs.extreme)) if rng.random() < 0.7 else {}
        p = {name: known[name] if name in known and rng.random() < 0.6 else x for name, x in zip(names, chosen, strict=True)}
        perfect = value_if_perfect(node, p) is not None
        assert holds(eqs, point_of(tree, p)) == perfect, p
    assert all(value_if_perfect(node, probabilities_of(eq)) is not None for eq in eqs.extreme)


def test_both_players_mixtures_depend_on_one_tie():
    """A third player's tie, l with t, is worth 1 + t to both where they meet at (a, x); else both mix by the same ratio.

    One's a is worth (1 + t) q against 1 - q, so q = 1 / (2 + t), and two's likewise.
    """
    three = dt.players("one two three")[2]
    tie = three.chooses(l=dt.outcome(one=2, two=2, three=0), r=dt.outcome(one=1, two=1, three=0), knowing="tie")

    def apart(x):
        return dt.outcome(one=x, two=x, three=0)

    rows = {
        "a": two.chooses(x=tie, y=apart(0), knowing="blind"),
        "b": two.chooses(x=apart(0), y=apart(1), knowing="blind"),
    }
    tree = dt.ExtensiveForm(one.chooses(rows))
    eqs = dt.subgame_perfect(tree)
    assert eqs.complete
    for t in (F(0), F(1, 4), F(1, 2), F(1)):
        for p, q in product((F(0), 1 / (2 + t), F(1, 2), F(1)), repeat=2):
            perfect = p == q and p in (0, 1, 1 / (2 + t))
            assert holds(eqs, ((p, 1 - p), (q, 1 - q), (t, 1 - t))) == perfect, (t, p, q)


def test_a_tie_that_only_a_bystander_feels():
    """Who moves blindly gets numbers, so that the pennies are matched; the bystander's payoff goes from 0 to 1/4."""
    a, b, c = dt.players("a b c")

    def coin(win, third):
        return dt.outcome(a=win, b=-win, c=third)

    tie = b.chooses(l=coin(1, 1), r=coin(1, 0), knowing="tie")
    rows = {"h": b.chooses(h=tie, t=coin(-1, 0), knowing="m"), "t": b.chooses(h=coin(-1, 0), t=coin(1, 0), knowing="m")}
    eqs = dt.subgame_perfect(dt.ExtensiveForm(c.chooses(play=a.chooses(rows), pass_=coin(0, -1))))
    assert eqs.complete
    (piece,) = eqs.pieces
    assert piece.dimension == 1
    assert {eq["a"]["play"]["h"] for eq in eqs.extreme} == {F(1, 2)}
    assert str(dt.expected_payoff(eqs, "c")) == "[0, 1/4]"


def above_ties(u, tied):
    """One goes a or b; two chooses blindly; after a, one goes l or r, blindly too; some ends are moves of two, indifferent."""

    def cell(plan, m):
        mine, theirs = u[plan, m]
        if (plan, m) not in tied:
            return end(mine, theirs)
        return two.chooses(up=end(mine, theirs), down=end(tied[plan, m], theirs), knowing=plan + m)

    later = {m: one.chooses(l=cell("l", m), r=cell("r", m), knowing="later") for m in "xy"}
    known = {m: cell("b", m) for m in "xy"}
    return dt.ExtensiveForm(one.chooses(a=two.chooses(**later, knowing="two"), b=two.chooses(**known, knowing="two")))


@pytest.mark.parametrize("seed", range(12))
def test_a_player_who_moves_twice_above_ties(seed):
    """Against the definition: best replies among one's plans b, then l, then r, and two's replies, whatever the ties do."""
    rng = random.Random(seed)
    u = {(plan, m): (rng.randint(0, 2), rng.randint(0, 2)) for plan in "lrb" for m in "xy"}
    tied = {cell: rng.randint(0, 2) for cell in rng.sample(sorted(u), 2)}
    tree = above_ties(u, tied)
    eqs = dt.subgame_perfect(tree)
    assert eqs.verify().max_regret == 0
    grid = (F(0), F(1, 3), F(1, 2), F(1))
    held = 0
    for p, q, s, *ups in product(grid, grid, grid, (F(0), F(1, 2), F(1)), (F(0), F(1))):
        known = dict(zip(tied, ups, strict=True))
        worth = {c: u[c][0] + (1 - known[c]) * (tied[c] - u[c][0]) if c in tied else u[c][0] for c in u}
        plans, replies = {"l": p * s, "r": p * (1 - s), "b": 1 - p}, {"x": q, "y": 1 - q}
        mine = {plan: sum(replies[m] * worth[plan, m] for m in "xy") for plan in "lrb"}
        theirs = {m: sum(plans[plan] * u[plan, m][1] for plan in "lrb") for m in "xy"}
        perfect = all(mine[k] == max(mine.values()) for k in "lrb" if plans[k])
        perfect = perfect and all(theirs[m] == max(theirs.values()) for m in "xy" if replies[m])
        held += perfect
        if perfect or rng.random() < 0.1:
            chosen = {"root": p, "two": q, "later": s, **{"".join(c): x for c, x in known.items()}}
            assert holds(eqs, point_of(tree, chosen)) == perfect, chosen
    assert held
    assert eqs.complete


def test_two_moves_of_one_player_above_a_tie():
    """After a, l pays one t or 0 and r pays 1; after b it gets 0 or 2, so a needs Pr(y) at most 1/2. Two gets 1 after a."""
    tie = two.chooses(l=end(1, 0), r=end(0, 0), knowing="tie")
    later = {m: one.chooses(l=tie if m == "x" else end(0, 0), r=end(1, 1), knowing="later") for m in "xy"}
    tree = dt.ExtensiveForm(
        one.chooses(
            a=two.chooses(**later, knowing="two"), b=two.chooses(x=end(0, 1), y=end(2, 0), knowing="two")
        )
    )  # fmt: skip
    eqs = dt.subgame_perfect(tree)
    assert eqs.complete
    points = {(eq["one"]["root"]["a"], eq["one"]["later"]["r"]) for eq in eqs.extreme if eq["two"]["two"]["x"] == F(1, 2)}
    assert (1, 1) in points
    assert {eq["one"]["root"]["a"] for eq in eqs.extreme} == {1}


def test_what_is_not_covered_is_named():
    """A stage has too many support profiles."""
    tie = two.chooses(l=end(1, 0), r=end(0, 0), knowing="tie")

    def column(i):
        return {f"y{j}": tie if i == j == 0 else end(int(i == j), i * j) for j in range(6)}

    eqs = dt.subgame_perfect(dt.ExtensiveForm(one.chooses({f"x{i}": two.chooses(column(i), knowing="blind")
                                                           for i in range(6)})))  # fmt: skip
    assert not eqs.complete
    assert "has more than 1,000 support profiles" in eqs.why


def test_a_tie_after_a_chance_move_that_is_not_seen():
    """Going left pays one t / 2, where two, who does not care, takes l with t; going right pays 1/4."""
    tie = two.chooses(l=end(1, 0), r=end(0, 0), knowing="tie")
    tree = dt.ExtensiveForm(
        dt.nature(
            hot=("1/2", one.chooses(left=tie, right=end("1/4", 0), knowing="blind")),
            cold=("1/2", one.chooses(left=end(0, 0), right=end("1/4", 0), knowing="blind")),
        )
    )
    eqs = dt.subgame_perfect(tree)
    assert eqs.complete
    for p, t in product((F(0), F(1, 2), F(1)), (F(0), F(1, 4), F(1, 2), F(3, 4), F(1))):
        perfect = t == F(1, 2) or (p == 1 and t > F(1, 2)) or (p == 0 and t < F(1, 2))
        assert holds(eqs, point_of(tree, {"blind": p, "tie": t})) == perfect
