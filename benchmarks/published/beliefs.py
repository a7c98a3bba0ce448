"""Spirals, reassurance and fear; quantal response; information; bargaining; signalling with shocks."""

from typing import Any

import deterrence as dt
from deterrence import models

from .registry import recomputes


@recomputes("F1.arms_race_cutoffs_F=c^2")
def arms_race(p: dict[str, Any]) -> dict[str, Any]:
    """Interior cutoffs; None where there is none."""
    found = dt.cutoffs(models.arms_race(2, advantage=p["mu"], exposure=p["d"]).game)
    inside = [r.value for r in found.roots]
    low, high = (inside[0], inside[-1]) if inside else (None, None)
    return {"low": low, "high": high, "cutoffs": list(found.values)}


@recomputes("F2.reassurance")
def reassurance(p: dict[str, Any]) -> dict[str, Any]:
    """Trust from the stage game's mixed equilibrium, stakes from all deviations of each type."""
    model = models.reassurance(
        reward=p["R"],
        temptation_trustworthy=p["T_trust"],
        temptation_untrustworthy=p["T_untrust"],
        punishment=p["P"],
        sucker=p["S"],
        trust=p["t"],
    )
    stage = dt.NormalForm.from_arrays([[p["R"], p["S"]], [p["T_trust"], p["P"]]], [[p["R"], p["T_trust"]], [p["S"], p["P"]]])
    (trust,) = [x for eq in dt.nash(stage).extreme if 0 < (x := eq.vectors[0][0]) < 1]
    dare = dt.incentive_range(models.reassuring_stakes(model.values, "trustworthy"))
    feign = dt.incentive_range(models.reassuring_stakes(model.values, "untrustworthy"))
    return {"tstar": trust, "alpha_min": feign.least, "alpha_max": dare.most}


@recomputes("F3.reciprocal_fear")
def reciprocal_fear(p: dict[str, Any]) -> dict[str, Any]:
    """The mixed equilibrium of a period, and patience from what striking gains."""
    model = models.reciprocal_fear(
        peace_payoff=p["pi"], first_strike=p["F"], struck_first=p["S"], mutual_strike=p["W"], discount=p["delta"]
    )
    mixed = [x for eq in dt.nash(model.game).extreme if 0 < (x := eq.vectors[0][0]) < 1]
    complete, doubt = (dt.incentive_range(models.patience_for_peace(model.values, doubt=d)).least for d in (False, True))
    # where peace is not worth more than a first strike no trust is enough, and the formula is above 1
    trust = mixed[0] if mixed else float(model["trust_needed"])
    return {"p_star": trust, "delta_complete": complete, "delta_strategic": doubt}


@recomputes("G1.qre_ochs")
def quantal_response(p: dict[str, Any]) -> dict[str, Any]:
    """The principal branch."""
    found = dt.quantal_response(dt.NormalForm.from_arrays(p["A"], p["B"]), p["lam"])
    return {"p": found["player 1"]["action 1"], "q": found["player 2"]["action 1"]}


@recomputes("G1.qre_mle_ochs")
def quantal_fit(p: dict[str, Any]) -> dict[str, Any]:
    """Counts: the first player's two actions, then the second's."""
    game = dt.NormalForm.from_arrays(p["A"], p["B"])
    split = len(p["A"])
    rows = (p["counts"][:split], p["counts"][split:])
    seen = {
        player: dict(zip(game.actions[player], row, strict=True)) for player, row in zip(game.players, rows, strict=True)
    }
    fit = dt.fit_quantal_response(game, seen)
    return {
        "lam": fit.rationality,
        "logL": fit.log_likelihood,
        "p": fit.chances["player 1"]["action 1"],
        "q": fit.chances["player 2"]["action 1"],
    }


@recomputes("G2.aqre_centipede4", "G2.aqre_centipede6")
def centipede(p: dict[str, Any]) -> dict[str, Any]:
    """Players take turns to take or to leave; the last payoffs are for leaving to the end."""
    payoffs = p["payoffs"]
    movers, names = dt.players("one two"), [f"end {k}" for k in range(len(payoffs))]
    ends = [dt.outcome(name, one=one, two=two) for name, (one, two) in zip(names, payoffs, strict=True)]
    node: Any = ends[-1]
    for k in reversed(range(len(payoffs) - 1)):
        node = movers[k % 2].chooses(take=ends[k], leave=node, knowing=f"move {k}")
    found = dt.agent_quantal_response(dt.ExtensiveForm(node), p["lam"])
    take = [found[f"move {k}"]["take"] for k in range(len(payoffs) - 1)]
    return {"take": take, "outcome": [found.outcomes[name] for name in names]}


@recomputes("G3.qre_probe_respond")
def probe_respond(p: dict[str, Any]) -> dict[str, Any]:
    """The probe game with a cost of readiness."""
    game = models.probe_game(
        gain=p["g"], clash_cost=p["l"], tolerate_cost=p["d"], respond_cost=p["k"], readiness_cost=p["a"]
    )
    found = dt.quantal_response(game, p["lam"])
    return {"probe": found["challenger"]["probe"], "respond": found["defender"]["respond"]}


@recomputes("G4.persuasion")
def persuasion(p: dict[str, Any]) -> dict[str, Any]:
    """The best split of the prior, by a linear program."""
    game = models.resolve_persuasion(credibility=p["mu0"], belief_needed=p["pstar"]).game
    best = dt.persuasion(game.prior, game.values)
    bluff = sum(best.message_if(b, true=False) for b in best.posteriors if game.values[b] == 1)
    return {"value": best.value, "bluff": bluff}


@recomputes("G5.beeps")
def beeps(p: dict[str, Any]) -> dict[str, Any]:
    """How long a silence may last before somebody acts."""
    game = models.delayed_report(event_rate=p["lam"], belief_needed=p["pstar"]).game
    return {"t": dt.incentive_range(game).most}


@recomputes("I1.fearon_risk_return")
def risky_demand(p: dict[str, Any]) -> dict[str, Any]:
    """The slope of the payoff in the demand."""
    model = models.risky_demand(
        win_chance=p["p"], war_cost_challenger=p["cA"], least_war_cost=p["lo"], most_war_cost=p["hi"]
    )
    found = dt.cutoffs(model.game)
    return {"x": found.values[-1], "p_war": found.measures()["war"][1]}


@recomputes("I3.slantchev_deterrent_mobilisation")
def mobilisation(p: dict[str, Any]) -> dict[str, Any]:
    """Where the opponent's best reply gains nothing."""
    model = models.deterrent_mobilisation(stake_opponent=p["v2"], fighting_cost_opponent=p["c2"], effectiveness=p["lam"])
    inside = [v for v in dt.cutoffs(model.game).values if float(v) > 0]
    return {"m": inside[0] if inside else 0}


@recomputes("J2.signalling_three_equilibria", "J2.signalling_unique")
def signalling(p: dict[str, Any]) -> dict[str, Any]:
    """All fixed points found."""
    game = dt.ShockSignalling(
        fight=p["WA"],
        back_down=p["a"],
        fought=p["WB"],
        status_quo=p["SA"],
        concession=p["VA"],
        give_way=p["CB"],
        unfought=p["VB"],
    )
    found = dt.shock_signalling(game)
    return {"p_R": [eq.resist for eq in found.equilibria]}
