"""Worked cases of the warning game: all equilibrium outcomes, derived here and checked by brute force, not published.

Each case is given as one public warning with its own costs, and where it comes from a story also as the story's channel; both
must have the listed equilibria, with their measures, and each refinement must remove exactly those that say so.
"""

import json
from fractions import Fraction
from pathlib import Path

import pytest

import deterrence as dt

CASES = json.loads((Path(__file__).parent / "warning_game.json").read_text(encoding="utf-8"))
STORIES = [case for case in CASES if "story" in case]
WITHIN = Fraction(1, 10**9)  # the cases list decimals
REFINEMENTS = ["d1", "intuitive_criterion", "undefeated"]


def by_name(case):
    return case["name"]


def public(case):
    return dt.models.warning_game(channel="public", **case["parameters"], **case["public"])


def story(case):
    return dt.models.warning_game(**case["parameters"], **case["story"])


def close(found, listed):
    return found is listed or (None not in (found, listed) and abs(found - Fraction(repr(listed))) < WITHIN)


def outcome(eq):
    """Who warns, and the replies that are on the path."""
    warns = [eq["defender"][kind]["warn"] for kind in ("resolute", "irresolute")]
    sent = {m for _, m, _ in eq.reached}
    return (*warns, *(eq["challenger"][m]["probe"] if m in sent else None for m in ("stay_silent", "warn")))


def listed_outcome(entry):
    keys = ("resolute_warns", "irresolute_warns", "probe_after_silence", "probe_after_warning")
    return tuple(entry[key] for key in keys)


def match(eqs, entries):
    """Pair every extreme equilibrium with the entry it belongs to; each entry must be found, and nothing else."""
    pairs = []
    for eq in eqs.extreme:
        belongs = [e for e in entries if all(map(close, outcome(eq), listed_outcome(e)))]
        assert len(belongs) == 1, (outcome(eq), [e["name"] for e in entries])
        pairs.append((eq, belongs[0]))
    assert {e["name"] for _, e in pairs} == {e["name"] for e in entries}
    return pairs


def measure(eq, name):
    """The expectation of a measure, worked out cell by cell."""
    if name.startswith("payoff:"):
        return eq.payoffs[name.removeprefix("payoff:")]
    game = eq.game
    total = Fraction(0)
    for t, p in zip(game.types, game.numbers.prior, strict=True):
        for m in game.messages:
            for a in game.replies[m]:
                weight = int(m == name) if name == "warn" else game.evaluate(game.outcomes[t, m, a][name])
                total += p * eq["defender"][t][m] * eq["challenger"][m][a] * weight
    return total


def check(game, case):
    eqs = dt.perfect_bayesian(game)
    assert eqs.complete
    for eq, entry in match(eqs, case["equilibria"]):
        assert all(deviation.loss == 0 for deviation in eq.deviations() if deviation.used)
        for name, listed in entry["measures"].items():
            assert close(measure(eq, name), listed), (entry["name"], name)
    assert eqs.verify().max_regret == 0
    assert len(eqs.families) == len(case["equilibria"])


@pytest.mark.parametrize("case", CASES, ids=by_name)
def test_outcomes(case):
    check(public(case), case)


@pytest.mark.parametrize("case", STORIES, ids=by_name)
def test_outcomes_of_the_story(case):
    check(story(case), case)


@pytest.mark.parametrize("case", CASES, ids=by_name)
def test_bands_are_the_least_and_most_of_the_outcomes(case):
    eqs = dt.perfect_bayesian(public(case))
    for name in case["equilibria"][0]["measures"]:
        values = [entry["measures"][name] for entry in case["equilibria"]]
        least, most = dt.probability(eqs, name)
        assert close(least, min(values)), name
        assert close(most, max(values)), name


@pytest.mark.parametrize("refinement", REFINEMENTS)
@pytest.mark.parametrize("case", CASES, ids=by_name)
def test_refinements(case, refinement):
    kept = [entry for entry in case["equilibria"] if refinement not in entry["removed_by"]]
    refined = dt.perfect_bayesian(public(case)).refine(refinement)
    match(refined, kept)
    assert bool(refined.removed) >= (len(kept) < len(case["equilibria"]))


# private channel: measure -> band, and what is left of it after D1; exact
BANDS = {
    "K2": {
        "deterred": ("1199/1200", "1", "both"),
        "clash": ("1/20", "201/4000", "both"),
        "unanswered": ("1/20", "101/2000", "both"),
        "bluff_called": ("0", "1/20", "both"),
        "payoff:defender": ("-141/1000", "-1/10", "both"),
        "probe": ("0", "1/1200", "both"),
    },
    "K3": {
        "deterred": ("0", "89/345", "most"),
        "clash": ("111/1000", "1/5", "least"),
        "unanswered": ("15107/23000", "4/5", "least"),
        "bluff_called": ("0", "4107/23000", "most"),
        "payoff:defender": ("-1", "-1139/1250", "most"),
        "probe": ("256/345", "1", "least"),
    },
    "K8": {
        "deterred": ("0", "1/5", "most"),
        "clash": ("2/25", "1/5", "least"),
        "unanswered": ("4/5", "4/5", "both"),
        "bluff_called": ("0", "0", "both"),
        "payoff:defender": ("-1", "-4401/5000", "most"),
        "probe": ("4/5", "1", "least"),
    },
    "K9": {
        "deterred": ("0", "89/300", "most"),
        "clash": ("111/1000", "1/5", "least"),
        "unanswered": ("311/500", "4/5", "least"),
        "bluff_called": ("0", "111/500", "most"),
        "payoff:defender": ("-1", "-1139/1250", "most"),
        "probe": ("211/300", "1", "least"),
    },
}


@pytest.mark.parametrize("name", BANDS)
def test_exact_bands_of_the_private_channel(name):
    eqs = dt.perfect_bayesian(story(next(case for case in STORIES if case["name"] == name)))
    refined = eqs.refine("d1")
    for question, (least, most, kept) in BANDS[name].items():
        band = Fraction(least), Fraction(most)
        assert tuple(dt.probability(eqs, question)) == band, question
        after = {"both": band, "least": (band[0],) * 2, "most": (band[1],) * 2}[kept]
        assert tuple(dt.probability(refined, question)) == after, question
