"""The regions of the warning game, derived from symbols, are the closed forms: condition by condition, nothing beside.

The closed forms are written out here in four numbers, as in the model's description: the prior and posterior that stop
the challenger, and for each type the tolerable rate of incursions i and the silence-equivalent j. They are stated for the
two cases in which a warning does not bind (breaking it costs less than the commitment gap) and in which it binds.
"""

from functools import cache

import pytest
import sympy

import deterrence as dt
from tests.analysis.atlas_tools import same, same_cases

FREE = ("accident_rate", "reputation_cost", "defiance", "warning_cost", "forewarning_cost")


@cache
def found():
    return dt.atlas(dt.models.warning_game("public").free(*FREE))


def symbol(name):
    return sympy.Symbol(name, real=True)


MU, G, C, GAMMA, D_R, D_I, KAPPA, ETA, K, B, F = map(
    symbol,
    (
        "credibility", "gain", "clash_cost", "accident_rate", "loss_resolute", "loss_irresolute", "commitment_gap",
        "defiance", "warning_cost", "forewarning_cost", "face_cost",
    ),
)  # fmt: skip
A = symbol("reputation_cost") + symbol("audience_cost")
RATE = GAMMA + (1 - GAMMA) * ETA
P0, T = G / (G + C), (G + F) / (G + C)
L_R = D_R + B
I_R, J_R = (D_R - K) / L_R, (K + RATE * L_R) / D_R


def of_irresolute(loss):
    """i and j of the irresolute type, whose loss after a warning includes the cheaper of honouring and breaking it."""
    return (D_I - K) / (D_I + B + loss), (K + RATE * (D_I + B + loss)) / D_I


FREE_I, FREE_J = of_irresolute(A)
BOUND_I, BOUND_J = of_irresolute(KAPPA)


def gt(x, y):
    return sympy.StrictGreaterThan(x, y, evaluate=False)


def ge(x, y):
    return sympy.GreaterThan(x, y, evaluate=False)


FREE_CASE, BOUND_CASE = gt(KAPPA, A), gt(A, KAPPA)
INSIDE = (gt(MU, 0), gt(1, MU))

SILENT_REFRAIN = "resolute: stay_silent, irresolute: stay_silent; stay_silent: refrain"
SILENT_PROBE = "resolute: stay_silent, irresolute: stay_silent; stay_silent: probe"
SEPARATING = "resolute: warn, irresolute: stay_silent; stay_silent: probe, warn: refrain"
POOLING = "resolute: warn, irresolute: warn; warn: refrain"
BLUFFING = "resolute: warn, irresolute: stay_silent or warn; stay_silent: probe, warn: refrain or probe"
PARTIAL = "resolute: stay_silent or warn, irresolute: stay_silent; stay_silent: refrain or probe, warn: refrain"
DOUBLE = (
    "resolute: stay_silent or warn, irresolute: stay_silent or warn; stay_silent: refrain or probe, warn: refrain or probe"
)
WEAK_BIND = "resolute: stay_silent, irresolute: stay_silent or warn; stay_silent: refrain or probe, warn: refrain"

#: Conditions by family. A condition that the prior is neither 0 nor 1 stands only where no other one implies it.
REGIONS = {
    SEPARATING: [
        (FREE_CASE, *INSIDE, ge(C, F), ge(I_R, RATE), ge(RATE, FREE_I)),
        (BOUND_CASE, *INSIDE, ge(C, F), ge(I_R, RATE), ge(RATE, BOUND_I)),
    ],
    POOLING: [
        (FREE_CASE, ge(MU, T), ge(I_R, RATE), ge(FREE_I, RATE)),
        (BOUND_CASE, ge(C, F), ge(I_R, RATE), ge(BOUND_I, RATE)),
    ],
    # the paper's condition for double mixing, shortened
    DOUBLE: [(FREE_CASE, gt(C, F), gt(MU, P0), gt(T, MU), gt(I_R, FREE_I), gt(J_R, FREE_J))],
    # mu < t and ga < i_I <= i_R; t < 1 is F < c, and i_I < 1 says that a warning costs the irresolute something
    BLUFFING: [
        (FREE_CASE, gt(C, F), gt(MU, 0), gt(T, MU), ge(I_R, FREE_I), gt(FREE_I, RATE), gt(A + B + K, 0)),
    ],
    # mu > p0 and j_R < 1, j_R <= j_I; the rate after silence, j_R, lies above the unavoidable one
    PARTIAL: [
        (FREE_CASE, gt(1, MU), ge(C, F), gt(MU, P0), gt(1, J_R), gt(J_R, GAMMA), ge(FREE_J, J_R)),
        (BOUND_CASE, gt(1, MU), ge(C, F), gt(MU, P0), gt(1, J_R), gt(J_R, GAMMA), ge(BOUND_J, J_R)),
    ],
    WEAK_BIND: [(BOUND_CASE, gt(MU, 0), ge(C, F), gt(P0, MU), gt(1, BOUND_J), gt(BOUND_J, GAMMA), ge(J_R, BOUND_J))],
    SILENT_PROBE: [
        (FREE_CASE, ge(P0, MU)),
        (BOUND_CASE, ge(P0, MU), ge(F, C)),
        (BOUND_CASE, ge(P0, MU), ge(RATE, I_R), ge(RATE, BOUND_I)),
    ],
}


def family(name):
    (one,) = (f for f in found() if f.name == name)
    return one


@pytest.mark.parametrize("name", REGIONS)
def test_region(name):
    assert same_cases(family(name), REGIONS[name], found().game.parameters), family(name).region


def test_silence_before_a_challenger_that_is_deterred_anyway():
    """Whatever the warning costs to break; where that is exactly the gap the game has no value."""
    (case,) = family(SILENT_REFRAIN).region.conditions
    unequal, weak = sorted(case, key=lambda r: r.rel_op)
    assert (unequal.rel_op, str(weak)) == ("!=", "credibility >= gain/(clash_cost + gain)")
    assert sympy.simplify(abs(unequal.lhs - unequal.rhs) - abs(KAPPA - A)) == 0


def test_which_families_there_are():
    names = {SILENT_REFRAIN, SILENT_PROBE, SEPARATING, POOLING, BLUFFING, PARTIAL, DOUBLE, WEAK_BIND}
    assert {f.name for f in found()} == names


def cases_that(name, relation):
    return [c for c in family(name).region.conditions if any(_says(r, relation) for r in c)]


def _says(r, relation):
    return r.rel_op == "!=" or same(r, relation, found().game.parameters)


def test_number_of_families_in_each_case():
    families = (SILENT_REFRAIN, SILENT_PROBE, SEPARATING, POOLING, BLUFFING, PARTIAL, DOUBLE, WEAK_BIND)
    assert sum(bool(cases_that(n, FREE_CASE)) for n in families) == 7
    assert sum(bool(cases_that(n, BOUND_CASE)) for n in families) == 6


@pytest.mark.parametrize(
    "name, formulas",
    [
        (BLUFFING, {("irresolute", "warn"): MU * (1 - T) / ((1 - MU) * T), ("warn", "probe"): (FREE_I - RATE) / (1 - RATE)}),
        (
            PARTIAL,
            {
                ("resolute", "warn"): 1 - P0 * (1 - MU) / ((1 - P0) * MU),
                ("stay_silent", "probe"): (J_R - GAMMA) / (1 - GAMMA),
            },
        ),
        (
            DOUBLE,
            {
                ("resolute", "warn"): (MU - P0) / (T - P0) * T / MU,
                ("irresolute", "warn"): (MU - P0) / (T - P0) * (1 - T) / (1 - MU),
            },
        ),
        (
            WEAK_BIND,
            {
                ("irresolute", "warn"): 1 - MU * (1 - P0) / ((1 - MU) * P0),
                ("stay_silent", "probe"): (BOUND_J - GAMMA) / (1 - GAMMA),
            },
        ),
    ],
)
def test_probabilities(name, formulas):
    strategies = {**family(name).strategies["defender"], **family(name).strategies["challenger"]}
    for (where, action), formula in formulas.items():
        assert sympy.cancel(strategies[where][action] - formula) == 0


def test_beliefs():
    assert sympy.cancel(family(BLUFFING).beliefs["warn"]["resolute"] - T) == 0
    assert family(SEPARATING).beliefs["warn"]["resolute"] == 1
    assert sympy.cancel(family(PARTIAL).beliefs["stay_silent"]["resolute"] - P0) == 0


def test_everything_that_was_left_out_is_proved():
    assert found().undecided == 0
    assert all(c.check() for c in found().certificates)
    assert len(found().certificates) > 20


def test_against_the_solver_inside_outside_and_on_boundaries():
    audit = found().audit(24)
    assert audit.disagreements == ()
    assert audit.points > 400
    assert 3 * audit.on_boundaries > audit.points


def test_where_the_model_has_no_value():
    """Breaking the warning costs exactly the gap: no family holds, and `at` says why."""
    values = dict.fromkeys((p.name for p in found().game.parameters), "1/2") | {"commitment_gap": 1}
    assert found().holding(**values) == ()
    with pytest.raises(dt.InvalidParameter, match="when_indifferent"):
        found().at(**values)
