"""Reputation, repeated probing, and audience costs over time."""

from typing import Any

import deterrence as dt
from deterrence import models

from .registry import recomputes

#: How many thresholds a case of visibility lists.
THRESHOLDS = 9


def reputation_of(p: dict[str, Any], **given: Any) -> "dt.ReputationEquilibrium":
    """The sequential equilibrium by backward induction over beliefs."""
    crisis = models.successive_probes(stake=p["a"], resistance_needed=p["b"], **given)
    return dt.reputation(crisis.game)


@recomputes("A1.chain_store")
def chain_store(p: dict[str, Any]) -> dict[str, Any]:
    """The defender's total in the only subgame-perfect equilibrium."""
    n = int(p.get("N", 20))
    store, rivals = dt.players("store rivals")
    total = 0
    for _ in range(n):
        stage = dt.ExtensiveForm(
            rivals.chooses(
                out=dt.outcome("out", store=5, rivals=1),
                enter=store.chooses(
                    cooperate=dt.outcome("shared", store=2, rivals=2), fight=dt.outcome("war", store=0, rivals=0)
                ),
            )
        )
        least, _ = dt.expected_payoff(dt.subgame_perfect(stage), "store")
        total += least
    return {"total": total}


@recomputes("A2.kreps_wilson")
def kreps_wilson(p: dict[str, Any]) -> dict[str, Any]:
    """Thresholds, strategies at the prior, a value, and the path."""
    n = int(p["N"])
    most = max(n, 10)
    eq = reputation_of(p, probes=most, credibility=p["p0"])
    path = reputation_of(p, probes=n, credibility=p["p0"]).path
    return {
        "thresholds": list(eq.thresholds[:n]),
        **{f"weak_resist_n{k}": eq.resists(k, p["p0"]) for k in range(1, most + 1)},
        "stay_out_prob_at_threshold": eq.stays_out_at_threshold(2),
        **{f"V{k}": eq.value(k, p["p0"])[1] for k in range(1, most + 1)},
        "path_probe": [period.enters for period in path],
        "path_resist": [period.resisted for period in path],
    }


@recomputes("A3.visibility_reputation")
def visibility(p: dict[str, Any]) -> dict[str, Any]:
    """Thresholds where responses are seen only sometimes."""
    n = int(p.get("N", THRESHOLDS))
    eq = reputation_of(p, probes=n, credibility=0, visibility=p["psi"])
    return {"thresholds": list(eq.thresholds)}


@recomputes("A5.private_public_warning")
def warning(p: dict[str, Any]) -> dict[str, Any]:
    """The smallest number of remaining probes that deters."""
    n = int(p.get("N", 60))
    eq = reputation_of(p, probes=n, credibility=p["p"], visibility=p.get("psi", 1), audience_cost=p.get("A", 0))
    return {"n": next((k for k, t in enumerate(eq.thresholds, 1) if t < eq.game.prior), None)}


@recomputes("C7.markov_probing")
def markov_probing(p: dict[str, Any]) -> dict[str, Any]:
    """The stationary equilibria of the stochastic game."""
    game = models.repeated_probing(
        gain=p["g"],
        clash_cost=p["l"],
        war_risk=p["h"],
        war_cost_challenger=p["WC"],
        respond_cost=p["k"],
        war_cost_defender=p["WD"],
        tolerate_cost=p["d"],
        discount=p["delta"],
    )
    eqs = dt.markov_perfect(game)
    eq = eqs.extreme[0]
    probes, responds = eq["challenger"]["peace"]["probe"], eq["defender"]["probed"]["respond"]
    return {
        "rho": responds,
        "pi": probes,
        "V_D": eq.values["peace"]["defender"],
        "V_C": eq.values["peace"]["challenger"],
        "war_hazard": probes * responds * dt.NormalForm.from_arrays([[p["h"]]], [[0]]).payoffs["action 1", "action 1"][0],
    }


@recomputes("E.audience_cost_mpe", "E.audience_cost_dyad")
def audience_costs(p: dict[str, Any]) -> dict[str, Any]:
    """The fixed point reached from the given start, or from even choices."""
    if "xb1" in p:
        values, kappa, alpha = (p["xb1"], p["xb2"]), (p["kappa1"], p["kappa2"]), p["alpha"]
    else:
        values, kappa = ((p["beta2"], p["beta3"]),) * 2, (p["kappa"],) * 2
        alpha = (p["alpha1"], p["alpha2"])
    given: dict[str, Any] = {}
    for n in (1, 2):
        given[f"crisis_value_{n}"], given[f"war_value_{n}"] = values[n - 1]
        given[f"threat_cost_{n}"], given[f"force_cost_{n}"] = (-x for x in kappa[n - 1])
        given[f"audience_cost_{n}"] = -alpha[n - 1]
    given["joint_peace"], given["joint_crisis"], given["joint_war"] = p["gamma"]
    game = models.audience_cost_contest(**given, discount=p["delta"])
    point = dt.markov_quantal_response(game, start=p.get("start_v"))[0]
    shares, acts = point.invariant, list(game.states["peace"]["first"])
    found: dict[str, Any] = {"invariant": list(shares.values())}
    for n, player in enumerate(game.players, 1):
        found[f"P{n}"] = [[point[player][state][act] for state in game.states] for act in acts]
    found["backdown"] = [expected(game, point, f"backdown:{player}") for player in game.players]
    found["initiate"] = [shares["peace"] * (1 - point[player]["peace"]["nothing"]) for player in game.players]
    return found


def expected(game: "dt.StochasticGame", point: Any, outcome: str) -> float:
    """Long-run share of periods with an outcome."""
    total = 0.0
    for (state, one, two), weights in game.outcomes.items():
        if weights.get(outcome):
            first, second = game.players
            total += point.invariant[state] * point[first][state][one] * point[second][state][two] * float(weights[outcome])
    return total
