"""Trees: how they are written, what is checked, and their reductions with the way back."""

import pickle
from fractions import Fraction

import pytest
import sympy

import deterrence as dt

challenger, defender = dt.players("challenger defender")


def end(name="", a=0, b=0):
    return dt.outcome(name, challenger=a, defender=b)


def crisis(k=2):
    return dt.ExtensiveForm(
        challenger.chooses(
            refrain=end("status_quo"),
            probe=defender.chooses(tolerate=end("capitulation", 1, -1), respond=end("clash", -1, -k)),
        )
    )


def test_names_are_paths_and_cells_are_ends():
    tree = crisis()
    assert tree.players == ("challenger", "defender")
    assert tree.information_sets == {
        "challenger": {"root": ("refrain", "probe")},
        "defender": {"probe": ("tolerate", "respond")},
    }
    assert tree.payoffs == {("refrain",): (0, 0), ("probe.tolerate",): (1, -1), ("probe.respond",): (-1, -2)}
    assert tree.outcome_names == ("status_quo", "capitulation", "clash")


def test_players_keep_the_order_in_which_they_were_named():
    one, two, three = dt.players(["one", "number two", "three"])
    here = dt.outcome(payoffs={"one": 1, "number two": 2, "three": 3, "bystander": 4})
    tree = dt.ExtensiveForm(three.chooses(a=two.chooses(b=here, c=one.chooses(d=here))))
    assert tree.players == ("one", "number two", "three", "bystander")
    assert tree.payoffs["a.b",] == (1, 2, 3, 4)
    assert dt.subgame_perfect(tree).extreme[0].payoffs["bystander"] == 4


def test_symbols_in_payoffs_and_chances():
    k, p = sympy.symbols("k p")
    tree = dt.ExtensiveForm(dt.nature(calm=(1 - p, end("calm")), storm=(p, end("storm", k, -k))))
    assert [x.name for x in tree.parameters] == ["k", "p"]
    assert tree.at(k=3, p="1/4").payoffs["storm",] == (k_of(tree), -k_of(tree))
    with pytest.raises(dt.UnsupportedGame, match=r"game\.at\(k=\.\.\., p=\.\.\.\)"):
        tree.require_numbers()
    with pytest.raises(dt.InvalidGame, match="root: branch 'calm' has probability -1; probabilities lie in"):
        tree.at(k=1, p=2)
    assert tree.at(k=3, p="1/4").free("k").parameters[0].name == "k"
    assert dt.nash(tree.at(k=3, p="1/4")).extreme[0].payoffs["challenger"] == Fraction(3, 4)


def k_of(tree):
    return next(p.symbol for p in tree.all_parameters if p.name == "k")


def test_games_are_equal_by_what_they_are():
    assert crisis() == crisis()
    assert hash(crisis()) == hash(crisis())
    assert crisis() != crisis(3)
    assert pickle.loads(pickle.dumps(crisis())) == crisis()
    with pytest.raises(AttributeError, match="immutable"):
        crisis().title = "x"


P = sympy.Symbol("p")
WRONG = [
    (lambda: challenger.chooses(), "has no actions"),
    (lambda: challenger.chooses({"a": end()}, a=end()), "names 'a' twice"),
    (lambda: challenger.chooses(a=3), "leads to 3, which is no subtree"),
    (lambda: challenger.chooses(a=end(), knowing=""), "knowing='' is no label"),
    (lambda: dt.nature(a=end()), "must be \\(probability, subtree\\)"),
    (lambda: dt.nature(), "no branches"),
    (lambda: dt.outcome("x", challenger="many"), "payoff of 'challenger' at outcome 'x'"),
    (lambda: dt.outcome({"challenger": 1}), "name must be text"),
    (lambda: dt.players("a a"), "name 'a' twice"),
    (lambda: dt.ExtensiveForm(3), "the root of a tree is 3"),
    (lambda: dt.ExtensiveForm(dt.nature(a=("1/2", end()), b=("1/3", end()))), "of a, b sum to 5/6; they must sum to 1"),
    (lambda: dt.ExtensiveForm(dt.nature(a=(P, end()), b=(1 - 2 * P, end()))), "of a, b sum to 1 - p; they must sum to 1"),
    (lambda: dt.ExtensiveForm(dt.nature(a=("3/2", end()), b=("-1/2", end()))), "branch 'a' has probability 3/2"),
    (
        lambda: dt.ExtensiveForm(challenger.chooses(a=end(), b=dt.outcome("o", defender=1))),
        "root > b: outcome 'o' has no payoff for 'challenger'",
    ),
    (
        lambda: dt.ExtensiveForm(
            challenger.chooses(a=defender.chooses(x=end(), knowing="h"), b=challenger.chooses(x=end(), knowing="h"))
        ),
        "root > b: information set 'h' belongs to 'defender'",
    ),
    (
        lambda: dt.ExtensiveForm(
            challenger.chooses(a=defender.chooses(x=end(), knowing="h"), b=defender.chooses(y=end(), knowing="h"))
        ),
        "root > b: actions y in information set 'h', which has x at root > a",
    ),
    (
        lambda: dt.ExtensiveForm(
            challenger.chooses(
                a=challenger.chooses(x=end(), y=end(), knowing="h"), b=challenger.chooses(x=end(), y=end(), knowing="h")
            )
        ),
        "'challenger' would forget its own moves: the nodes root > a \\(after 'a' at 'root'\\) and root > b",
    ),
    (
        lambda: dt.ExtensiveForm(
            challenger.chooses(a=challenger.chooses(a=end(), b=end(), knowing="h"), b=end(), knowing="h")
        ),
        "would forget its own moves: the nodes root \\(after no move\\) and root > a",
    ),
    (
        lambda: dt.ExtensiveForm(challenger.chooses(a=defender.chooses(x=end()), b=defender.chooses(x=end(), knowing="a"))),
        "two information sets would be called 'a'",
    ),
    (
        lambda: dt.ExtensiveForm(challenger.chooses(a=dt.players("defender")[0].chooses(x=defender.chooses(x=end())))),
        "named in two calls",
    ),
]


@pytest.mark.parametrize("make, message", WRONG, ids=[message[:30] for _, message in WRONG])
def test_errors_say_where_and_what_to_do(make, message):
    with pytest.raises(dt.InvalidGame, match=message):
        make()


def test_actions_of_an_information_set_may_stand_in_another_order():
    tree = dt.ExtensiveForm(
        dt.nature(
            x=("1/2", defender.chooses(stop=end(b=1), go=end(b=0), knowing="h")),
            y=("1/2", defender.chooses(go=end(b=5), stop=end(b=0), knowing="h")),
        )
    )
    assert dt.nash(tree).extreme[0]["defender"]["h"] == {"stop": 0, "go": 1}


def test_depth_costs_no_recursion():
    tree = end("", 1)
    for n in range(8_000):
        tree = (challenger, defender)[n % 2].chooses(take=end("", -n - 1, -n - 1), go_on=tree)
    tree = dt.ExtensiveForm(tree)
    eqs = dt.subgame_perfect(tree)
    assert eqs.complete
    assert eqs.extreme[0].payoffs == {"challenger": 1, "defender": 0}
    assert dt.probability(eqs, "defender:take").most == 0


def test_strategies_leave_out_what_own_moves_exclude():
    tree = dt.ExtensiveForm(
        challenger.chooses(
            out=end("x"), go=defender.chooses(no=end(b=1), yes=challenger.chooses(l=end("", 1), r=end("", 2, 2)))
        )
    )
    table = tree.normal_form()
    assert table.actions == {"challenger": ("out", "go, l", "go, r"), "defender": ("no", "yes")}
    assert table.strategies["challenger"]["go, r"] == {"root": "go", "go.yes": "r"}
    assert table.outcomes["out", "yes"] == {"x": 1}
    half = {"out": Fraction(1, 2), "go, l": Fraction(0), "go, r": Fraction(1, 2)}
    back = table.behaviour({"challenger": half, "defender": {"no": Fraction(0), "yes": Fraction(1)}})
    assert back["challenger"] == {"root": {"out": Fraction(1, 2), "go": Fraction(1, 2)}, "go.yes": {"l": 0, "r": 1}}


def test_tables_keep_parameters():
    k = sympy.Symbol("k")
    table = crisis(k).normal_form()
    assert [p.name for p in table.parameters] == ["k"]
    assert table.at(k=2) == crisis(k).at(k=2).normal_form()
    assert table.at(k=2).numbers == crisis().normal_form().numbers


def test_labels_of_strategies_are_told_apart():
    tree = dt.ExtensiveForm(
        dt.nature(
            x=("1/2", challenger.chooses({"a, b": end(), "a": end()}, knowing="h")),
            y=("1/2", challenger.chooses({"b": end(), "b, b": end()}, knowing="k")),
        )
    )
    labels = tree.normal_form().actions["challenger"]
    assert len(set(labels)) == 4


def test_a_table_that_is_too_large_is_refused():
    branches = {f"{n}": ("1/25", challenger.chooses(a=end(), b=end())) for n in range(25)}
    with pytest.raises(dt.UnsupportedGame, match="subgame_perfect works on the tree itself"):
        dt.ExtensiveForm(dt.nature(branches)).normal_form()


SIGNALS = dt.SignallingGame(
    sender="challenger",
    receiver="defender",
    types={"strong": "1/3", "weak": "2/3"},
    messages=("warn", "quiet"),
    replies={"warn": ("yield", "fight"), "quiet": ("yield", "fight", "wait")},
    payoffs=lambda t, m, r: (len(t) * (r == "yield") - (m == "warn"), len(m) - 3 * (r == "fight") * (t == "strong")),
    outcomes=lambda t, m, r: {"peace": 1 if r != "fight" else "1/2", "signal": 1 if m == "warn" else 0},
)


def test_signalling_games_as_trees_and_back():
    tree = SIGNALS.tree()
    assert tree.signalling() == SIGNALS
    eqs, known = dt.perfect_bayesian(tree), dt.perfect_bayesian(SIGNALS)
    assert {str({p: eq[p] for p in tree.players}) for eq in eqs.extreme} == {
        str({p: eq[p] for p in tree.players}) for eq in known.extreme
    }
    assert eqs.verify().max_regret == 0
    for measure in ("peace", "signal", "warn", "fight", "payoff:defender"):
        assert dt.probability(eqs, measure) == dt.probability(known, measure)


def test_the_receiver_may_have_been_named_first():
    def reply(kind, m):
        return challenger.chooses(trust=end(a=1 if kind == "true" else -1, b=1), doubt=end(b=0), knowing=f"heard {m}")

    def sender(kind):
        return defender.chooses(yes=reply(kind, "yes"), no=reply(kind, "no"))

    tree = dt.ExtensiveForm(dt.nature(true=("2/3", sender("true")), false=("1/3", sender("false"))))
    assert tree.players == ("challenger", "defender")
    eqs = dt.perfect_bayesian(tree)
    assert eqs.verify().max_regret == 0
    # the prior is high: whatever is heard by both types is trusted
    assert str(dt.expected_payoff(eqs, "challenger")) == "1/3"


def test_chance_after_the_reply_is_folded_into_the_payoffs():
    def sends(kind, gain):
        def strays(m):
            return dt.nature(stray=("1/4", end("clash", -4 * gain, -1)), calm=("3/4", end("peace")))

        return defender.chooses(
            {m: challenger.chooses(probe=end("clash", gain, -1), stop=strays(m), knowing=m) for m in ("warn", "hush")}
        )

    tree = dt.ExtensiveForm(dt.nature(hard=("1/2", sends("hard", -2)), soft=("1/2", sends("soft", 1))))
    game = tree.signalling()
    assert game.payoffs["hard", "warn", "stop"] == (Fraction(-1, 4), 2)
    assert game.outcomes["hard", "warn", "stop"] == {"clash": Fraction(1, 4), "peace": Fraction(3, 4)}
    eqs = dt.perfect_bayesian(tree)
    assert eqs.verify().max_regret == 0
    assert dt.probability(eqs, "clash") == dt.probability(dt.perfect_bayesian(game), "clash")


def test_perfect_information_makes_beliefs_trivial():
    eqs = dt.perfect_bayesian(crisis())
    assert eqs.concept == "perfect_bayesian"
    assert [eq.flat for eq in eqs.extreme] == [eq.flat for eq in dt.subgame_perfect(crisis()).extreme]
    assert eqs.verify().max_regret == 0


def test_what_is_no_signalling_game():
    blind = challenger.chooses(a=defender.chooses(x=end(), knowing="h"), b=defender.chooses(x=end(), knowing="h"))
    assert dt.ExtensiveForm(blind).signalling() is None
    with pytest.raises(dt.UnsupportedGame, match="this tree is no signalling game"):
        dt.perfect_bayesian(dt.ExtensiveForm(blind))
    with pytest.raises(dt.UnsupportedGame, match="d1 is defined for signalling games; for a game in normal form"):
        dt.nash(crisis()).refine("d1")


def test_a_tree_as_text_and_in_comparisons():
    assert "  challenger\n    refrain: status_quo (0, 0)\n    probe: defender\n" in repr(crisis())
    comparison = dt.compare({"weak": crisis(), "strong": crisis(Fraction(1, 2))}, concept=dt.subgame_perfect)
    assert [comparison.bands[c]["probe"].unrefined.single for c in ("weak", "strong")] == [True, True]
    assert comparison.bands["strong"]["probe"].unrefined.most == 0
    assert comparison.bands["weak"]["probe"].unrefined.least == 1
