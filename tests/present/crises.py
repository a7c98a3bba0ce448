"""Crises whose equilibria are known in closed form, for the tests of how they are shown."""

import deterrence as dt

#: A private warning that can be bluffed, a public one that binds; silence deters nobody.
CRISIS = {
    "credibility": "1/5",
    "gain": 1,
    "clash_cost": 2,
    "accident_rate": "1/10",
    "loss_resolute": 1,
    "loss_irresolute": 1,
    "commitment_gap": 2,
    "reputation_cost": "1/2",
    "audience_cost": 3,
    "leak": "1/10",
    "face_cost": "3/2",
    "warning_cost": "1/1000",
}


def probe(**values):
    return dt.models.probe_game(**{"gain": 1, "clash_cost": 3, "tolerate_cost": 2, "respond_cost": 1, **values})


def channels(**values):
    return dt.models.warning_channels(**{**CRISIS, **values})


def warning(channel, **values):
    return dt.models.warning_game(channel, **{**CRISIS, **values})


def hostile(labels):
    """A signalling game and a bimatrix game all of whose labels are given."""
    sender, receiver, one, other, first, second, outcome = labels
    game = dt.SignallingGame(
        sender,
        receiver,
        {one: "1/3", other: "2/3"},
        (first, second),
        (first, second),
        payoffs=lambda t, m, a: (int(a == first) + int(m == first) * (t == one), int((a == first) == (t == one))),
        outcomes=lambda t, m, a: {outcome: int(a == first)},
        title=outcome,
    )
    table = dt.NormalForm(
        players=(sender, receiver),
        payoffs=lambda x, y: (int(x == y), int(x != y)),
        outcomes=lambda x, y: {outcome: int(x == y)},
        actions={sender: (one, other), receiver: (first, second)},
        title=outcome,
    )
    return game, table
