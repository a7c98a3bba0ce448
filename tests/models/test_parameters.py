"""What the models declare: parameters with domains and defaults, and games that stay symbolic until given numbers."""

from fractions import Fraction
from random import Random

import pytest
import sympy

import deterrence as dt
from deterrence import models
from tests.brute import bridge

F = Fraction
MODELS = {
    "probe_game": models.probe_game,
    "ambiguous_incursion": models.ambiguous_incursion,
    "warning_game": models.warning_game,
}
PROBABILITY, BELOW_ONE, POSITIVE, AT_LEAST_0, REAL = "[0, 1]", "[0, 1)", "> 0", ">= 0", "real"
OUTSIDE = {PROBABILITY: ("-1/100", "101/100"), BELOW_ONE: (1, "-1/100"), POSITIVE: (0, -1), AT_LEAST_0: (-1,), REAL: ()}
INSIDE = {PROBABILITY: (0, 1), BELOW_ONE: (0, "99/100"), POSITIVE: ("1/100",), AT_LEAST_0: (0,), REAL: (-1, 0)}

# domain, and default (None: stays a symbol)
DECLARED = {
    "probe_game": {
        "gain": (POSITIVE, None),
        "clash_cost": (POSITIVE, None),
        "tolerate_cost": (POSITIVE, None),
        "respond_cost": (REAL, None),
        "readiness_cost": (REAL, 0),
        "credibility": (PROBABILITY, 1),
        "escalation_risk": (PROBABILITY, 0),
        "escalation_cost_challenger": (AT_LEAST_0, 0),
        "escalation_cost_defender": (AT_LEAST_0, 0),
        "accident_rate": (BELOW_ONE, 0),
    },
    "ambiguous_incursion": {
        "gain": (POSITIVE, None),
        "clash_cost": (POSITIVE, None),
        "tolerate_cost_deliberate": (REAL, None),
        "tolerate_cost_accident": (REAL, None),
        "respond_cost": (REAL, None),
        "accident_rate": (BELOW_ONE, None),
    },
    "warning_game": {
        "credibility": (PROBABILITY, None),
        "gain": (POSITIVE, None),
        "clash_cost": (POSITIVE, None),
        "accident_rate": (BELOW_ONE, 0),
        "loss_resolute": (POSITIVE, None),
        "loss_irresolute": (POSITIVE, None),
        "commitment_gap": (POSITIVE, None),
        "reputation_cost": (AT_LEAST_0, 0),
        "audience_cost": (AT_LEAST_0, None),
        "leak": (PROBABILITY, 0),
        "face_cost": (AT_LEAST_0, None),
        "defiance": (BELOW_ONE, 0),
        "warning_cost": (AT_LEAST_0, 0),
        "forewarning_cost": (AT_LEAST_0, 0),
        "warning_cost_private": (AT_LEAST_0, None),
        "warning_cost_public": (AT_LEAST_0, None),
        "publicity": (PROBABILITY, None),
    },
}
# in place of warning_cost: parameters of a game only where they are given at its construction
OWN_COSTS = {"warning_cost_private", "warning_cost_public"}
EACH = [(model, name) for model, declared in DECLARED.items() for name in declared]


@pytest.mark.parametrize("model", MODELS)
def test_declared(model):
    own_costs = dict.fromkeys(OWN_COSTS, 0) if model == "warning_game" else {}
    game = MODELS[model](**own_costs)
    assert {p.name: (p.domain, p.default) for p in game.all_parameters} == DECLARED[model]
    assert {p.name for p in MODELS[model]().all_parameters} == set(DECLARED[model]) - OWN_COSTS
    assert all(p.meaning and p.unit in ("utils", "probability") for p in game.all_parameters)
    assert all((p.unit == "probability") == p.domain.startswith("[") for p in game.all_parameters)


@pytest.mark.parametrize("model, name", EACH)
def test_domain(model, name):
    domain = DECLARED[model][name][0]
    for value in INSIDE[domain]:
        assert MODELS[model](**{name: value}).values[name] == F(value)
    for value in (*OUTSIDE[domain], "nan", float("inf"), "much"):
        with pytest.raises(dt.InvalidParameter, match=name):
            MODELS[model](**{name: value})
        with pytest.raises(dt.InvalidParameter, match=name):
            MODELS[model]().at(**{name: value})


@pytest.mark.parametrize("model, name", EACH)
def test_default(model, name):
    """A default is a value like any other, and can be made free again; what has none stays free if it matters."""
    if name in OWN_COSTS:
        with pytest.raises(dt.InvalidParameter, match="did you mean 'warning_cost'"):
            MODELS[model]().at(**{name: 1})
        return
    default, game = DECLARED[model][name][1], MODELS[model]()
    assert game.values.get(name) == default
    assert (name in [p.name for p in game.parameters]) <= (default is None)
    if default is not None:
        assert MODELS[model](**{name: None}) == MODELS[model](**{name: default}) == game
    assert name not in game.free(name).values


def test_free_by_channel():
    """A channel ignores the parameters that it does not use."""
    always = ["credibility", "gain", "clash_cost", "loss_resolute", "loss_irresolute"]
    warned = [*always, "commitment_gap", "audience_cost", "face_cost"]
    free = {channel: [p.name for p in models.warning_game(channel).parameters] for channel in ("silence", "public", "both")}
    assert free == {"silence": always, "public": warned, "both": warned}
    # no leak by default: what only the public sees costs nothing
    assert [p.name for p in models.warning_game("private").parameters] == [*always, "commitment_gap"]
    assert [p.name for p in models.warning_game("private", leak="1/10").parameters] == warned
    assert [p.name for p in models.warning_game("leak").parameters] == [*warned, "publicity"]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    "misspelt, meant", [("gian", "gain"), ("clash_costs", "clash_cost"), ("acident_rate", "accident_rate")]
)
def test_misspelt_parameter(model, misspelt, meant):
    with pytest.raises(dt.InvalidParameter, match=f"{misspelt}.*did you mean '{meant}'") as error:
        MODELS[model](**{misspelt: 1})
    assert model in str(error.value)
    with pytest.raises(dt.InvalidParameter, match=f"{misspelt}.*did you mean '{meant}'"):
        MODELS[model]().at(**{misspelt: 1})


def test_channels_have_the_parameters_of_the_game_but_the_choice_between_them():
    with pytest.raises(dt.InvalidParameter, match="warning_channels has no parameter 'chanel'"):
        models.warning_channels(chanel="private")
    games = models.warning_channels(credibility="1/5", leak="1/10")
    assert list(games) == ["silence", "public", "private"]
    assert games == {name: models.warning_game(name, credibility="1/5", leak="1/10") for name in games}


def test_unknown_channel_and_choice():
    with pytest.raises(dt.InvalidParameter, match=r"channel 'privat' is unknown; did you mean 'private'.*silence"):
        models.warning_game("privat")
    with pytest.raises(dt.InvalidParameter, match=r"'always'.*'honour', 'renege'"):
        models.warning_game("private", when_indifferent="always")
    with pytest.raises(dt.InvalidParameter, match="did you mean 'warning_game'"):
        models.closed_forms("warning_gane")


def draw(rng, model):
    values = {}
    for name, (domain, _) in DECLARED[model].items():
        largest = 9 if domain in (PROBABILITY, BELOW_ONE) else 40
        values[name] = F(rng.randint(1, largest), 10)
    return values


@pytest.mark.parametrize("model", MODELS)
def test_substituting_before_or_after_makes_no_difference(model):
    """All at once, in any order of steps, or as expressions in other symbols: the same game, the same equilibria."""
    rng = Random(f"substitution, {model}")
    solve = dt.perfect_bayesian if model == "warning_game" else dt.nash
    # the cost of one channel takes the place of warning_cost where it is given, be it as a symbol
    own_costs = {name: sympy.Symbol(name) for name in OWN_COSTS} if model == "warning_game" else {}
    empty = MODELS[model](**own_costs).free(*DECLARED[model])
    for _ in range(8):
        values = draw(rng, model)
        direct = MODELS[model](**values)
        names = list(values)
        rng.shuffle(names)
        stepwise = empty
        for name in names:
            stepwise = stepwise.at(**{name: values[name]})
        assert not direct.parameters
        assert not stepwise.parameters
        assert stepwise.numbers == direct.numbers == empty.at(**values).numbers
        assert bridge.structure(solve(stepwise)) == bridge.structure(solve(direct))


def test_an_expression_in_place_of_a_number():
    """A user's own symbol may stand in a model's payoffs."""
    twice = models.probe_game(gain=2 * sympy.Symbol("stake"), clash_cost=3, tolerate_cost=2, respond_cost=1)
    assert [p.name for p in twice.parameters] == ["stake"]
    plain = models.probe_game(gain="1/2", clash_cost=3, tolerate_cost=2, respond_cost=1)
    assert twice.at(stake="1/4").numbers == plain.numbers


def test_what_needs_numbers_asks_for_them():
    with pytest.raises(dt.UnsupportedGame, match=r"credibility.*game\.at\(credibility="):
        dt.compare({"public": models.warning_game("public")})
    with pytest.raises(dt.UnsupportedGame, match=r"gain, clash_cost, tolerate_cost, respond_cost.*game\.at\(gain="):
        dt.stackelberg(models.probe_game(), leader="defender")


@pytest.mark.parametrize("value", [0.3, "0.3", "3/10", F(3, 10), sympy.Rational(3, 10)])
def test_one_number_many_spellings(value):
    assert models.warning_game("public", credibility=value).values["credibility"] == F(3, 10)
