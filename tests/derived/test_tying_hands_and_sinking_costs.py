"""Tying hands and sinking costs: two types, after Fearon (1997), Journal of Conflict Resolution 41, 68-90.

A special case of the warning game, derived here: a state values the stake at v_R > cost > v_I, fights at a cost, and loses
the stake when it backs down. A signal is either paid at once (sunk) or when it backs down after all (tied hands). Fearon's
two claims hold at the least size that leaves no room for bluffing: tying hands pays more, and leads to war
at least as often.
"""

from fractions import Fraction
from random import Random

import pytest

import deterrence as dt

F = Fraction
EXAMPLE = {"v_r": F(1), "v_i": F("0.35"), "cost": F("0.7"), "gamma": F("0.1"), "mu": F("0.2"), "gain": F(1), "clash": F(2)}


def refined(signal, size, *, v_r, v_i, cost, gamma, mu, gain, clash):
    """What D1 leaves, with the payoff that the stakes add to the warning game's losses."""
    how = {"sink": {"warning_cost": size, "audience_cost": 0}, "tie": {"warning_cost": 0, "audience_cost": size}}[signal]
    eqs = dt.perfect_bayesian(
        dt.models.warning_game(
            "public",
            credibility=mu,
            gain=gain,
            clash_cost=clash,
            accident_rate=gamma,
            loss_resolute=cost,
            loss_irresolute=v_i,
            commitment_gap=cost - v_i,
            face_cost=0,
            **how,
        )
    ).refine("d1")
    return eqs, mu * v_r + (1 - mu) * v_i


@pytest.mark.parametrize(
    "signal, size, warns, after_warning, deterred, clash, payoff",
    [
        ("sink", "0.10", (1, 0.5), 0.682540, 0.190476, 0.142857, 0.080),
        ("sink", "0.32", (1, 0), 0, 0.2, 0.02, 0.122),
        ("sink", "0.64", (0, 0), None, 0, 0.2, 0.06),
        ("tie", "0.30", (1, 0.5), 0.487179, 0.307692, 0.107692, 0.124615),
        ("tie", "0.36", (1, 1), 0, 1, 0.1, 0.41),
    ],
)
def test_worked_cases(signal, size, warns, after_warning, deterred, clash, payoff):
    eqs, stakes = refined(signal, F(size), **EXAMPLE)

    def close(found, listed):
        return abs(found - F(repr(listed))) < F(1, 10**6)

    for eq in eqs.extreme:
        assert all(close(eq["defender"][kind]["warn"], x) for kind, x in zip(eq.game.types, warns, strict=True))
        if after_warning is not None:
            assert close(eq["challenger"]["warn"]["probe"], after_warning)
    for name, listed in (("deterred", deterred), ("clash", clash)):
        band = dt.probability(eqs, name)
        assert band.single
        assert close(band.least, listed)
    band = dt.expected_payoff(eqs, "defender")
    assert band.single
    assert close(band.least + stakes, payoff)


def regime(signal, size, **values):
    eqs, _ = refined(signal, size, **values)
    (regime,) = {tuple(eq["defender"][kind]["warn"] for kind in ("resolute", "irresolute")) for eq in eqs.extreme}
    return {(0, 0): "silent", (1, 0): "separating", (1, 1): "commitment"}.get(regime, "bluffing")


@pytest.mark.parametrize(
    "signal, threshold, below, above",
    [
        ("sink", F("0.315"), "bluffing", "separating"),  # (1 - gamma) v_I
        ("sink", F("0.63"), "separating", "silent"),  # (1 - gamma) cost
        ("tie", F("0.35"), "bluffing", "commitment"),  # cost - v_I
    ],
)
def test_thresholds(signal, threshold, below, above):
    step = F(1, 10**6)
    assert regime(signal, threshold - step, **EXAMPLE) == below
    assert regime(signal, threshold + step, **EXAMPLE) == above


def test_tying_hands_pays_more_and_is_riskier():
    rng = Random("tying hands")
    step = F(1, 10**9)
    kinds = set()
    for _ in range(25):
        v_i = F(rng.randint(1, 50), 53)
        cost = v_i + F(rng.randint(1, 60), 59)
        v = {"v_r": 2 * cost, "v_i": v_i, "cost": cost, "gamma": F(rng.randint(1, 60), 61), "gain": F(rng.randint(1, 9))}
        v["clash"] = F(rng.randint(1, 9))
        v["mu"] = F(rng.randint(1, 66), 67) * v["gain"] / (v["gain"] + v["clash"])
        gamma, mu = v["gamma"], v["mu"]
        least_sunk, least_tied = (1 - gamma) * v_i, min(cost - v_i, v_i * (1 - gamma) / gamma)
        sunk, _ = refined("sink", least_sunk + step, **v)
        tied, _ = refined("tie", least_tied + step, **v)
        payoffs = [dt.expected_payoff(eqs, "defender") for eqs in (sunk, tied)]
        clashes = [dt.probability(eqs, "clash") for eqs in (sunk, tied)]
        assert all(band.single for band in payoffs + clashes)
        assert payoffs[1].least - payoffs[0].least >= mu * (1 - gamma) * v_i
        commits = gamma * cost < v_i
        assert (clashes[0].least, clashes[1].least) == (mu * gamma, gamma if commits else mu * gamma), v
        kinds.add(commits)
    assert kinds == {True, False}
