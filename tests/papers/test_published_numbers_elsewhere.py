"""The same ids with other parameters: each number is recomputed here from its formula, by a program that shares nothing."""

import math
import sys
from pathlib import Path
from statistics import NormalDist

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks.published_numbers import faults


def off(name, params, results, tol=1e-9):
    return faults({"id": name, "params": params, "results": results, "tol": tol})


@pytest.mark.parametrize(("a", "b", "psi", "lag"), [(2.5, 0.7, 0.15, 3), (1.1, 0.2, 1, 1), (1.25, 0.6, 0.2, 4)])
def test_thresholds_fall_once_in_a_lag(a, b, psi, lag):
    expected = [b ** math.ceil(n / lag) for n in range(1, 10)]
    assert off("A3.visibility_reputation", {"psi": psi, "b": b, "a": a}, {"thresholds": expected}) == []


@pytest.mark.parametrize(("t", "r", "p", "s"), [(4, 3, 1, 0), (5, 3, 2, -1), (6, 2.5, 1, -0.5)])
def test_generous_reciprocity_is_its_formula_even_where_taking_turns_pays_more(t, r, p, s):
    expected = min(1 - (t - r) / (r - s), (r - p) / (t - p))
    assert off("C4.generous_tft", {"T": t, "R": r, "P": p, "S": s}, {"g": expected}) == []


@pytest.mark.parametrize(("share", "d", "false_alarm", "miss"), [(0.02, 0.7, 8, 3), (0.9, 3.5, 0.2, 6)])
def test_the_threshold_of_response(share, d, false_alarm, miss):
    x = d / 2 + math.log((1 - share) * false_alarm / (share * miss)) / d
    normal = NormalDist()
    expected = {"x": x, "p_false": normal.cdf(-x), "p_hit": normal.cdf(d - x)}
    assert off("C1.response_threshold", {"pi": share, "d": d, "Cfp": false_alarm, "Cfn": miss}, expected) == []


@pytest.mark.parametrize(("mu", "tolerance", "pi"), [(0.2, 0.6, 0.05), (0.35, 0.4, 0.3), (0.02, 0.9, 0.4)])
def test_the_length_of_a_spiral(mu, tolerance, pi):
    x = mu / (1 - mu) * (1 - tolerance) / tolerance
    rounds = math.ceil(math.log(1 - x) / math.log(1 - pi))
    share = sum(1 - (1 - pi) ** t for t in range(rounds)) / rounds
    given = {"mu0": mu, "mustar": tolerance, "pi": pi}
    assert off("C5.conflict_spiral", given, {"T": rounds, "hostile_fraction": share}) == []
    assert off("C5.conflict_spiral", given, {"T": rounds + 1}), "a wrong number is found out"


def test_fractions_in_words_and_any_order():
    given = {"D2": "3", "v1": "1/3", "v2": 1, "D1": 1}
    assert off("B2.war_of_attrition_risk", given, {"rate1": 3, "rate2": 3, "p_disaster": 1 / 7}) == []
