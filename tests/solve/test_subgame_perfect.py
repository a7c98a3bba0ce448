"""Subgame-perfect sets: the definition as a second method, ties, simultaneous moves, size, and what is not covered."""

import random
import time
from fractions import Fraction
from itertools import product

import pytest

import deterrence as dt

one, two = dt.players("one two")
F = Fraction


def end(a, b, name=""):
    return dt.outcome(name, one=a, two=b)


# --- a second method: the definition on nested tuples, recursion and grids, nothing shared with the package -----------
#
# A node is a pair of payoffs, ("move", player, set, [nodes]) or ("both", set of one, set of two, 2 x 2 table of nodes).


def build(node):
    if node[0] == "move":
        _, player, name, below = node
        return (one, two)[player].chooses({f"{name}{a}": build(n) for a, n in enumerate(below)}, knowing=name)
    if node[0] == "both":
        _, first, second, rows = node
        return one.chooses(
            {
                f"{first}{a}": two.chooses({f"{second}{b}": build(n) for b, n in enumerate(row)}, knowing=second)
                for a, row in enumerate(rows)
            },
            knowing=first,
        )
    return end(*node)


def sets_of(node):
    if node[0] == "move":
        return [node[2]] + [s for n in node[3] for s in sets_of(n)]
    if node[0] == "both":
        return [node[1], node[2]] + [s for row in node[3] for n in row for s in sets_of(n)]
    return []


def value_if_perfect(node, p):
    """Payoffs under the probabilities p of every set's first action, or None if some subgame has a better reply."""
    if node[0] == "move":
        below = [value_if_perfect(n, p) for n in node[3]]
        if None in below:
            return None
        mix = (p[node[2]], 1 - p[node[2]])
        best = max(v[node[1]] for v in below)
        if any(x and v[node[1]] < best for x, v in zip(mix, below, strict=True)):
            return None
        return tuple(sum(x * v[i] for x, v in zip(mix, below, strict=True)) for i in (0, 1))
    if node[0] == "both":
        below = [[value_if_perfect(n, p) for n in row] for row in node[3]]
        if any(v is None for row in below for v in row):
            return None
        x, y = (p[node[1]], 1 - p[node[1]]), (p[node[2]], 1 - p[node[2]])
        rows = [sum(y[b] * below[a][b][0] for b in (0, 1)) for a in (0, 1)]
        columns = [sum(x[a] * below[a][b][1] for a in (0, 1)) for b in (0, 1)]
        if any(x[a] and rows[a] < max(rows) for a in (0, 1)) or any(y[b] and columns[b] < max(columns) for b in (0, 1)):
            return None
        return tuple(sum(x[a] * y[b] * below[a][b][i] for a in (0, 1) for b in (0, 1)) for i in (0, 1))
    return tuple(map(F, node))


def draw(rng, depth, names):
    kind = rng.random()
    if depth == 0 or (depth < 3 and kind < 0.2):
        return rng.randint(0, 2), rng.randint(0, 2)
    if kind < 0.85:
        name = names.pop()
        return "move", rng.randint(0, 1), name, [draw(rng, depth - 1, names) for _ in (0, 1)]
    return "both", names.pop(), names.pop(), [[(rng.randint(0, 2), rng.randint(0, 2)) for _ in (0, 1)] for _ in (0, 1)]


def probabilities_of(eq):
    """The probability of every information set's first action."""
    return {name: next(iter(row.values())) for player in eq.game.players for name, row in eq[player].items()}


def point_of(tree, p):
    """A grid point as the package writes profiles."""
    return tuple(tuple(x for name in sets for x in (p[name], 1 - p[name])) for sets in tree.information_sets.values())


def holds(eqs, point):
    """Whether a set has a point: in the hulls of a product of polytopes, or by the conditions of a continuum."""
    from deterrence.equilibria.tree_piece import hulls_meet

    for piece in eqs.pieces:
        if piece.polytopal:
            if all(hulls_meet((v,), side.vertices) for v, side in zip(point, piece.sides, strict=True)):
                return True
        elif piece.shape.contains(point):
            return True
    return False


@pytest.mark.parametrize("seed", range(50))
def test_the_set_is_what_the_definition_says_on_a_grid(seed):
    rng = random.Random(seed)
    node = draw(rng, 3, [f"s{n}" for n in range(30)])
    names = sets_of(node)
    if not names or len(names) > 7:
        return
    tree = dt.ExtensiveForm(build(node))
    eqs = dt.subgame_perfect(tree)
    assert eqs.verify().max_regret == 0
    grid = list(product((F(0), F(1, 3), F(1, 2), F(1)), repeat=len(names)))
    for chosen in rng.sample(grid, min(len(grid), 60)):
        # most points of a grid fail at some lowest move; half of the probabilities are taken from an equilibrium
        known = probabilities_of(rng.choice(eqs.extreme)) if eqs.extreme and rng.random() < 0.7 else {}
        p = {name: known[name] if name in known and rng.random() < 0.6 else x for name, x in zip(names, chosen, strict=True)}
        perfect = value_if_perfect(node, p) is not None
        if eqs.complete or not perfect:
            assert holds(eqs, point_of(tree, p)) == perfect, p
    assert all(value_if_perfect(node, probabilities_of(eq)) is not None for eq in eqs.extreme)


# --- ties ---------------------------------------------------------------------------------------------------------------


def twice():
    return dt.ExtensiveForm(
        one.chooses(
            out=end("1/4", 0),
            go=two.chooses(go=two.chooses(go=end(1, 0), stop=end(0, 0), knowing="second"), stop=end(0, 0), knowing="first"),
        )
    )


def test_the_smallest_set_that_is_no_polytope():
    """After In the set is {p q >= 1/4}; mixing at the root needs p q = 1/4."""
    eqs = dt.subgame_perfect(twice())
    assert eqs.complete
    assert len(eqs.components) == 1
    (component,) = eqs
    assert component.subsets is None
    assert sorted((len(c.equations), len(c.inequalities), c.dimension) for c in component.continua) == [
        (0, 1, 2),
        (0, 1, 2),
        (1, 0, 2),
    ]
    assert eqs.verify().max_regret == 0

    def at(x, p, q):
        return ((x, 1 - x), (p, 1 - p, q, 1 - q))

    inside = [
        at(0, F(1, 2), F(1, 2)),
        at(F(1, 3), F(1, 2), F(1, 2)),
        at(0, 1, F(1, 3)),
        at(1, F(1, 3), F(1, 2)),
        at(1, 0, 1),
    ]
    outside = [at(0, F(1, 3), F(1, 2)), at(1, 1, F(1, 3)), at(F(1, 3), 1, 1), at(F(1, 2), F(1, 3), F(1, 3))]
    assert [holds(eqs, point) for point in inside + outside] == [True] * len(inside) + [False] * len(outside)


def test_a_continuum_is_printed_with_its_conditions():
    text = repr(dt.subgame_perfect(twice()))
    assert "a curved set of dimension 2" in text
    assert "first:go*second:go" in text


def test_ties_of_two_players_before_a_third_choice_are_no_product():
    a, b, c = dt.players("a b c")

    def stop(x):
        return dt.outcome(a=x, b=0, c=0)

    tree = dt.ExtensiveForm(
        a.chooses(
            out=stop("1/2"),
            go=dt.nature(x=("1/2", b.chooses(y=stop(1), n=stop(0))), y=("1/2", c.chooses(y=stop(1), n=stop(0)))),
        )
    )
    eqs = dt.subgame_perfect(tree)
    assert eqs.complete
    assert eqs.verify().max_regret == 0
    # a prefers to go iff p + q >= 1: linear, but it couples two players
    assert eqs[0].subsets is None
    assert {tuple(map(str, c.equations + c.inequalities)) for c in eqs[0].continua} == {
        ("-go.x:y/2 - go.y:y/2 + 1/2",),
        ("go.x:y/2 + go.y:y/2 - 1/2",),
    }


def test_independent_ties_stay_one_piece():
    branches = {f"{n}": ("1/6", two.chooses(l=end(n, 0), r=end(0, 0))) for n in range(6)}
    eqs = dt.subgame_perfect(dt.ExtensiveForm(dt.nature(branches)))
    assert [piece.dimension for piece in eqs.pieces] == [6]
    assert len(eqs.extreme) == 2**6
    assert str(dt.expected_payoff(eqs, "one")) == "[0, 5/2]"


# --- subgames that are no single moves ------------------------------------------------------------------------------------


def test_all_equilibria_of_a_simultaneous_subgame():
    stag = [[end(3, 3, "both"), end(0, 2)], [end(2, 0), end(2, 2)]]
    row = [two.chooses(s=r[0], h=r[1], knowing="simultaneous") for r in stag]
    tree = dt.ExtensiveForm(one.chooses(out=end("5/2", 0), go=one.chooses(s=row[0], h=row[1])))
    eqs = dt.subgame_perfect(tree)
    # (s, s) is worth 3 > 5/2; (h, h) and the mixture with 2/3 are worth 2
    assert {(eq["one"]["root"]["go"], eq["one"]["go"]["s"], eq["two"]["simultaneous"]["s"]) for eq in eqs.extreme} == {
        (1, 1, 1),
        (0, 0, 0),
        (0, F(2, 3), F(2, 3)),
    }
    assert str(dt.probability(eqs, "both")) == "[0, 1]"


def test_one_player_who_does_not_see_a_chance_move():
    tree = dt.ExtensiveForm(
        dt.nature(
            hot=("2/3", one.chooses(left=end(1, 0), right=end(0, 0), knowing="blind")),
            cold=("1/3", one.chooses(left=end(0, 0), right=end(1, 0), knowing="blind")),
        )
    )
    (eq,) = dt.subgame_perfect(tree).extreme
    assert eq["one"]["blind"] == {"left": 1, "right": 0}
    assert eq.payoffs["one"] == F(2, 3)


def test_behaviour_that_own_play_excludes_counts_separately():
    """One leaves at once or meets two blindly; after leaving, what it would have done later is free."""
    later = {name: one.chooses(l=end(0, 0), r=end(0, 0), knowing="later") for name in ("x", "y")}
    tree = dt.ExtensiveForm(
        one.chooses(out=two.chooses(x=end(1, 1), y=end(1, 0), knowing="t"), go=two.chooses(**later, knowing="t"))
    )
    eqs = dt.subgame_perfect(tree)
    (piece,) = eqs.pieces
    assert piece.dimension == 1
    assert {eq["one"]["later"]["l"] for eq in eqs.extreme} == {0, 1}
    assert len(dt.nash(tree).extreme) == 1


def test_information_sets_are_told_apart_whatever_the_order_of_actions():
    """Two's actions stand in another order at its second node, before the same blind choices of one."""

    def blind(first, second):
        return {"l": one.chooses(x=end(first, 0), y=end(0, 0), knowing="left"),
                "r": one.chooses(x=end(0, 0), y=end(second, 1), knowing="right")}  # fmt: skip

    turned = dict(reversed(blind(1, 1).items()))
    tree = dt.ExtensiveForm(
        dt.nature(a=("1/2", two.chooses(turned, knowing="two")), b=("1/2", two.chooses(blind(1, 1), knowing="two")))
    )
    assert list(tree.information_sets["one"]) == ["right", "left"]
    eqs = dt.subgame_perfect(tree)
    assert eqs.complete
    assert eqs.verify().max_regret == 0
    # where two goes right, one meets it there with y, so that two gets 1
    right = [eq for eq in eqs.extreme if eq["two"]["two"]["r"] == 1]
    assert {(eq["one"]["right"]["y"], eq.payoffs["one"], eq.payoffs["two"]) for eq in right} == {(1, 1, 1)}


def hidden(u):
    """One goes a or b; two chooses without seeing it; after a, one chooses again without having seen two."""
    later = {m: one.chooses(l=end(*u["l", m]), r=end(*u["r", m]), knowing="later") for m in "xy"}
    known = {m: end(*u["b", m]) for m in "xy"}
    return dt.ExtensiveForm(one.chooses(a=two.chooses(**later, knowing="two"), b=two.chooses(**known, knowing="two")))


@pytest.mark.parametrize("seed", range(30))
def test_a_player_with_two_moves_in_one_stage(seed):
    """Against the definition: best replies among one's plans b, then l, then r, and two's replies x and y."""
    rng = random.Random(seed)
    u = {(plan, m): (rng.randint(0, 2), rng.randint(0, 2)) for plan in "lrb" for m in "xy"}
    eqs = dt.subgame_perfect(hidden(u))
    assert eqs.verify().max_regret == 0
    for p, q, s in product((F(0), F(1, 3), F(1, 2), F(1)), repeat=3):
        plans, replies = {"l": p * s, "r": p * (1 - s), "b": 1 - p}, {"x": q, "y": 1 - q}
        mine = {plan: sum(replies[m] * u[plan, m][0] for m in "xy") for plan in "lrb"}
        theirs = {m: sum(plans[plan] * u[plan, m][1] for plan in "lrb") for m in "xy"}
        perfect = all(mine[k] == max(mine.values()) for k in "lrb" if plans[k])
        perfect = perfect and all(theirs[m] == max(theirs.values()) for m in "xy" if replies[m])
        if eqs.complete or not perfect:
            assert holds(eqs, ((p, 1 - p, s, 1 - s), (q, 1 - q))) == perfect


def test_a_chance_move_of_probability_0_has_subgames_on_both_sides():
    tree = dt.ExtensiveForm(dt.nature(never=(0, one.chooses(good=end(1, 0), bad=end(0, 0))), always=(1, end(0, 0))))
    assert [eq["one"]["never"]["good"] for eq in dt.subgame_perfect(tree).extreme] == [1]
    assert len(dt.nash(tree).extreme) == 2


def test_a_tie_below_decides_what_simultaneous_moves_are_worth():
    """Two gets nothing anywhere. One gets q t from a and 1 - q from b, where two plays x with q and l with t."""
    tie = two.chooses(l=end(1, 0), r=end(0, 0), knowing="tie")
    rows = [two.chooses(x=tie, y=end(0, 0), knowing="blind"), two.chooses(x=end(0, 0), y=end(1, 0), knowing="blind")]
    eqs = dt.subgame_perfect(dt.ExtensiveForm(one.chooses(a=rows[0], b=rows[1])))
    assert eqs.complete
    grid = [F(k, 4) for k in range(5)]
    for p, q, t in product((F(0), F(1, 3), F(1)), grid, grid):
        point = point_of(eqs.game, {"root": p, "blind": q, "tie": t})
        gain = q * t - (1 - q)
        best = gain == 0 or (gain > 0 and p == 1) or (gain < 0 and p == 0)
        assert holds(eqs, point) == best, point


def test_a_limit_is_kept_and_named():
    eqs = dt.subgame_perfect(twice(), time_limit=1e-9)
    assert not eqs.complete
    assert "larger time_limit" in eqs.why


def test_the_verifier_refutes_what_is_no_equilibrium():
    from deterrence.equilibria.polytope import Polytope
    from deterrence.equilibria.tree_piece import BehaviourPiece
    from deterrence.equilibria.verify import verify_pieces

    tree = dt.ExtensiveForm(one.chooses(out=end(0, 0), go=two.chooses(no=end(1, 1), yes=end(-1, 0))))

    def piece(x, y):
        return BehaviourPiece((Polytope(((F(x), F(1 - x)),)), Polytope(((F(y), F(1 - y)),))))

    verify_pieces(tree, [piece(1, 0)], "nash")  # a threat keeps one out
    for wrong in (piece(1, 0), piece(1, 1)):
        with pytest.raises(dt.NotAnEquilibrium):
            verify_pieces(tree, [wrong], "subgame_perfect")
    with pytest.raises(dt.NotAnEquilibrium, match="one gains 1"):
        verify_pieces(tree, [piece(1, 1)], "nash")


def test_other_games_are_refused_with_the_function_to_use():
    with pytest.raises(dt.UnsupportedGame, match="for a NormalForm use nash"):
        dt.subgame_perfect(dt.NormalForm.from_arrays([[1]], [[1]]))


# --- size -------------------------------------------------------------------------------------------------------------


def test_a_wide_tree_is_solved_by_backward_induction_in_seconds():
    depth, state = 13, 1

    def full(d):
        nonlocal state
        if not d:
            state = state * 1103515245 + 12345 & 0x7FFFFFFF
            return end(state >> 8, state % 9973)
        return (one, two)[d % 2].chooses(l=full(d - 1), r=full(d - 1))

    tree = dt.ExtensiveForm(full(depth))
    start = time.process_time()
    eqs = dt.subgame_perfect(tree)
    assert time.process_time() - start < 5
    assert eqs.complete
    assert len(eqs.extreme) == 1
