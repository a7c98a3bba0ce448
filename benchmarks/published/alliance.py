"""Alliance cohesion: global games, volunteers, security games and contests."""

import math
from typing import Any

import sympy

import deterrence as dt
from deterrence import models
from deterrence.models.volunteers import success

from .registry import recomputes

#: Most players for which all equilibria of a game are listed: of any one, and of one in which all are alike.
MOST_LISTED, MOST_ALIKE = 5, 10


@recomputes("D1.regime_change")
def regime_change(p: dict[str, Any]) -> dict[str, Any]:
    """All thresholds."""
    model = models.collective_response(
        response_cost=p["c"], prior_mean=p["z"], prior_precision=p["alpha"], precision=p["beta"]
    )
    return {
        "theta": list(dt.cutoffs(model.game).values),
        "unique_if_leq": float(model["unique_up_to"]),
        "ratio": float(model["ratio"]),
    }


@recomputes("D2.laplacian_m_of_n")
def laplacian(p: dict[str, Any]) -> dict[str, Any]:
    """Allies with equal resolve, the number of others integrated."""
    game = models.alliance_threshold(int(p["n"]), int(p["m"]), benefit=p["b"]).game
    return {"threshold": dt.cutoffs(game).values[0]}


@recomputes("D2c.heterogeneous")
def heterogeneous(p: dict[str, Any]) -> dict[str, Any]:
    """Allies with different resolves, at small noise."""
    own = p["resolve"]
    game = models.alliance_threshold(len(own), int(p["m"]), resolve=own, benefit=p["b"]).game
    found = dt.cutoffs(game).values[0]
    each = list(found) if isinstance(found, tuple) else [found] * len(own)
    return {"threshold": sum(map(float, each)) / len(each), "cutoffs": each}


@recomputes("D3.two_player_global_game")
def two_players(p: dict[str, Any]) -> dict[str, Any]:
    """One cutoff, or a list of several."""
    model = models.joint_response(prior_mean=p["y"], prior_precision=p["alpha"], precision=p["beta"])
    found = list(dt.cutoffs(model.game).values)
    return {"gamma": float(model["sharpness"]), "cutoff": found[0] if len(found) == 1 else found, "cutoffs": found}


@recomputes("D4.volunteer")
def volunteer(p: dict[str, Any]) -> dict[str, Any]:
    """The equilibrium in which everybody mixes, among all equilibria."""
    model = models.volunteers(p["K"], p["U"])
    alike = len(set(zip(p["K"], p["U"], strict=True))) == 1
    if len(p["K"]) > (MOST_ALIKE if alike else MOST_LISTED):
        numbers = model.numbers  # too many players for a list of all equilibria
        chances = [numbers[f"respond:{k + 1}"] for k in range(len(p["K"]))]
    else:
        eqs = dt.symmetric_nash(model.game) if alike and len(p["K"]) > 2 else dt.nash(model.game)
        mixed = [[float(v[0]) for v in eq.vectors] for eq in eqs.extreme]
        (chances,) = [row for row in mixed if all(0 < x < 1 for x in row)]
    return {"respond": chances, "p_nobody": math.prod(1 - float(x) for x in chances)}


@recomputes("D4b.palfrey_rosenthal")
def palfrey_rosenthal(p: dict[str, Any]) -> dict[str, Any]:
    """All symmetric equilibria in which players mix."""
    n, m = int(p["n"]), int(p["m"])
    model = models.threshold_participation(n, m, response_cost=p["c"], benefit=p.get("b", 1))
    if n > MOST_ALIKE:
        played = list(map(float, model.numbers["respond"]))
    else:
        played = [float(eq.vectors[0][0]) for eq in dt.symmetric_nash(model.game).extreme]
    mixed = sorted(x for x in played if 0 < x < 1)
    return {"p": mixed, "success": [success(n, m, x) for x in mixed]}


@recomputes("D4c.private_costs")
def private_costs(p: dict[str, Any]) -> dict[str, Any]:
    """All interior cutoffs."""
    n, m = int(p["n"]), int(p["m"])
    inside = [float(x) for x in dt.cutoffs(models.private_cost_participation(n, m, benefit=p["b"]).game).values]
    inside = [x for x in inside if 0 < x < 1]
    return {"cutoff": inside, "success": [success(n, m, x) for x in inside]}


@recomputes("D5.security_game")
def security_game(p: dict[str, Any]) -> dict[str, Any]:
    """One exact linear program for each target."""
    rows = zip(p["Uu"], p["Uc"], p["Du"], p["Dc"], strict=True)
    plan = dt.coverage(models.member_to_probe({f"member {k}": row for k, row in enumerate(rows)}, guards=p["m"]))
    return {"coverage": list(plan.chances.values()), "attacker": plan.attacker, "defender": plan.defender}


@recomputes("D6.weakest_link")
def weakest_link(p: dict[str, Any]) -> dict[str, Any]:
    """First-order conditions, and every other effort as a deviation."""
    model = models.weakest_link(int(p["n"]), stake_challenger=p["vA"], stake_defender=p["vD"])
    found = dt.contest(model.game)
    return {
        "p": found.front_held,
        "a": found.attack,
        "d": found.defence,
        "piA": found.payoffs[0],
        "piD": found.payoffs[1],
        "hold": found.all_held,
    }


@recomputes("D7.blotto")
def blotto(p: dict[str, Any]) -> dict[str, Any]:
    """The game in whole units by a linear program."""
    ratio = sympy.Rational(str(p["rho"])) if "rho" in p else sympy.Rational(int(p["XB"]), int(p["XA"]))
    model = models.blotto(int(p["k"]), ratio=ratio, units=int(p.get("XA", 12)))
    return {"share": model.numbers["weaker_share"], "value": dt.minmax(model.game)["weaker"].value}
