"""Accidents, imperfect monitoring and spirals."""

import math
from collections.abc import Callable
from typing import Any

import sympy

import deterrence as dt
from deterrence import models
from deterrence.models.monitoring import BAD, GOOD, PROVOKE, RESTRAIN

from .registry import recomputes

#: Longest punishment that is tried.
MOST_ROUNDS = 256


@recomputes("C1.response_threshold")
def response_threshold(p: dict[str, Any]) -> dict[str, Any]:
    """The defender's indifference."""
    model = models.response_threshold(
        deliberate_share=p["pi"], signal_distance=p["d"], false_alarm_cost=p["Cfp"], miss_cost=p["Cfn"]
    )
    found = dt.cutoffs(model.game)
    measured = found.measures()
    return {"x": found.values[0], "p_false": measured["false_response"][0], "p_hit": measured["hit"][0]}


@recomputes("C2.endogenous_probe_detection")
def accident_or_probe(p: dict[str, Any]) -> dict[str, Any]:
    """The challenger's indifference."""
    model = models.accident_or_probe(
        signal_distance=p["d"],
        false_alarm_cost=p["Cfp"],
        miss_cost=p["Cfn"],
        gain=p["g"],
        clash_cost=p["l"],
        accident_rate=p["eps"],
    )
    found = dt.cutoffs(model.game)
    measured = {name: ends[0] for name, ends in found.measures().items()}
    return {
        "x": found.values[0],
        "p_shot": measured["shot"],
        "p_false": measured["false_response"],
        "deliberate_rate": measured["probe_rate"],
        "share": measured["deliberate_share"],
    }


def reaction(rounds: int | None) -> dt.Automaton:
    """Restraint, and hostility for some rounds after an incident."""
    return dt.Automaton.punishment((RESTRAIN,) * 2, (PROVOKE,) * 2, bad=BAD, good=GOOD, rounds=rounds)


def fewest(holds: Callable[[int], bool]) -> int | None:
    """The fewest rounds that suffice, where more suffice too."""
    high = 1
    while not holds(high):
        high *= 2
        if high > MOST_ROUNDS:
            return None
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


@recomputes("C3.grim_noise")
def grim(p: dict[str, Any]) -> dict[str, Any]:
    """Where no one-shot deviation from the grim reaction pays."""
    names = {"quiet_if_restrained": p["p"], "quiet_if_provoked": p["q"]}
    model = models.noisy_restraint(**names, discount=p["delta"])
    game = model.game
    played = dt.perfect_public(game, reaction(None))
    free = dt.RepeatedGame(game.stage, game.signals, discount=sympy.Symbol("discount", real=True))
    least = dt.incentive_range(dt.perfect_public(free, reaction(None)).incentives).least
    if least is None:
        least = float(model["least_discount"])  # no discount factor is large enough, and the formula says by how much
    return {"delta_min": least, "V": played.averages[0]}


@recomputes("C3b.finite_punishment", "C3b.t_period_punishment")
def limited(p: dict[str, Any]) -> dict[str, Any]:
    """The fewest rounds of hostility that keep both sides honest."""
    game = models.limited_punishment(
        quiet_if_restrained=p["p"],
        quiet_if_provoked=p["q"],
        discount=p["delta"],
        restraint_payoff=p.get("coop", 2),
        provocation_gain=p.get("gain", 1),
    ).game
    rounds = fewest(lambda n: dt.perfect_public(game, reaction(n)).equilibrium)
    if rounds is None:
        return {"T": None}
    value = dt.perfect_public(game, reaction(rounds)).values["peace"][0]
    return {"T": rounds, "V": value, "share": 1 / (1 + (1 - p["p"]) * rounds)}


@recomputes("C3c.tirole_green_porter")
def hidden(p: dict[str, Any]) -> dict[str, Any]:
    """The fewest rounds of hostility, with incidents that may be bad luck."""
    model = models.hidden_restraint(hidden=p["alpha"], discount=p["delta"])
    game = model.game
    rounds = fewest(lambda n: dt.perfect_public(game, reaction(n)).equilibrium)
    value = None if rounds is None else dt.perfect_public(game, reaction(rounds)).values["peace"][0]
    return {"T": rounds, "Vplus": value}


@recomputes("C4.generous_tft")
def generous(p: dict[str, Any]) -> dict[str, Any]:
    """The largest chance of forgiveness that nobody gains by exploiting."""
    model = models.generous_reciprocity(temptation=p["T"], reward=p["R"], punishment=p["P"], sucker=p["S"])
    most = dt.incentive_range(model.game).most
    # where taking turns pays more than restraint no chance is small enough, and the formula is below 0
    return {"g": float(model["forgive"]) if most is None else most}


@recomputes("C5.conflict_spiral")
def spiral(p: dict[str, Any]) -> dict[str, Any]:
    """Played round by round."""
    model = models.conflict_spiral(bad_share=p["mu0"], tolerance=p["mustar"], misperception=p["pi"])
    rounds, share = model.game.walk()
    return {"T": math.inf if rounds is None else rounds, "hostile_fraction": share}


@recomputes("C6.cumulative_hazard")
def cumulative(p: dict[str, Any]) -> dict[str, Any]:
    """A product; there is no game in it."""
    found = models.cumulative_risk(encounters=int(p["n"]), accident_risk=p["q"]).numbers
    return {"p": found["accident"], "poisson": found["accident_poisson"], "n_half": found["even_odds"]}


@recomputes("C6.endogenous_encounters")
def encounters(p: dict[str, Any]) -> dict[str, Any]:
    """The slope of the value vanishes."""
    model = models.encounter_rate(
        accident_risk=p["q"], encounter_gain=p["g"], accident_cost=p["C"], encounter_cost=p["k"], discount_rate=p["r"]
    )
    found = dt.cutoffs(model.game)
    return {"lam": found.values[-1], "p_accident_10": found.measures()["accident_in_10"][1]}
