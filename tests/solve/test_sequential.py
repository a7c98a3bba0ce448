"""Sequential equilibria: known games, the definition as a second method, signalling games, and what is not covered."""

import random
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

import deterrence as dt
from deterrence.equilibria.tree_piece import hulls_meet
from deterrence.equilibria.verify import verify_pieces
from deterrence.equilibria.verify_sequential import SequentialDefinition
from deterrence.solve.consistency.assessments import to_piece
from deterrence.solve.consistency.bases import Choices, belief_bases
from deterrence.solve.consistency.system import Agents, relations
from deterrence.solve.limits import Limits
from deterrence.solve.nplayer.eliminate import Undecided
from deterrence.solve.sequential import _largest, _Search
from tests.brute.sequential import build, draw, known_sequential, sets_of

F = Fraction
HORSE = ("move", 0, "a", [
    ("move", 2, "c", [(0, 0, 0), (3, 2, 2)]),
    ("move", 1, "b", [("move", 2, "c", [(0, 0, 1), (4, 4, 0)]), (1, 1, 1)]),
])  # fmt: skip


def contains(game, eqs, chances):
    flat = tuple(tuple(F(x) for s in sets for x in (chances[s], 1 - chances[s])) for sets in game.information_sets.values())
    return any(
        all(hulls_meet((v,), side.vertices) for v, side in zip(flat, p.sides, strict=True))
        if p.polytopal
        else p.shape.contains(flat)
        for p in eqs.pieces
    )


# --- known games ------------------------------------------------------------------------------------------------------


def test_the_horse_keeps_one_of_its_two_nash_components():
    """Selten 1975, figure 1: the third player's belief is 1/3 where it mixes, and at most that where it does not."""
    eqs = dt.sequential(build(HORSE, ("one", "two", "three")))
    assert eqs.complete
    assert eqs.verify().max_regret == 0
    (piece,) = eqs.pieces
    assert [side.corners for side in piece.sides] == [
        frozenset({(F(0), F(1))}), frozenset({(F(0), F(1))}), frozenset({(F(1), F(0)), (F(3, 4), F(1, 4))}),
    ]  # fmt: skip
    bands = {eq["three"]["c"]["c1"]: eq.beliefs["c"].band("a0") for eq in eqs.extreme}
    assert bands == {F(1, 4): (F(1, 3), F(1, 3)), F(0): (F(0), F(1, 3))}
    assert not eqs.extreme[0].beliefs["c"].on_path
    assert eqs.extreme[0].beliefs["b"].on_path
    assert eqs.families[0].sample.beliefs["a"].vertices == ({"root": 1},)


@pytest.mark.parametrize(("p", "kept"), [("1/4", [F(1)]), ("3/4", [F(0)])])
def test_beliefs_of_players_who_see_the_same_mistake_agree(p, kept):
    """Two and three both learn only that one made a mistake, whose kind chance drew: their beliefs are p, nothing else.

    One gets 0 by staying and at most -1 by moving. Two and three each bet on the kind drawn.
    """

    def tree(q):
        def bets(kind):
            return ("move", 1, "two", [
                ("move", 2, "three", [(-1, kind, kind), (-1, kind, 1 - kind)]),
                ("move", 2, "three", [(-1, 1 - kind, kind), (-1, 1 - kind, 1 - kind)]),
            ])  # fmt: skip

        return (
            "chance",
            [(F(q), ("move", 0, "one", [bets(1), (0, 0, 0)])), (1 - F(q), ("move", 0, "one", [bets(0), (0, 0, 0)]))],
        )

    eqs = dt.sequential(build(tree(p), ("x", "y", "z")))
    assert eqs.complete
    assert [eq["y"]["two"]["two1"] for eq in eqs.extreme] == kept
    assert [eq["z"]["three"]["three1"] for eq in eqs.extreme] == kept
    assert eqs.extreme[0].beliefs["two"].band("n0.one0") == (F(p), F(p))


def consistency_game(second):
    """One moves left or middle by mistake; two and three learn that much, each bets on it with stakes of its own."""

    def bets(kind):
        below = [[(-1, (kind, 2 * (1 - kind))[a], (second * kind, 1 - kind)[b]) for b in (0, 1)] for a in (0, 1)]
        return ("move", 1, "two", [("move", 2, "three", row) for row in below])

    people = dt.players("x y z")

    def subtree(at):
        if at[0] == "move":
            return people[at[1]].chooses({f"{at[2]}{a}": subtree(n) for a, n in enumerate(at[3])}, knowing=at[2])
        return dt.outcome(payoffs=dict(zip("xyz", at, strict=True)))

    return dt.ExtensiveForm(people[0].chooses(left=subtree(bets(1)), middle=subtree(bets(0)), stay=subtree((0, 0, 0))))


def test_beliefs_about_one_mistake_are_tied_across_information_sets():
    """With m = Pr(left), two bets on left iff m >= 2/3, three iff 3 m >= 1 - m, so iff m >= 1/4: two betting on left and
    three not would take two beliefs."""
    game = consistency_game(3)
    eqs = dt.sequential(game)
    assert eqs.complete
    pure = {(eq["y"]["two"]["two0"], eq["z"]["three"]["three0"]) for eq in eqs.extreme}
    assert pure == {(0, 0), (0, 1), (1, 1)}
    # a belief of three's that suits it as well, but is not two's
    betting = ((0, 0, 1), (1, 0), (1, 0))
    piece, one = next((p, a) for p in eqs.pieces for a in p.assessments if a.flat == betting and 0 < a.beliefs[1][0] < 1)
    m = (one.beliefs[1][0] + 1) / 2
    moved = replace(one, beliefs=(*one.beliefs[:2], (m, F(0), 1 - m, F(0))))
    others = (a for a in piece.assessments if a is not one)
    with pytest.raises(dt.NotAnEquilibrium, match="explain the same mistakes differently"):
        verify_pieces(game, [replace(piece, assessments=(moved, *others))], "sequential")


# --- the definition as a second method --------------------------------------------------------------------------------


@pytest.mark.parametrize("values", [(0, 1, 2), tuple(range(-9, 10))])
def test_nothing_is_missing_that_mistakes_on_a_grid_explain(values):
    rng, seen = random.Random(11), 0
    while seen < 6:
        players = rng.choice((2, 3))
        tree = draw(rng, players, rng.choice((2, 3)), values)
        if not 2 <= len(sets_of(tree)) <= 3:
            continue
        game = build(tree, [f"p{i}" for i in range(players)])
        eqs = dt.sequential(game)
        assert eqs.verify().max_regret == 0
        if eqs.complete:
            seen += 1
            for chances in known_sequential(tree, (0, F(1, 2), 1), (1, 2), (F(1, 3), F(1), F(2))):
                assert contains(game, eqs, chances), (tree, chances)


def test_the_search_agrees_with_perfect_bayesian_equilibrium_of_signalling_games():
    rng = random.Random(3)
    for _ in range(8):
        p, values = F(rng.randint(1, 3), 4), rng.choice([(0, 1, 2), tuple(range(-9, 10))])
        game = dt.SignallingGame(
            sender="s", receiver="r", types={"a": p, "b": 1 - p}, messages=("m", "n"), replies=("x", "y"),
            payoffs={cell: (rng.choice(values), rng.choice(values)) for cell in product("ab", "mn", "xy")},
        )  # fmt: skip
        tree = game.tree()
        search = _Search(tree, Limits())
        search.run()
        pieces = _largest(list(map(to_piece, search.found)))
        assert not search.why
        eqs = dt.sequential(tree)
        known = dt.perfect_bayesian(tree)
        assert {p.key for p in pieces} == {p.key for p in known.pieces} == {p.key for p in eqs.pieces}
        definition = SequentialDefinition(tree)
        for piece in (*pieces, *eqs.pieces):
            definition.check(piece)
        assert eqs.concept == "sequential"
        assert eqs.verify().max_regret == 0
        for eq in eqs.extreme:
            assert set(eq.beliefs) == {"a", "b", "m", "n"}


def test_with_perfect_information_they_are_the_subgame_perfect_ones():
    tree = build(("move", 0, "a", [(1, 1), ("move", 1, "b", [(0, 0), (2, 2)])]), ("one", "two"))
    eqs = dt.sequential(tree)
    assert eqs.concept == "sequential"
    assert eqs.verify().max_regret == 0
    assert [eq.flat for eq in eqs.extreme] == [eq.flat for eq in dt.subgame_perfect(tree).extreme]


# --- continua ---------------------------------------------------------------------------------------------------------

REGION = ("move", 0, "a", [
    ("move", 2, "b", [
        ("move", 1, "c", [(1, 0, 0), (1, 1, 0)]), ("move", 1, "c", [(1, 1, 0), (0, 0, 1)])]),
    ("move", 2, "d", [("move", 1, "c", [(1, 0, 0), (0, 1, 1)]), (0, 0, 1)]),
])  # fmt: skip
HULL = ("move", 0, "a", [
    ("move", 2, "b", [(1, 1, 1), (0, 0, 1)]),
    ("move", 1, "c", [
        ("move", 0, "d", [(0, 0, 0), (1, 0, 1)]), ("move", 0, "d", [(1, 0, 0), (0, 1, 1)])]),
])  # fmt: skip
ARC = ("move", 0, "a", [
    ("move", 1, "b", [("move", 0, "c", [(1, 0), (0, 0)]), ("move", 0, "c", [(0, 2), (0, 2)])]),
    ("move", 1, "b", [("move", 1, "d", [(0, 2), (1, 2)]), (2, 1)]),
])  # fmt: skip


@pytest.mark.parametrize(
    ("tree", "names", "grid"),
    [
        (REGION, ("x", "y", "z"), (0, F(1, 3), F(3, 4), 1)),
        (HULL, ("x", "y", "z"), (0, F(1, 3), F(2, 3), 1)),
        (ARC, ("x", "y"), (0, F(1, 3), F(1, 2), F(4, 5), 1)),
    ],
)
def test_continua_have_the_points_that_the_definition_gives(tree, names, grid):
    game = build(tree, names)
    eqs = dt.sequential(game)
    assert eqs.complete
    assert eqs.verify().max_regret == 0
    assert any(not piece.polytopal for piece in eqs.pieces)
    known = list(known_sequential(tree, grid, (1, 2), (F(1),)))
    sets = list(sets_of(tree))
    found = [dict(zip(sets, x, strict=True)) for x in product(grid, repeat=len(sets))]
    assert [chances for chances in found if contains(game, eqs, chances)] == known
    for component in eqs:
        if component.continua:
            assert component.subsets is None
            assert all(eq.beliefs for eq in component.extreme)


# --- parts ------------------------------------------------------------------------------------------------------------


def test_integer_relations():
    rows = [{0: 1, 1: -1}, {1: 1, 2: -1}, {0: 2, 2: -2}, {3: 1}]
    (relation,) = relations(rows)
    totals = {c: sum(r * row.get(c, 0) for r, row in zip(relation, rows, strict=True)) for c in range(4)}
    assert set(totals.values()) == {0}
    assert abs(relation[2]) == 1


def test_bases_of_the_horse():
    """With nobody going down, the last player may think that either did, or both alike."""
    game = build(HORSE, ("one", "two", "three"))
    choices = Choices(game)
    bases = list(belief_bases(choices, ((1,), (0,), (1,)) if game.layout.sets[1].label == "c" else ((1,), (1,), (0,))))
    k = next(k for k, held in enumerate(game.layout.sets) if held.label == "c")
    assert sorted(len(basis.groups[k]) for basis in bases) == [1, 1, 2]
    assert not any(Agents(choices, basis).ties for basis in bases)


# --- what is refused, what is not covered -----------------------------------------------------------------------------


def test_what_it_does_not_take():
    with pytest.raises(dt.UnsupportedGame, match="sequential takes an ExtensiveForm, not NormalForm"):
        dt.sequential(dt.NormalForm.from_arrays([[1]], [[1]]))


def test_a_limit_leaves_an_honest_account():
    eqs = dt.sequential(build(HORSE, ("one", "two", "three")), time_limit=1e-9)
    assert not eqs.complete
    assert not eqs.pieces
    assert "27 of 27 support profiles were not covered: the time limit of 1e-09 s was reached" in eqs.why


def test_bases_that_the_algebra_does_not_decide_are_named(monkeypatch):
    def undecided(system, limits):
        raise Undecided("too hard")

    monkeypatch.setattr("deterrence.solve.sequential.solutions", undecided)
    eqs = dt.sequential(build(HORSE, ("one", "two", "three")))
    assert not eqs.complete
    assert not eqs.pieces
    assert eqs.why.startswith("the algebra did not decide ")
    assert "(too hard)" in eqs.why
    assert "at c believing in a0 or a1.b0 (too hard)" in eqs.why


def test_the_verifier_finds_what_is_wrong():
    game = build(HORSE, ("one", "two", "three"))
    (piece,) = dt.sequential(game).pieces
    bare = replace(piece, assessments=())
    with pytest.raises(dt.NotAnEquilibrium, match="has no beliefs"):
        verify_pieces(game, [bare], "sequential")
    one = next(a for a in piece.assessments if F(1, 4) in a.flat[2])
    k = next(k for k, held in enumerate(game.layout.sets) if held.label == "c")

    def believing(row):
        beliefs = tuple(row if j == k else b for j, b in enumerate(one.beliefs))
        moved = (*(a for a in piece.assessments if a is not one), replace(one, beliefs=beliefs))
        verify_pieces(game, [replace(piece, assessments=moved)], "sequential")

    with pytest.raises(dt.NotAnEquilibrium, match="three at c: c0 is used with regret"):
        believing((F(1, 2), F(1, 2)))
    with pytest.raises(dt.NotAnEquilibrium, match="is no distribution"):
        believing((F(1, 2), F(1)))


def test_a_branch_of_probability_0_is_a_mistake_of_chance():
    """One never moves; if it did, that would be one mistake in the branch that chance takes, and two in the other."""
    tree = (
        "chance",
        [
            (F(0), ("move", 0, "one", [("move", 1, "two", [(-1, 1), (-1, 0)]), (0, 0)])),
            (F(1), ("move", 0, "one", [("move", 1, "two", [(-1, 0), (-1, 1)]), ("move", 0, "again", [(0, 0), (-5, 0)])])),
        ],
    )
    eqs = dt.sequential(build(tree, ("x", "y")))
    assert eqs.complete
    assert eqs.verify().max_regret == 0
    (eq,) = eqs.extreme
    assert eq["y"]["two"] == {"two0": 0, "two1": 1}
    assert eq.beliefs["one"].band("n0") == (0, 0)


def two_sets_behind_a_sum(payoffs):
    """A plays x, y or leaves by z; B, not knowing which, l or r; C knows only whether the two moves were alike in kind."""
    a, b, c = dt.players("A B C")
    ends = iter(payoffs)

    def end():
        return dt.outcome(payoffs=dict(zip("ABC", next(ends), strict=True)))

    def last(kind):
        return c.chooses(knowing=f"c{kind}", l=end(), r=end())

    def middle(first):
        return b.chooses(knowing="b", l=last(first), r=last(1 - first))

    return dt.ExtensiveForm(a.chooses(x=middle(0), y=middle(1), z=end()))


def test_beliefs_at_the_end_of_a_curve_are_limits_along_the_curve():
    """C mixes at c0 only with belief 4/7 in the first node: -2 p + 2 (1 - p) = p - 2 (1 - p); mistakes keep to it."""
    payoffs = [(-1, 2, -2), (0, -2, 1), (1, 1, 1), (-1, -2, 1), (-2, 1, 1), (2, -2, 1), (0, -1, 2), (-2, 0, -2), (-2, -2, 2)]
    eqs = dt.sequential(two_sets_behind_a_sum(payoffs))
    assert eqs.complete
    eqs.verify()
    mixed = [eq for eq in eqs.extreme if 0 < eq["C"]["c0"]["l"] < 1]
    assert mixed
    assert all(tuple(v.values()) == (F(4, 7), F(3, 7)) for eq in mixed for v in eq.beliefs["c0"].vertices)


@pytest.mark.parametrize("seed", [10, 11, 20, 37])
def test_curves_of_sequential_equilibria_verify(seed):
    draw = random.Random(seed)
    eqs = dt.sequential(two_sets_behind_a_sum([[draw.randint(-2, 2) for _ in range(3)] for _ in range(9)]))
    eqs.verify()
