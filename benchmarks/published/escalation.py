"""Brinkmanship, wars of attrition and stand-offs."""

from typing import Any

import deterrence as dt

from .registry import recomputes


@recomputes("B1.dixit_skeath_brinkmanship")
def brinkmanship(p: dict[str, Any]) -> dict[str, Any]:
    """The window of risk, and the share of hardliners at which it closes, from the payoffs of the tree."""
    values = dt.models.brinkmanship(hardliners=p["p"]).values
    least = dt.incentive_range(dt.models.threat_incentives(values, "challenger")).least
    most = dt.incentive_range(dt.models.threat_incentives(values, "defender")).most
    closing = dt.incentive_range(dt.models.threat_incentives(values, "defender", about="hardliners", risk=least)).most
    return {"q_min": least, "q_max": most, "p_max": closing}


@recomputes("B2.war_of_attrition_risk")
def war_of_attrition(p: dict[str, Any]) -> dict[str, Any]:
    """Rates by indifference, the end by integration."""
    found = dt.attrition(dt.Attrition((p["v1"], p["v2"]), disaster=(p["D1"], p["D2"]), hazard=1))
    return {
        "rate1": found.rates[0],
        "rate2": found.rates[1],
        "p_disaster": found.chances["disaster"],
        "p_1_wins": found.chances["first wins"],
        "p_2_wins": found.chances["second wins"],
    }


@recomputes("B3.risk_auction_uniform")
def risk_auction(p: dict[str, Any]) -> dict[str, Any]:
    """Values uniform on [0, 1]."""
    found = dt.attrition(dt.models.risk_auction(disaster_cost=p["D"]).game)
    risks = {f"r{k:02d}": found.stands_until(k / 100) for k in range(1, 100)}
    return {**risks, "p_disaster": found.chances["disaster"]}


@recomputes("B4.abreu_gul_standoff")
def standoff(p: dict[str, Any]) -> dict[str, Any]:
    """Each side's rate of giving in is the other's cost of waiting over its prize."""
    game = dt.Attrition((1, 1), waiting=(p["rate2"], p["rate1"]), stubborn=(p["z1"], p["z2"]))
    found = dt.attrition(game)
    return {
        "T": found.horizon,
        "concede0_1": found.at_once[0],
        "concede0_2": found.at_once[1],
        "p_deadlock": found.chances["deadlock"],
        "p_1_wins": found.chances["first wins"],
        "p_2_wins": found.chances["second wins"],
    }
