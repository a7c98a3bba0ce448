"""What an equilibrium says of itself, against numbers worked out by hand."""

from fractions import Fraction

import pytest

import deterrence as dt
from deterrence.equilibria.beliefs import BeliefSet, jointly_rational, justifying
from tests.equilibria.games import beer_quiche, guess, idle, vector

F = Fraction
ALWAYS_BEER = vector(1, 0, 1, 0)


def of(game, sends, replies):
    return dt.Equilibrium(game, (vector(*sends), vector(*replies)))


@pytest.fixture
def beer():
    """Everyone has beer; who has quiche is challenged to a duel."""
    return of(beer_quiche(), ALWAYS_BEER, (0, 1, 1, 0))


def test_strategies_by_labels(beer):
    assert beer["diner"]["wimp"] == {"beer": 1, "quiche": 0}
    assert beer["bully"]["quiche"] == {"duel": 1, "leave": 0}
    assert beer.vectors == (((1, 0), (1, 0)), ((0, 1), (1, 0)))
    assert dict(beer.profile) == {"diner": beer["diner"], "bully": beer["bully"]}
    assert list(beer.profile) == ["diner", "bully"]
    assert beer.profile == dict(beer.profile)
    assert hash(beer.profile) == hash(of(beer_quiche("4/10"), ALWAYS_BEER, (0, 1, 1, 0)).profile)
    assert beer.profile != of(beer_quiche(), ALWAYS_BEER, (0, 1, 0, 1)).profile
    assert repr(beer.profile["diner"]["wimp"]) == "{'beer': Fraction(1, 1), 'quiche': Fraction(0, 1)}"
    assert len(beer.profile) == 2
    assert beer.exact
    assert beer.error == 0
    with pytest.raises(KeyError):
        beer["cook"]
    with pytest.raises(TypeError):
        beer["diner"]["wimp"]["beer"] = 0


def test_payoffs(beer):
    """The surly get 3, the wimps 2, and nobody duels."""
    assert beer.payoffs_by_type == {"surly": 3, "wimp": 2}
    assert beer.payoffs == {"diner": F(29, 10), "bully": 0}
    assert beer.reached == {("surly", "beer", "leave"): F(9, 10), ("wimp", "beer", "leave"): F(1, 10)}


def test_beliefs(beer):
    """Bayes after beer; after quiche whatever justifies a certain duel: at least one wimp in two."""
    assert beer.beliefs["beer"] == BeliefSet(({"surly": F(9, 10), "wimp": F(1, 10)},), True)
    assert not beer.beliefs["quiche"].on_path
    assert beer.beliefs["quiche"].band("wimp") == (F(1, 2), 1)
    assert beer.beliefs["quiche"].band("surly") == (0, F(1, 2))
    sometimes = of(beer_quiche(), ALWAYS_BEER, (0, 1, "1/2", "1/2"))
    assert [dict(v) for v in sometimes.beliefs["quiche"].vertices] == [{"surly": F(1, 2), "wimp": F(1, 2)}]


def test_posteriors():
    """At 2/5 surly, wimps have beer with 2/3: half of the beer is drunk by the surly, all quiche is eaten by wimps."""
    eq = of(beer_quiche("2/5"), (1, 0, "2/3", "1/3"), ("1/2", "1/2", 1, 0))
    assert [dict(v) for v in eq.beliefs["beer"].vertices] == [{"surly": F(1, 2), "wimp": F(1, 2)}]
    assert [dict(v) for v in eq.beliefs["quiche"].vertices] == [{"surly": 0, "wimp": 1}]
    assert eq.shape == "semi_separating"
    assert eq.payoffs_by_type == {"surly": 2, "wimp": 1}
    assert eq.payoffs["bully"] == F(1, 5)  # a duel with every wimp at breakfast on quiche: 3/5 * 1/3


def test_beliefs_on_types_of_prior_zero():
    """They are declared, so an unsent message may be blamed on them; a sent one may not."""
    eq = of(beer_quiche(1), ALWAYS_BEER, (0, 1, 1, 0))
    assert [dict(v) for v in eq.beliefs["beer"].vertices] == [{"surly": 1, "wimp": 0}]
    assert eq.beliefs["quiche"].band("wimp") == (F(1, 2), 1)
    # only the type of prior 0 sends it: off the path
    assert not of(beer_quiche(1), (1, 0, 0, 1), (0, 1, 0, 1)).beliefs["quiche"].on_path


def test_deviations(beer):
    """Quiche would cost the surly 3 and the wimps 1; at the middle belief, three wimps in four, not duelling costs 1/2."""
    rows = [(d.player, d.at, d.action, d.payoff, d.loss, d.used) for d in beer.deviations()]
    assert rows == [
        ("diner", "surly", "beer", 3, 0, True),
        ("diner", "surly", "quiche", 0, 3, False),
        ("diner", "wimp", "beer", 2, 0, True),
        ("diner", "wimp", "quiche", 1, 1, False),
        ("bully", "beer", "duel", F(-4, 5), F(4, 5), False),
        ("bully", "beer", "leave", 0, 0, True),
        ("bully", "quiche", "duel", F(1, 2), 0, True),
        ("bully", "quiche", "leave", 0, F(1, 2), False),
    ]


def test_normal_form():
    """Matching pennies where matching heads pays double: by indifference (1/2, 1/2) and (2/5, 3/5)."""
    game = dt.NormalForm(
        players=("even", "odd"),
        payoffs={("h", "h"): (2, -1), ("h", "t"): (-1, 1), ("t", "h"): (-1, 1), ("t", "t"): (1, -1)},
    )
    (eq,) = dt.nash(game).extreme
    assert eq.vectors == ((F(1, 2), F(1, 2)), (F(2, 5), F(3, 5)))
    assert eq["odd"] == {"h": F(2, 5), "t": F(3, 5)}
    assert eq.payoffs == {"even": F(1, 5), "odd": 0}
    assert (eq.shape, dict(eq.beliefs), dict(eq.payoffs_by_type)) == (None, {}, {})
    assert {(d.at, d.payoff, d.loss) for d in eq.deviations() if d.player == "even"} == {(None, F(1, 5), 0)}
    assert repr(eq) == "<even: 1/2 h + 1/2 t; odd: 2/5 h + 3/5 t>"


def test_normal_form_deviations_that_cost():
    """In the dilemma cooperating against defection costs 1."""
    game = dt.NormalForm.from_arrays([[3, 0], [4, 1]], [[3, 4], [0, 1]])
    (eq,) = dt.nash(game).extreme
    assert [(d.payoff, d.loss, d.used) for d in eq.deviations()] == [(0, 1, False), (1, 0, True)] * 2


def test_equality(beer):
    assert beer == of(beer_quiche(), ALWAYS_BEER, (0, 1, 1, 0))
    assert hash(beer) == hash(of(beer_quiche(), ALWAYS_BEER, (0, 1, 1, 0)))
    assert beer != of(beer_quiche(), ALWAYS_BEER, (0, 1, "1/2", "1/2"))
    assert beer != of(beer_quiche("4/5"), ALWAYS_BEER, (0, 1, 1, 0))
    assert beer.profile == of(beer_quiche(), ALWAYS_BEER, (0, 1, 1, 0)).profile
    assert len({beer.profile, of(beer_quiche(), ALWAYS_BEER, (0, 1, 1, 0)).profile}) == 1
    assert beer != "beer"


def test_repr(beer):
    assert repr(beer) == "<diner (surly): beer; diner (wimp): beer; bully (beer): leave; bully (quiche): duel>"


def test_to_dict(beer):
    data = beer.to_dict()
    assert data["payoffs"]["diner"] == {"exact": "29/10", "float": 2.9}
    assert data["strategies"]["bully"]["quiche"]["duel"] == {"exact": "1", "float": 1.0}
    assert data["shape"] == "pooling"
    assert data["beliefs"]["beer"]["vertices"] == [
        {"surly": {"exact": "9/10", "float": 0.9}, "wimp": {"exact": "1/10", "float": 0.1}}
    ]
    assert [data["beliefs"][m]["on_path"] for m in ("beer", "quiche")] == [True, False]


SHAPES = [  # prior, messages per type, shape
    (("1/2", "1/2"), ((1, 0), (1, 0)), "pooling"),
    (("1/2", "1/2"), ((0, 1), (0, 1)), "pooling"),
    (("1/2", "1/2"), ((1, 0), (0, 1)), "separating"),
    (("1/2", "1/2"), (("1/2", "1/2"), ("1/2", "1/2")), "babbling"),
    (("1/4", "3/4"), (("1/3", "2/3"), ("1/3", "2/3")), "babbling"),
    (("1/2", "1/2"), (("1/3", "2/3"), ("1/2", "1/2")), "semi_separating"),
    (("1/2", "1/2"), ((1, 0), ("1/2", "1/2")), "semi_separating"),
    # a type that mixes over messages of its own is told apart all the same
    (("1/2", "1/2"), (("1/2", "1/2", 0), (0, 0, 1)), "separating"),
    (("1/3", "1/3", "1/3"), ((1, 0), (0, 1), (0, 1)), "semi_separating"),
    (("1/3", "1/3", "1/3"), ((1, 0, 0), (0, 1, 0), (0, 0, 1)), "separating"),
    # types of prior 0 do not count
    ((1, 0), ((1, 0), (0, 1)), "pooling"),
    (("1/2", "1/2", 0), ((1, 0), (0, 1), ("1/2", "1/2")), "separating"),
    (("1/2", "1/2", 0), (("1/2", "1/2"), ("1/2", "1/2"), (1, 0)), "babbling"),
]


@pytest.mark.parametrize(("prior", "sends", "shape"), SHAPES)
def test_shapes(prior, sends, shape):
    game = idle(len(sends), len(sends[0]), prior)
    assert of(game, [x for row in sends for x in row], [1] * len(sends[0])).shape == shape


def test_beliefs_that_justify():
    """Receiver's payoffs after one message; rows are types, columns replies."""
    payoffs = [vector(1, 0, "3/4"), vector(0, 1, "3/4")]
    # a guess pays from 3/4 on, abstaining in between
    assert set(justifying(payoffs, [0]).vertices) == {vector(1, 0), vector("3/4", "1/4")}
    assert set(justifying(payoffs, [2]).vertices) == {vector("3/4", "1/4"), vector("1/4", "3/4")}
    assert set(justifying(payoffs, [0, 2]).vertices) == {vector("3/4", "1/4")}
    assert justifying(payoffs, [0, 1]) is None
    assert jointly_rational(payoffs) == [frozenset({0, 2}), frozenset({1, 2})]


def test_replies_that_doubt_every_type():
    """A reply that is best only where one type is certain is dominated by one that is as good there and better elsewhere."""
    payoffs = [vector(1, 1), vector(0, 1)]
    assert jointly_rational(payoffs) == [frozenset({0, 1})]
    assert jointly_rational(payoffs, full=True) == [frozenset({1})]


def test_never_best_replies_are_not_used():
    assert {eq["receiver"]["m1"]["abstain"] for eq in dt.perfect_bayesian(guess()).extreme} >= {0, 1}
    payoffs = [vector(1, 0, "1/4"), vector(0, 1, "1/4")]
    assert justifying(payoffs, [2]) is None
    assert jointly_rational(payoffs) == [frozenset({0, 1})]
