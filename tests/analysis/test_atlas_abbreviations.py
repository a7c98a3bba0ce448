"""Results stated in abbreviations: those of the warning game as its propositions have them, and what may not be replaced."""

from functools import cache

import pytest
import sympy

import deterrence as dt

MODEL = dt.models.warning_game("private")


@cache
def private():
    return dt.atlas(MODEL.free(*(p.name for p in MODEL.all_parameters)))


def symbol(name):
    return sympy.Symbol(name, real=True)


def test_the_propositions_as_they_are_stated():
    """Separating: ga <= i_R and ga >= i_I, with i_R = (dR - k)/L_R and i_I = (dI - k)/L_I; the challenger complies: F <= c."""
    separating = next(
        f for f in private() if f.name.startswith("resolute: warn, irresolute: stay_silent; stay_silent: probe")
    )
    # two cases in the parameters, for L_I holds a minimum; one in the abbreviations
    assert len(separating.region.conditions) == 2
    (case,) = separating.region.stated
    assert {str(r) for r in case} == {
        "credibility > 0", "credibility < 1", "Ne(A_m, commitment_gap)", "F_m <= clash_cost",
        "gamma_m <= (loss_resolute - warning_cost)/L_R", "gamma_m >= (loss_irresolute - warning_cost)/L_I",
    }  # fmt: skip


def test_the_shortest_way_may_begin_with_a_step_that_does_not_shorten():
    """The resolute type's deterred share: loss_R (L_I ga + k) >= loss_I (L_R ga + k), with both losses in one condition."""
    name = "resolute: stay_silent or warn, irresolute: stay_silent; stay_silent: refrain or probe, warn: refrain"
    (case,) = next(f for f in private() if f.name == name).region.stated
    assert "loss_resolute*(L_I*gamma_m + warning_cost) >= loss_irresolute*(L_R*gamma_m + warning_cost)" in map(str, case)


def test_bluffing_is_mixed_as_it_is_stated():
    """q_m = (i_I - ga)/(1 - ga), and the irresolute type warns with mu (1 - t)/((1 - mu) t), t = (g + F)/(g + c)."""
    name = "resolute: warn, irresolute: stay_silent or warn; stay_silent: probe, warn: refrain or probe"
    bluffing = next(f for f in private() if f.name == name)
    ((_, solution),) = bluffing.stated
    face, rate, loss, mu, g, c = map(symbol, ("F_m", "gamma_m", "L_I", "credibility", "gain", "clash_cost"))
    tolerable = (symbol("loss_irresolute") - symbol("warning_cost")) / loss
    called = solution.strategies["challenger"]["warn"]["probe"]
    assert called.free_symbols == {symbol("loss_irresolute"), symbol("warning_cost"), loss, rate}
    assert sympy.simplify(called - (tolerable - rate) / (1 - rate)) == 0
    t = (g + face) / (g + c)
    assert sympy.simplify(solution.strategies["defender"]["irresolute"]["warn"] - mu * (1 - t) / ((1 - mu) * t)) == 0


def test_stated_and_plain_are_the_same():
    """With the meanings put in, every condition is the one in the parameters: at points, in all cases of all families."""
    compared = 0
    meanings = {symbol(n): e for n, e in MODEL.abbreviations.items()}
    for family in private():
        for values, _ in family.witnessed:
            known = {symbol(n): sympy.Rational(v.numerator, v.denominator) for n, v in values.items()}
            at = {s: sympy.sympify(e).xreplace(known) for s, e in meanings.items()} | known
            holding = [all(r.xreplace(known) for r in c) for c in family.region.conditions]
            for stated, numbers in family.region.stated_cases:
                # L_I means what it is where the case holds, so the cases are compared as wholes
                of = [k for k, (_, mine) in enumerate(family.region.cases) if set(mine) <= set(numbers)]
                assert all(r.xreplace(at) for r in stated) == any(holding[k] for k in of)
                compared += 1
            here = {n for k, (_, mine) in enumerate(family.region.cases) if holding[k] for n in mine}
            told = [s for cases, s in family.stated if any(here & set(family.region.stated_cases[c][1]) for c in cases)]
            plain = [s for cases, s in family.solutions if any(holding[c] for c in cases)]
            if len(told) == len(plain) == 1:
                for one, other in zip(leaves(told[0].strategies), leaves(plain[0].strategies), strict=True):
                    assert sympy.simplify(one.xreplace(at) - other.xreplace(known)) == 0
                    compared += 1
    assert compared > 100


def leaves(x):
    return [leaf for v in x.values() for leaf in leaves(v)] if isinstance(x, dict) else [sympy.sympify(x)]


def test_definitions_are_listed():
    text = repr(private())
    assert "  - F_m = face_cost*leak" in text
    assert "Min(commitment_gap" in text
    latex = private().to_latex()
    assert r"\paragraph{Abbreviations.}" in latex
    assert r"\gamma_{m}" in latex
    assert private().to_dict()["abbreviations"]["F_m"] == "face_cost*leak"
    assert "Abbreviations" not in repr(dt.atlas(dt.models.probe_game()))
    # what was given a number is shown as one
    product = symbol("a") + symbol("b") * (1 + symbol("s"))
    assert "t = a + 3*b/2" in repr(dt.atlas(simple({"t": product}, product + symbol("b")).at(s="1/2")))


def simple(abbreviations, payoff=None):
    a, b, s = map(symbol, "abs")
    payoff = a * s + b * s if payoff is None else payoff
    return dt.NormalForm(
        ("one", "two"), {("u", "l"): (payoff, 0), ("d", "l"): (1 + b, 0)},
        parameters=[dt.Parameter(n, "", ">= 0") for n in "abs"], abbreviations=abbreviations,
    )  # fmt: skip


def test_only_where_it_is_the_same_polynomial():
    """t = a s: a is t/s, which leaves no s behind in a s, but does in 1 + a; of a + b nothing is gained unless both go."""
    (condition,) = dt.atlas(simple({"t": symbol("a") * symbol("s")}))[0].region.stated[0]
    assert {s.name for s in condition.free_symbols} == {"t", "b", "s"}
    (condition,) = dt.atlas(simple({"t": symbol("a") + symbol("b")}))[0].region.stated[0]
    assert {s.name for s in condition.free_symbols} == {"t", "b", "s"}
    (condition,) = dt.atlas(simple({"t": symbol("b") * symbol("b")}))[0].region.stated[0]
    assert {s.name for s in condition.free_symbols} == {"a", "b", "s"}


def test_bad_input():
    with pytest.raises(dt.InvalidGame, match="'a' is the name of a parameter"):
        simple({"a": 1})
    with pytest.raises(dt.InvalidGame, match="'t' holds 'z', which is no parameter"):
        simple({"t": symbol("z")})
    with pytest.raises(dt.InvalidGame, match="abbreviations map each name"):
        simple(["t"])
    with pytest.raises(dt.InvalidParameter, match="cannot name a parameter"):
        simple({"t t": 1})
    with pytest.raises(dt.InvalidGame, match="abbreviation 't'"):
        simple({"t": "one"})
