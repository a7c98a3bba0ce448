"""Agent quantal response on trees, against the experiment's centipede and fixed points that are iterated here."""

import math

import pytest

import deterrence as dt
from deterrence import models


@pytest.mark.parametrize(
    ("rationality", "take"),
    [
        (0.5, [0.3735942278442422, 0.37557253005459956, 0.38507280631094915, 0.6899744811276125]),
        (1, [0.29625657492731744, 0.2779802855735908, 0.46488364935626575, 0.8320183851339245]),
    ],
)
def test_centipede(rationality, take):
    """The four-move centipede of McKelvey and Palfrey (1992): chances of taking, first move first."""
    branch = dt.quantal_response(models.centipede(), rationality)
    found = [branch["12"[k % 2]][f"move {k + 1}"]["take"] for k in range(4)]
    assert found == pytest.approx(take, abs=1e-9)


def strategic_logit(rationality, u11, u13, u14, u24):
    """Two movers, backwards: the second compares u24 with 0, the first what that is worth with u11."""
    right = 1 / (1 + math.exp(-rationality * u24))
    go = 1 / (1 + math.exp(-rationality * ((1 - right) * u13 + right * u14 - u11)))
    return 1 - go, go * (1 - right), go * right


@pytest.mark.parametrize(
    ("payoffs", "expected"),
    [((0, 1, -2, 0.5), (0.704200, 0.111677, 0.184124)), ((0, 1, -3, -1), (0.518932, 0.351689, 0.129379))],
)
def test_strategic_logit(payoffs, expected):
    """Signorino (1999): probabilities of the three ends at precision 1."""
    u11, u13, u14, u24 = map(str, payoffs)
    one, two = dt.players("one two")
    last = two.chooses(left=dt.outcome(one=u13, two=0), right=dt.outcome(one=u14, two=u24), knowing="second")
    tree = dt.ExtensiveForm(one.chooses(left=dt.outcome(one=u11, two=0), right=last, knowing="first"))
    branch = dt.quantal_response(tree, 1)
    go, right = branch["one"]["first"]["right"], branch["two"]["second"]["right"]
    found = (1 - go, go * (1 - right), go * right)
    assert found == pytest.approx(expected, abs=1e-6)
    assert found == pytest.approx(strategic_logit(1, *payoffs), abs=1e-12)


def iterated(rationality, steps=4000):
    """The noisy incursion's fixed point by damped iteration, written from the story with the numbers below."""
    probe, low, high = 0.5, 0.5, 0.5
    for _ in range(steps):
        answered = 0.8 * high + 0.2 * low
        aim = 1 / (1 + math.exp(-rationality * (1 - 2 * answered)))
        # stray 1/2, right looks 4/5; responding costs 1 always, tolerating a probe 2 and an accident 0
        at = []
        for accident, deliberate in ((0.4, 0.1 * probe), (0.1, 0.4 * probe)):
            posterior = deliberate / (accident + deliberate)
            at.append(1 / (1 + math.exp(-rationality * (2 * posterior - 1))))
        probe += 0.05 * (aim - probe)
        low += 0.05 * (at[0] - low)
        high += 0.05 * (at[1] - high)
    return probe, low, high


@pytest.mark.parametrize("rationality", [0.5, 2, 6])
def test_hidden_moves(rationality):
    game = models.noisy_incursion(
        accident_rate="1/2", accuracy="4/5", gain=1, clash_cost=1, tolerate_cost=2, respond_cost=1, mistake_cost=1
    )
    branch = dt.quantal_response(game, rationality)
    defender = branch["defender"]
    found = branch["challenger"]["calm"]["probe"], *(defender[f"looks {x}"]["respond"] for x in ("accidental", "deliberate"))
    assert found == pytest.approx(iterated(rationality), abs=1e-9)
    other = dt.agent_quantal_response(game, rationality)
    assert found == pytest.approx(
        (other["calm"]["probe"], *(other[f"looks {x}"]["respond"] for x in ("accidental", "deliberate")))
    )


def test_path_arrives_where_backward_induction_does():
    branch = dt.quantal_response_path(models.centipede(2))
    assert branch.stopped == "arrived at a Nash equilibrium"
    assert branch["1"]["move 1"]["take"] == pytest.approx(1, abs=1e-6)
    assert "2 (move 2): " in repr(branch)
    (crossed,) = branch.crossings(1.0)
    assert crossed["2"]["move 2"]["take"] == pytest.approx(1 / (1 + math.exp(-0.4)), abs=1e-2)


def test_what_chance_excludes_is_uniform_between_nodes():
    """A set behind a branch of probability 0 is judged with equal weights."""
    one, two = dt.players("one two")

    def seen(x):
        return two.chooses(a=dt.outcome(one=0, two=x), b=dt.outcome(one=0, two=0), knowing="seen")

    never = one.chooses(up=seen(4), down=seen(-2), knowing="never")
    tree = dt.ExtensiveForm(dt.nature(never=(0, never), always=(1, dt.outcome(one=0, two=0))))
    # (4 - 2) / 2 = 1
    assert dt.quantal_response(tree, 1)["two"]["seen"]["a"] == pytest.approx(1 / (1 + math.exp(-1)))


def test_what_is_hardly_ever_reached():
    """Selten's horse: the branch ends at the perfect equilibrium, where the third player moves with probability 0 and mixes."""
    branch = dt.quantal_response_path(models.selten_horse())
    assert branch["1"]["1"]["across"] == pytest.approx(1, abs=1e-6)
    assert branch["2"]["2"]["across"] == pytest.approx(1, abs=1e-6)
    assert branch["3"]["3"]["right"] >= 0.75 - 1e-6


def test_refusals():
    with pytest.raises(dt.UnsupportedGame, match="nobody decides"):
        dt.quantal_response(dt.ExtensiveForm(dt.nature(a=(1, dt.outcome(one=1)))), 1)
    with pytest.raises(dt.UnsupportedGame, match="NormalForm or an ExtensiveForm"):
        dt.quantal_response(models.warning_game(), 1)
    with pytest.raises(dt.UnsupportedGame, match=r"credibility"):
        dt.quantal_response(models.two_sided_warning(), 1)
    with pytest.raises(dt.InvalidParameter, match="number >= 0"):
        dt.quantal_response(models.centipede(), -1)
    one, _ = dt.players("one two")
    huge = dt.ExtensiveForm(one.chooses(a=dt.outcome(one=10**400, two=0), b=dt.outcome(one=0, two=0)))
    with pytest.raises(dt.UnsupportedGame, match="more than a float can hold"):
        dt.agent_quantal_response(huge, 1)
    with pytest.raises(dt.InvalidParameter, match="number >= 0"):
        dt.agent_quantal_response(models.centipede(), "much")
