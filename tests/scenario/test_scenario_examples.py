"""The scenario files in examples/: what they say, and their equilibria by hand or from the literature."""

from fractions import Fraction as F
from pathlib import Path

import pytest

import deterrence as dt

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
FILES = sorted(EXAMPLES.glob("*.toml"))


def load(name):
    return dt.load(EXAMPLES / f"{name}.toml")


def bands(eqs):
    return {name: str(dt.probability(eqs, name)) for name in eqs.game.outcome_names}


def test_airspace_says_what_its_numbers_are():
    scenario = load("airspace")
    assert scenario.title == "Airspace probes"
    assert "not an estimate" in scenario.narrative
    assert (scenario.kind, scenario.model, scenario.baseline) == ("model", "warning_game", "silence")
    assert (scenario.refine, scenario.vary) == (("d1",), ("credibility",))
    for quantity in scenario.parameters.values():
        assert quantity.source.startswith("judgement: ")
        assert quantity.unit in ("probability", "utils")
        least, most = quantity.range
        assert least < most
        assert least <= quantity.value <= most
    # nothing that these channels use is left to a default without a reason beside it
    assert {p.name for p in scenario.games["public"].all_parameters} - set(scenario.parameters) == {
        "defiance",
        "forewarning_cost",
        "publicity",
    }


@pytest.mark.parametrize(
    "channel, unrefined, refined",
    [
        # silence and the public warning have one equilibrium each; the private one's bands are derived independently
        (
            "silence",
            {"clash": "1/5", "unanswered": "4/5", "bluff_called": "0", "deterred": "0"},
            {"clash": "1/5", "unanswered": "4/5", "bluff_called": "0", "deterred": "0"},
        ),
        (
            "private",
            {
                "clash": "[111/1000, 1/5]",
                "unanswered": "[15107/23000, 4/5]",
                "bluff_called": "[0, 4107/23000]",
                "deterred": "[0, 89/345]",
            },
            {"clash": "111/1000", "unanswered": "15107/23000", "bluff_called": "4107/23000", "deterred": "89/345"},
        ),
        (
            "public",
            {"clash": "1/10", "unanswered": "0", "bluff_called": "0", "deterred": "1"},
            {"clash": "1/10", "unanswered": "0", "bluff_called": "0", "deterred": "1"},
        ),
    ],
)
def test_airspace_outcomes(channel, unrefined, refined):
    eqs = dt.perfect_bayesian(load("airspace").games[channel])
    assert bands(eqs) == unrefined
    assert bands(eqs.refine("d1")) == refined


def test_tripwire():
    """p* = 1/4: below it the challenger probes a defender who would respond; above it any y in [p*/mu, 1] deters."""
    games = load("tripwire").games
    (bare,) = dt.nash(games["bare_border"]).extreme
    assert (bare["challenger"]["probe"], bare["defender"]["respond"]) == (1, 1)
    (component,) = dt.nash(games["tripwire"]).components
    assert {eq["challenger"]["probe"] for eq in component.extreme} == {0}
    assert {eq["defender"]["respond"] for eq in component.extreme} == {F(5, 16), F(1)}


def test_brinkmanship():
    """Chicken: one side gives way, or both stand firm with probability prize / (prize + war_cost - humiliation)."""
    scenario = load("brinkmanship")
    assert scenario.channels == ("in_public", "back_channel")
    for channel, firm in {"in_public": F(1, 4), "back_channel": F(2, 9)}.items():
        eqs = dt.nash(scenario.games[channel])
        found = {tuple(eq[player]["stand_firm"] for player in ("north", "south")) for eq in eqs.extreme}
        assert found == {(0, 1), (1, 0), (firm, firm)}
        assert dt.probability(eqs, "war").most == firm**2
    assert [c.name for c in scenario.games["in_public"].criteria] == ["less war"]


def test_beer_or_quiche():
    """Cho and Kreps: pooling on beer, with quiche met by a duel with probability in [1/2, 1]; or the reverse."""
    game = load("beer_quiche").game
    eqs = dt.perfect_bayesian(game)
    assert len(eqs.components) == 2
    found = {}
    for component in eqs.components:
        for eq in component.extreme:
            (sent,) = [m for m in game.messages if eq["stranger"]["surly"][m] == 1]
            unsent = "quiche" if sent == "beer" else "beer"
            payoffs = tuple(eq.payoffs_by_type.values())
            found.setdefault((sent, payoffs), set()).add(eq["bully"][unsent]["duel"])
    assert found == {("beer", (3, 2)): {F(1, 2), 1}, ("quiche", (2, 3)): {F(1, 2), 1}}
    (kept,) = eqs.refine("intuitive_criterion").components
    assert {eq["stranger"]["wimp"]["beer"] for eq in kept.extreme} == {1}


def test_beer_or_quiche_with_few_surly_strangers():
    game = load("beer_quiche").at(surly_share="2/5").game
    (eq,) = dt.perfect_bayesian(game).extreme
    assert (eq["stranger"]["surly"]["beer"], eq["stranger"]["wimp"]["beer"]) == (1, F(2, 3))
    assert (eq["bully"]["beer"]["duel"], eq["bully"]["quiche"]["duel"]) == (F(1, 2), 1)


def test_a_file_and_the_public_interface_declare_the_same_game():
    best = {"surly": "beer", "wimp": "quiche"}
    share = dt.Parameter("surly_share", domain="[0, 1]").symbol
    game = dt.SignallingGame(
        "stranger",
        "bully",
        {"surly": share, "wimp": 1 - share},
        ("beer", "quiche"),
        ("duel", "leave"),
        payoffs=lambda t, m, a: (
            (m == best[t]) * 1 + (a == "leave") * 2,
            0 if a == "leave" else {"surly": -1, "wimp": 1}[t],
        ),
        outcomes=lambda t, m, a: {"fight": 1} if a == "duel" else {},
    )
    assert load("beer_quiche").game == game.at(surly_share="9/10")


def test_an_audience_keeps_the_challenger_off_the_ladder():
    """By backward induction: the defender quits at the second rung unless backing down costs it too much."""
    scenario = load("escalation")
    solved = {channel: dt.subgame_perfect(game) for channel, game in scenario.games.items()}
    assert {channel: bands(eqs)["backdown_challenger"] for channel, eqs in solved.items()} == {"private": "0", "public": "1"}
    assert bands(solved["private"])["disaster"] == "1/20"


def test_blame_makes_a_response_likelier_where_both_may_wait():
    """Mixed: the other waits with probability cost / (benefit + blame)."""
    scenario = load("alliance")
    for channel, worth in (("private", F(1)), ("public", F(3, 2))):
        eqs = dt.nash(scenario.games[channel])
        (mixed,) = [eq for eq in eqs.extreme if 0 < eq["north"]["wait"] < 1]
        assert (mixed["north"]["wait"], mixed["south"]["wait"]) == (F(1, 2) / worth, F(1, 4) / worth)
        assert len(eqs.extreme) == 3
