"""Strategic probit against published design values, simulation and the limit without noise."""

import pytest

import deterrence as dt
from deterrence import models

CASES = {
    (0, 1, -2, "1/2"): {"agents": (0.741068, 0.093691, 0.165241), "private": (0.769546, 0.083387, 0.147067)},
    (0, 1, -3, -1): {"agents": (0.488436, 0.388917, 0.122648), "private": (0.487212, 0.389847, 0.122941)},
}
NAMES = ("status_quo_challenger", "concession_challenger", "war_challenger", "war_defender")


@pytest.mark.parametrize("errors", ["agents", "private"])
@pytest.mark.parametrize("payoffs", CASES)
def test_two_moves(payoffs, errors):
    """Signorino (2003): errors of agents, and private information."""
    found = models.strategic_choice(errors=errors, **dict(zip(NAMES, payoffs, strict=True))).numbers
    assert tuple(found.values()) == pytest.approx(CASES[payoffs][errors], abs=1e-6)


def test_private_information_simulated():
    """Draw the secrets: the defender knows its own two, the challenger its three and how often the defender fights."""
    import numpy as np

    rng = np.random.default_rng(7)
    n = 400_000
    defender, challenger = rng.normal(size=(2, n)), rng.normal(size=(3, n))
    fights = 0.5 + defender[1] > defender[0]
    often = fights.mean()
    moves = (1 - often) * (1 + challenger[1]) + often * (-2 + challenger[2]) > 0 + challenger[0]
    shares = (~moves).mean(), (moves & ~fights).mean(), (moves & fights).mean()
    model = models.strategic_choice(errors="private", **dict(zip(NAMES, (0, 1, -2, "1/2"), strict=True)))
    # four standard errors of a share
    assert tuple(model.numbers.values()) == pytest.approx(shares, abs=4 * 0.5 / n**0.5)


@pytest.mark.parametrize("errors", ["agents", "private"])
def test_little_noise_is_backward_induction(errors):
    """The defender fights, so the challenger stays."""
    given = dict(zip(NAMES, (0, 1, -2, "1/2"), strict=True))
    assert models.strategic_choice(errors=errors, noise="1/100", **given).numbers["status_quo"] == pytest.approx(1, abs=1e-9)


def test_other_errors():
    with pytest.raises(dt.InvalidParameter, match="'agents', 'private'"):
        models.strategic_choice(errors="logit")
