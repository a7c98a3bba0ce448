"""Models whose moves are written out as trees."""

from fractions import Fraction

import pytest

import deterrence as dt
from deterrence import models

F = Fraction
CRISIS = {
    "credibility": "1/5",
    "gain": 1,
    "clash_cost": 2,
    "loss_resolute": 1,
    "loss_irresolute": "3/2",
    "commitment_gap": 2,
    "audience_cost": "1/2",
    "face_cost": "1/4",
    "accident_rate": "1/10",
    "reputation_cost": "1/10",
    "leak": "1/5",
    "defiance": "1/10",
    "forewarning_cost": "1/20",
    "warning_cost": "1/50",
}


def credible(tree):
    table = tree.normal_form()
    eqs = dt.nash(table)
    assert eqs.complete
    return table, eqs.refine("undominated")


@pytest.mark.parametrize(
    ("channel", "changes"),
    [
        ("silence", {}),
        ("private", {}),
        ("public", {}),
        ("public", {"audience_cost": 3}),
        ("public", {"credibility": "1/2"}),
        ("private", {"accident_rate": 0, "warning_cost": 0, "forewarning_cost": 0}),
    ],
)
def test_warning_tree_plays_like_the_warning_game(channel, changes):
    """With the better action in the defender's last move, the tree's equilibria pay and do what the game's do."""
    numbers = CRISIS | changes
    game, tree = models.warning_game(channel, **numbers), models.warning_tree(channel, **numbers)
    publicity = F(numbers["leak"]) if channel == "private" else 1
    binds = F(numbers["reputation_cost"]) + publicity * F(numbers["audience_cost"]) > F(numbers["commitment_gap"])

    def credible(choices):
        better = {
            "incursion, resolute, stay_silent": "respond",
            "incursion, resolute, warn": "respond",
            "incursion, irresolute, stay_silent": "tolerate",
            "incursion, irresolute, warn": "respond" if binds else "tolerate",
        }
        return all(choices.get(at, action) == action for at, action in better.items())

    table = tree.normal_form()
    kept = [label for label, choices in table.strategies["defender"].items() if credible(choices)]
    assert len(kept) == (1 if channel == "silence" else 4)
    left = dt.nash(
        dt.NormalForm(
            players=table.players,
            payoffs={cell: tuple(map(table.evaluate, u)) for cell, u in table.payoffs.items() if cell[0] in kept},
            outcomes={
                cell: {m: table.evaluate(w) for m, w in weights.items()}
                for cell, weights in table.outcomes.items()
                if cell[0] in kept
            },
        )
    ).refine("undominated")
    folded = dt.perfect_bayesian(game)
    assert folded.complete
    for measure in ("clash", "unanswered", "bluff_called", "deterred", "payoff:defender", "payoff:challenger"):
        assert dt.probability(left, measure) == dt.probability(folded, measure), measure

    def payoffs(eqs):
        return {(eq.payoffs["defender"], eq.payoffs["challenger"]) for eq in eqs.extreme}

    assert payoffs(left) == payoffs(folded)


def test_warning_tree_channels():
    with pytest.raises(dt.InvalidParameter, match="private, public, silence"):
        models.warning_tree("both")
    assert models.warning_tree("silence").information_sets["defender"].keys() >= {"resolute", "irresolute"}


@pytest.mark.parametrize("boldness", [0, 1])
def test_two_sided_warning_with_one_type(boldness):
    """A challenger whose gain is known makes it the warning game."""
    shared = {"credibility": "1/5", "clash_cost": 2, "loss_resolute": 1, "loss_irresolute": 1}
    tree = models.two_sided_warning(
        **shared, boldness=boldness, gain_bold="3/2", gain_cautious="1/2", bluff_cost="1/3", face_cost="1/10"
    )
    game = models.warning_game(
        "public", **shared, gain=("1/2", "3/2")[boldness], audience_cost="1/3", commitment_gap=1, face_cost="1/10"
    )
    folded = {tuple(eq.payoffs.values()) for eq in dt.perfect_bayesian(game).extreme}
    eqs = dt.nash(tree)
    assert eqs.complete
    assert folded <= {tuple(eq.payoffs.values()) for eq in eqs.extreme}


def test_two_sided_warning_bluffs_to_the_cautious():
    """By hand: credibility 2/5; the cautious stop at posterior 1/2, the bold at 3/4; pooling on silence leaves both probing.

    Irresolute defenders warn with probability 2/3 so that the cautious, at 1/2, are indifferent and probe with q; the bold
    probe. A warning costs them 1/4 * 3 + 3/4 * 3 q, silence 1: q = 1/9.
    """
    tree = models.two_sided_warning(
        credibility="2/5",
        boldness="1/4",
        gain_bold=3,
        gain_cautious=1,
        clash_cost=1,
        loss_resolute=1,
        loss_irresolute=1,
        bluff_cost=2,
    )
    eqs = dt.nash(tree)
    assert eqs.complete
    bluffs = [eq for eq in eqs.extreme if eq["defender"]["irresolute"]["warn"] == F(2, 3)]
    assert [eq["challenger"]["cautious, warn"]["probe"] for eq in bluffs] == [F(1, 9)]
    assert bluffs[0]["challenger"]["bold, warn"]["probe"] == 1


def test_noisy_incursion_by_hand():
    """Deliberate looks are answered with y, accidental ones never.

    Challenger: 4/5 (y (-1) + (1 - y)) + 1/5 = 0 at y = 5/8. Defender, on deliberate looks: accidents weigh 1/2 * 1/5 * 1
    against probes 1/2 x * 4/5 * 1, so x = 1/4.
    """
    game = models.noisy_incursion(
        accident_rate="1/2", accuracy="4/5", gain=1, clash_cost=1, tolerate_cost=2, respond_cost=1, mistake_cost=1
    )
    (eq,) = dt.nash(game).extreme
    assert eq["challenger"]["calm"]["probe"] == F(1, 4)
    assert eq["defender"]["looks deliberate"]["respond"] == F(5, 8)
    assert eq["defender"]["looks accidental"]["respond"] == 0


def test_selten_horse():
    """Selten (1975): two kinds of equilibrium, and no proper subgame."""
    horse = models.selten_horse()
    nash, perfect = dt.nash(horse), dt.subgame_perfect(horse)
    assert nash.complete
    assert perfect.complete
    found = {tuple(eq[p][p][a] for p, a in (("1", "across"), ("2", "across"), ("3", "left"))) for eq in perfect.extreme}
    assert found == {(0, F(1, 3), 1), (0, 1, 1), (1, 1, 0), (1, 1, F(1, 4))}


@pytest.mark.parametrize("moves", [1, 2, 3, 4, 7])
def test_centipede_unravels(moves):
    (eq,) = dt.subgame_perfect(models.centipede(moves)).extreme
    assert all(at["take"] == 1 for player in ("1", "2") for at in eq[player].values())
    # payoffs at the k-th take: .4 and .1, doubled at every pass
    tree = models.centipede(moves)
    assert [tuple(map(tree.evaluate, u)) for u in tree.payoffs.values()] == [
        tuple(x * 2**k for x in ((F(2, 5), F(1, 10)) if k % 2 == 0 else (F(1, 10), F(2, 5)))) for k in range(moves + 1)
    ]


@pytest.mark.parametrize("moves", [0, 501, True, 2.0])
def test_centipede_of_no_length(moves):
    with pytest.raises(dt.InvalidParameter, match="whole number from 1 to 500"):
        models.centipede(moves)


def test_chain_store():
    """Selten (1978): entry is met by acquiescence; a threat to fight is Nash, not perfect."""
    tree = models.chain_store()
    assert tuple(dt.probability(dt.subgame_perfect(tree), "enter")) == (1, 1)
    assert tuple(dt.probability(dt.nash(tree), "enter")) == (0, 1)


@pytest.mark.parametrize(("toughness", "enter"), [("1/4", (1, 1)), ("1/2", (0, 1)), ("3/4", (0, 0))])
def test_chain_store_with_types(toughness, enter):
    """The entrant stays out iff the incumbent is tough with probability at least (2 - 1) / (2 - 0)."""
    _, left = credible(models.chain_store(toughness=toughness))
    assert tuple(dt.probability(left, "enter")) == enter


@pytest.mark.parametrize("name", ["unilateral_deterrence", "mutual_deterrence", "noisy_incursion", "two_sided_warning"])
def test_parameters(name):
    """What is left out stays free, and what the model does not have is refused."""
    model = getattr(models, name)
    with pytest.raises(dt.InvalidParameter, match="no_such_parameter"):
        model(no_such_parameter=1)
    assert all(p.meaning for p in model().all_parameters)
    assert model().parameters
