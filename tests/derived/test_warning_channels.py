"""What the channels of the warning game pay, and what a defender with both of them does; derived here.

The payoffs are written out once more from the story, without a symbol, and compared cell by cell on random parameters.
"""

from fractions import Fraction
from random import Random

import pytest

import deterrence as dt
from tests.brute import bridge, signalling

F = Fraction
KINDS = ("resolute", "irresolute")


def _messages(channel, p):
    """Message to how public it is and what sending it costs; silence is no message to anybody."""
    cost = p["warning_cost"]
    private = p.get("warning_cost_private", cost)
    public = p.get("warning_cost_public", cost)
    return {
        "silence": {},
        "private": {"warn": (p["leak"], private)},
        "public": {"warn": (1, public)},
        "leak": {"warn": (p.get("publicity"), cost)},
        "both": {"warn_privately": (p["leak"], private), "warn_publicly": (1, public)},
    }[channel]


def crisis(channel, p, *, honours_when_indifferent=False):
    """Payoffs (defender, challenger) and outcomes of every cell, told as the story is."""
    told = {"stay_silent": None, **_messages(channel, p)}
    cells = {}
    for kind in KINDS:
        for message, sent in told.items():
            publicity, cost = sent or (0, 0)
            broken = p["reputation_cost"] + publicity * p["audience_cost"]
            keeps = broken > p["commitment_gap"] or (broken == p["commitment_gap"] and honours_when_indifferent)
            answers = kind == "resolute" or (sent is not None and keeps)
            loss = p["loss_resolute"] if kind == "resolute" else p["loss_irresolute"]
            if sent:
                loss += p["forewarning_cost"]
                if kind == "irresolute":
                    loss += min(p["commitment_gap"], broken)
            defiant = publicity * p["defiance"]
            unavoidable = p["accident_rate"] + (1 - p["accident_rate"]) * defiant
            for reply in ("refrain", "probe"):
                incursion = unavoidable if reply == "refrain" else F(1)
                challenger = (
                    -publicity * p["face_cost"] if reply == "refrain" else -p["clash_cost"] if answers else p["gain"]
                )
                cells[kind, message, reply] = (
                    (-cost - incursion * loss, challenger),
                    {
                        "clash": incursion if answers else 0,
                        "unanswered": 0 if answers else incursion,
                        "bluff_called": incursion if sent and not answers else 0,
                        "deterred": (1 - incursion) / (1 - p["accident_rate"]),
                    },
                )
    return list(told), cells


def table(channel, p, **choice):
    """The same as a game for the brute force."""
    messages, cells = crisis(channel, p, **choice)
    sender, receiver = (
        [[[cells[kind, m, a][0][i] for a in ("refrain", "probe")] for m in messages] for kind in KINDS] for i in range(2)
    )
    return signalling.Game([p["credibility"], 1 - p["credibility"]], sender, receiver)


def _draw(rng):
    names = ["gain", "clash_cost", "loss_resolute", "loss_irresolute", "commitment_gap"]
    p = {name: F(rng.randint(1, 30), 10) for name in names}
    p |= {name: F(rng.randint(0, 30), 11) for name in ("reputation_cost", "audience_cost", "face_cost")}
    p |= {name: F(rng.randint(0, 9), 100) for name in ("warning_cost", "forewarning_cost", "warning_cost_public")}
    p |= {name: F(rng.randint(0, 9), 10) for name in ("accident_rate", "defiance", "credibility", "leak", "publicity")}
    return p


@pytest.mark.parametrize("channel", ["silence", "private", "public", "leak", "both"])
@pytest.mark.parametrize("seed", range(6))
def test_payoffs_and_outcomes(channel, seed):
    rng = Random(f"{channel} {seed}")
    p = _draw(rng)
    choice = rng.choice(["honour", "renege"])
    game = dt.models.warning_game(channel, **p, when_indifferent=choice)
    messages, cells = crisis(channel, p, honours_when_indifferent=choice == "honour")
    assert list(game.messages) == messages
    assert set(game.payoffs) == set(cells)
    for cell, (payoffs, outcomes) in cells.items():
        assert tuple(map(game.evaluate, game.payoffs[cell])) == payoffs, cell
        assert {name: game.evaluate(weight) for name, weight in game.outcomes[cell].items()} == outcomes, cell


@pytest.mark.parametrize("seed", range(12))
def test_all_equilibria_of_random_crises(seed):
    rng = Random(f"crises {seed}")
    for channel in ("silence", "private", "public", "leak", "both"):
        p = _draw(rng)
        eqs = dt.perfect_bayesian(dt.models.warning_game(channel, **p, when_indifferent="renege"))
        assert bridge.structure(eqs) == signalling.components(table(channel, p))


BASE = {
    "credibility": F("0.2"), "gain": F(1), "clash_cost": F(2), "accident_rate": F("0.1"), "loss_resolute": F(1), "loss_irresolute": F(1),
    "commitment_gap": F(2), "reputation_cost": F("0.5"), "audience_cost": F(3), "leak": F("0.1"), "face_cost": F("1.5"), "defiance": F(0),
    "warning_cost": F(0), "warning_cost_private": F("0.01"), "warning_cost_public": F("0.02"), "forewarning_cost": F(0),
}  # fmt: skip
J4 = BASE | {
    "commitment_gap": F(8), "reputation_cost": F("0.8"), "audience_cost": F(1), "leak": F(0), "face_cost": F("1.9"),
    "warning_cost_private": F("0.001"), "warning_cost_public": F("0.001"),
}  # fmt: skip
J5 = BASE | {
    "credibility": F("0.13"), "gain": F("0.5"), "clash_cost": F("1.2"), "loss_resolute": F("0.6"), "loss_irresolute": F("0.45"),
    "commitment_gap": F("1.5"), "reputation_cost": F("1.4"), "audience_cost": F(1), "leak": F(0), "face_cost": F("0.5"),
    "warning_cost_private": F("0.002"),
}  # fmt: skip

# (silent, private, public) for each type, and how often the challenger probes after each (None: not sent)
SILENT = ((1, 0, 0), (1, 0, 0), (1, None, None))
PUBLIC = ((0, 0, 1), (0, 0, 1), (None, None, 0))
BOTH_CHANNELS = {
    "J1": (BASE, {PUBLIC}, {PUBLIC}),
    "J3": (BASE | {"reputation_cost": F("2.5")}, *2 * ({((0, 1, 0), (0, 1, 0), (None, 0, None))},)),
    "J4": (
        J4,
        {
            SILENT,
            ((0, 1, 0), (F(1, 2), F(1, 2), 0), (1, F(91, 180), None)),
            ((0, 0, 1), (F(115, 116), 0, F(1, 116)), (1, None, F(719, 2520))),
        },
        None,
    ),
    "J5": (
        J5,
        {PUBLIC, ((0, 1, 0), (0, F(52, 145), F(93, 145)), (None, F(28, 1665), 0))},
        {((0, 1, 0), (0, F(52, 145), F(93, 145)), (None, F(28, 1665), 0))},
    ),
}


def _outcome(eq):
    sent = {m for _, m, _ in eq.reached}
    replies = tuple(eq["challenger"][m]["probe"] if m in sent else None for m in eq.game.messages)
    return (*(tuple(eq["defender"][kind].values()) for kind in KINDS), replies)


@pytest.mark.parametrize("name", BOTH_CHANNELS)
def test_defender_with_both_channels(name):
    p, outcomes, after_d1 = BOTH_CHANNELS[name]
    eqs = dt.perfect_bayesian(dt.models.warning_game("both", **p))
    assert {_outcome(eq) for eq in eqs.extreme} == outcomes
    assert bridge.structure(eqs) == signalling.components(table("both", p))
    assert eqs.verify().max_regret == 0
    if after_d1:
        assert {_outcome(eq) for eq in eqs.refine("d1").extreme} == after_d1


KNIFE_EDGE = BASE | {"reputation_cost": F(2), "audience_cost": F(0), "warning_cost_private": F("0.001")}


@pytest.mark.parametrize(
    "choice, band",
    [
        ("renege", (0, F(29, 75))),  # silence, or bluffing: (mu / t) (1 - i) / (1 - gamma), t = 23/60, i = 333/1000
        ("honour", (1, 1)),
    ],
)
def test_a_warning_that_costs_as_much_to_break_as_to_keep(choice, band):
    eqs = dt.perfect_bayesian(dt.models.warning_game("private", **KNIFE_EDGE, when_indifferent=choice))
    assert tuple(dt.probability(eqs, "deterred")) == band
    expected = signalling.components(table("private", KNIFE_EDGE, honours_when_indifferent=choice == "honour"))
    assert bridge.structure(eqs) == expected


def test_knife_edge_must_be_decided():
    with pytest.raises(dt.InvalidParameter, match="when_indifferent"):
        dt.models.warning_game("private", **KNIFE_EDGE)
    symbolic = dt.models.warning_game("private", **{k: v for k, v in KNIFE_EDGE.items() if k != "commitment_gap"})
    assert [p.name for p in symbolic.parameters] == ["commitment_gap"]
    with pytest.raises(dt.InvalidParameter, match="when_indifferent"):
        symbolic.at(commitment_gap=2)
    assert symbolic.at(commitment_gap=3).values["commitment_gap"] == 3
